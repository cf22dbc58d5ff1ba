"""Statements, follow-ups and tenures are written through the API, by what makes them one."""

import datetime as dt
from typing import Any

import pytest
from rest_framework.test import APIClient

from cooperation.models import FollowUp, Meeting, Statement, Tenure
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting() -> Meeting:
    """A draft with one source and a participant."""
    made = make.MeetingFactory(sources=[make.SourceFactory(with_text=True)])
    make.ParticipantFactory(meeting=made, official=make.OfficialFactory())
    return made


def statement(meeting: Meeting, /, **changes: Any) -> dict[str, Any]:
    return {
        "meeting": meeting.key,
        "participant": {"side": "RU-MO", "name_as_written": "Artem Zdunov"},
        "passage": {"words": "about $130 million"},
        **changes,
    }


def test_speaker_official_and_source_follow_from_participant_and_meeting(
    as_analyst: APIClient, meeting: Meeting
) -> None:
    answer = as_analyst.post("/api/v1/statements/", statement(meeting), format="json")

    assert answer.status_code == 201, answer.content
    shown = answer.json()
    participant = meeting.participants.get()
    assert shown["speaker_as_written"] == "Artem Zdunov"
    assert shown["official"]["key"] == participant.official.key
    assert shown["source"]["key"] == meeting.sources.get().key
    assert (shown["passage"]["start"], shown["passage"]["end"]) == (18, 36)


def test_a_statement_is_put_twice_and_recorded_once(
    as_analyst: APIClient, meeting: Meeting
) -> None:
    given = statement(meeting)

    first = as_analyst.put("/api/v1/statements/", given, format="json")
    second = as_analyst.put("/api/v1/statements/", given, format="json")

    assert (first.status_code, second.status_code) == (201, 200)
    assert Statement.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"participant": {"side": "BY", "name_as_written": "Nobody"}}, "participant"),
        ({"participant": 10**30}, "participant"),
        ({"participant": None}, "speaker_as_written"),
        ({"passage": {"words": "never said"}}, "passage.words"),
        ({"passage": None}, "passage"),
        ({"meeting": "none"}, "meeting"),
    ],
    ids=str,
)
def test_a_statement_nobody_made_is_refused(
    as_analyst: APIClient, meeting: Meeting, change: Any, field: str
) -> None:
    answer = as_analyst.post("/api/v1/statements/", statement(meeting, **change), format="json")

    assert answer.status_code == 400, answer.content
    assert answer.json()["errors"][0]["field"] == field
    assert not Statement.objects.exists()


def test_the_participant_of_another_meeting_did_not_say_it(
    as_analyst: APIClient, meeting: Meeting
) -> None:
    other = make.ParticipantFactory(meeting=make.MeetingFactory())

    answer = as_analyst.post(
        "/api/v1/statements/", statement(meeting, participant=other.pk), format="json"
    )

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["field"] == "participant"


def test_a_draft_is_no_meeting_to_those_who_do_not_see_it(meeting: Meeting, user_with: Any) -> None:
    blind = APIClient()
    blind.force_authenticate(user_with("add_statement", "add_followup"))

    answers = [
        blind.post(
            f"/api/v1/{name}/",
            {**given, "meeting": meeting.key},
            format="json",
        )
        for name, given in [
            ("statements", statement(meeting)),
            ("follow-ups", {"task": "A list", "owner": "Ministry"}),
        ]
    ]

    for answer in answers:
        assert answer.status_code == 400
        assert answer.json()["errors"][0]["field"] == "meeting"
        assert answer.json()["errors"][0]["reason"] == f"There is no meeting “{meeting.key}”."


def test_a_follow_up_is_closed_with_its_day(as_analyst: APIClient, meeting: Meeting) -> None:
    given = {"meeting": meeting.key, "task": "A list of projects", "owner": "Ministry"}
    made = as_analyst.put("/api/v1/follow-ups/", given, format="json")
    address = made["Location"]

    half = as_analyst.patch(
        address, {"state": "done"}, format="json", headers={"if-match": made["ETag"]}
    )
    whole = as_analyst.patch(
        address,
        {"state": "done", "closed_on": "2025-11-01"},
        format="json",
        headers={"if-match": made["ETag"]},
    )

    assert (half.status_code, whole.status_code) == (400, 200)
    assert FollowUp.objects.get().closed_on == dt.date(2025, 11, 1)


def test_people_are_recorded_before_they_meet(as_analyst: APIClient) -> None:
    make.RegionFactory(mordovia=True)
    source = make.SourceFactory().key
    put = as_analyst.put

    official = put("/api/v1/officials/artem-zdunov/", {"name": "Artem Zdunov"}, format="json")
    post = put(
        "/api/v1/posts/",
        {"title": "Head of Mordovia", "region": "RU-MO", "rank": 3},
        format="json",
    )
    tenure = put(
        "/api/v1/tenures/",
        {
            "official": "artem-zdunov",
            "post": {"title": "Head of Mordovia", "region": "RU-MO"},
            "starts_on": "2020-11-18",
            "source": source,
        },
        format="json",
    )

    assert [answer.status_code for answer in (official, post, tenure)] == [201, 201, 201]
    assert Tenure.objects.get().official.key == "artem-zdunov"


def test_a_tenure_does_not_end_before_it_starts(as_analyst: APIClient) -> None:
    made = make.TenureFactory()

    answer = as_analyst.patch(
        f"/api/v1/tenures/{made.pk}/",
        {"ends_on": "2019-01-01"},
        format="json",
        headers={"if-match": "*"},
    )

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["reason"] == "A tenure does not end before it starts."
