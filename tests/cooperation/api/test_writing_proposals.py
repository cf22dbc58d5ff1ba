"""Proposals are put forward through the API, and take their steps by name."""

import datetime as dt
from typing import Any

import pytest
from rest_framework.test import APIClient

from cooperation.api.steps import STEPS
from cooperation.models import Proposal, ProposalChange
from tests import factories as make

pytestmark = pytest.mark.django_db
PROPOSALS = "/api/v1/proposals/"


def body(**changes: Any) -> dict[str, Any]:
    """A lift plant of Belarus and Mordovia, mentioned in January 2024."""
    return {
        "partnership": "/".join(make.PartnershipFactory().regions),
        "sector": make.SectorFactory().code,
        "title": "joint lift plant",
        "changes": [{"stage": "mentioned", "effective_on": "2024-01-10", "source": source()}],
        **changes,
    }


def source() -> str:
    return make.SourceFactory(with_text=True).key


@pytest.fixture
def proposal(as_analyst: APIClient) -> Any:
    answer = as_analyst.post(PROPOSALS, body(), format="json")
    assert answer.status_code == 201, answer.content
    return answer


def take(client: APIClient, proposal: Any, step: str, **given: Any) -> Any:
    etag = client.get(proposal["Location"])["ETag"]
    return client.post(
        f"{proposal['Location']}{step}/",
        {"source": source(), **given},
        format="json",
        headers={"if-match": etag},
    )


def test_a_new_proposal_has_the_steps_it_took(proposal: Any) -> None:
    shown = proposal.json()

    assert shown["stage"] == "mentioned"
    assert [change["effective_on"] for change in shown["changes"]] == ["2024-01-10"]


def test_a_proposal_goes_up_the_ladder_by_named_steps(as_analyst: APIClient, proposal: Any) -> None:
    for day, (step, stage) in enumerate(STEPS.items(), start=1):
        if step in ("mention", "suspend", "resume", "drop"):
            continue

        answer = take(as_analyst, proposal, step, effective_on=f"2025-01-{day:02d}")

        assert answer.status_code == 200, answer.content
        assert answer.json()["stage"] == stage
        assert answer["ETag"] == as_analyst.get(proposal["Location"])["ETag"]


def test_a_step_keeps_its_meeting_words_and_note(as_analyst: APIClient, proposal: Any) -> None:
    article = make.SourceFactory(with_text=True)
    meeting = make.MeetingFactory(sources=[article], date=dt.date(2025, 10, 20))

    answer = as_analyst.post(
        f"{proposal['Location']}agree/",
        {
            "meeting": meeting.key,
            "passages": [{"words": "about $130 million"}],
            "note": "Signed in Minsk",
        },
        format="json",
        headers={"if-match": proposal["ETag"]},
    )

    assert answer.status_code == 200, answer.content
    step = answer.json()["changes"][-1]
    assert (step["stage"], step["effective_on"]) == ("agreed", "2025-10-20")
    assert (step["source"]["key"], step["meeting"]["key"]) == (article.key, meeting.key)
    assert step["passages"][0]["words"] == "about $130 million"
    assert step["note"] == "Signed in Minsk"


def test_a_bad_step_is_refused_with_those_that_fit(as_analyst: APIClient, proposal: Any) -> None:
    take(as_analyst, proposal, "complete", effective_on="2025-01-01")

    answer = take(as_analyst, proposal, "negotiate", effective_on="2025-02-01")

    assert answer.status_code == 409
    (fault,) = answer.json()["errors"]
    assert (fault["field"], fault["allowed"]) == ("stage", ["completed"])
    assert ProposalChange.objects.count() == 2


def test_an_earlier_step_is_entered_by_the_day_it_took_effect(
    as_analyst: APIClient, proposal: Any
) -> None:
    take(as_analyst, proposal, "agree", effective_on="2025-01-01")

    between = take(as_analyst, proposal, "negotiate", effective_on="2024-06-01")
    too_far = take(as_analyst, proposal, "complete", effective_on="2024-09-01")

    assert between.status_code == 200
    assert between.json()["stage"] == "agreed"
    assert too_far.status_code == 409
    assert too_far.json()["errors"][0]["allowed"] == ["negotiating", "agreed", "suspended"]


def test_what_was_suspended_is_resumed_where_it_was(as_analyst: APIClient, proposal: Any) -> None:
    take(as_analyst, proposal, "start", effective_on="2025-01-01")
    take(as_analyst, proposal, "suspend", effective_on="2025-02-01")

    early = take(as_analyst, proposal, "resume", effective_on="2025-01-15")
    answer = take(as_analyst, proposal, "resume", effective_on="2025-03-01")

    assert early.status_code == 409
    assert answer.json()["stage"] == "running"


def test_a_step_takes_the_version_that_was_read(as_analyst: APIClient, proposal: Any) -> None:
    step = {"effective_on": "2025-01-01", "source": source()}
    address = f"{proposal['Location']}agree/"

    blind = as_analyst.post(address, step, format="json")
    done = as_analyst.post(address, step, format="json", headers={"if-match": proposal["ETag"]})
    late = as_analyst.post(address, step, format="json", headers={"if-match": proposal["ETag"]})

    assert [answer.status_code for answer in (blind, done, late)] == [428, 200, 412]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({}, "effective_on"),
        ({"effective_on": "2999-01-01"}, "effective_on"),
        ({"effective_on": "2025-01-01", "source": "none"}, "source"),
        ({"effective_on": "2025-01-01", "meeting": "none"}, "meeting"),
        ({"effective_on": "2025-01-01", "stage": "running"}, "stage"),
        ({"effective_on": "2025-01-02", "effective_on_precision": "month"}, ""),
        ({"effective_on": "2025-01-01", "passages": [{"words": "nothing"}]}, "passages.0.words"),
    ],
    ids=str,
)
def test_a_step_that_cannot_be_is_refused(
    as_analyst: APIClient, proposal: Any, given: Any, field: str
) -> None:
    answer = take(as_analyst, proposal, "agree", **given)

    assert answer.status_code == 400, answer.content
    assert answer.json()["errors"][0]["field"] == field


def test_a_step_is_corrected_and_removed(as_analyst: APIClient, proposal: Any) -> None:
    taken = take(as_analyst, proposal, "agree", effective_on="2025-01-01")
    number = taken.json()["changes"][-1]["id"]
    address = f"{proposal['Location']}changes/{number}/"

    corrected = as_analyst.patch(
        address, {"stage": "running"}, format="json", headers={"if-match": taken["ETag"]}
    )
    removed = as_analyst.delete(address, headers={"if-match": corrected["ETag"]})

    assert corrected.json()["stage"] == "running"
    assert removed.json()["stage"] == "mentioned"
    assert removed["ETag"] == proposal["ETag"]


def test_a_step_others_rest_on_is_not_removed(as_analyst: APIClient, proposal: Any) -> None:
    take(as_analyst, proposal, "drop", effective_on="2024-02-01")
    mentioned = take(as_analyst, proposal, "mention", effective_on="2024-03-01")
    agreed = take(as_analyst, proposal, "agree", effective_on="2024-04-01")
    number = mentioned.json()["changes"][-1]["id"]

    answer = as_analyst.delete(
        f"{proposal['Location']}changes/{number}/", headers={"if-match": agreed["ETag"]}
    )

    assert answer.status_code == 409
    assert ProposalChange.objects.filter(pk=number).exists()


def test_a_step_of_another_proposal_is_not_found(as_analyst: APIClient, proposal: Any) -> None:
    other = make.ProposalChangeFactory()

    answer = as_analyst.delete(
        f"{proposal['Location']}changes/{other.pk}/", headers={"if-match": proposal["ETag"]}
    )

    assert answer.status_code == 404


class TestPutting:
    def test_the_same_proposal_twice_is_one(self, as_analyst: APIClient) -> None:
        given = body()

        first = as_analyst.put(PROPOSALS, given, format="json")
        second = as_analyst.put(PROPOSALS, given, format="json")

        assert (first.status_code, second.status_code) == (201, 200)
        assert first["Location"] == second["Content-Location"]
        assert ProposalChange.history.count() == 1

    def test_another_body_takes_the_version_it_replaces(self, as_analyst: APIClient) -> None:
        given = body()
        first = as_analyst.put(PROPOSALS, given, format="json")
        more = {"stage": "agreed", "effective_on": "2025-01-01", "source": source()}
        given["changes"].append(more)

        blind = as_analyst.put(PROPOSALS, given, format="json")
        seen = as_analyst.put(PROPOSALS, given, format="json", headers={"if-match": blind["ETag"]})

        assert blind.status_code == 428
        assert blind["ETag"] == first["ETag"]
        assert seen.json()["stage"] == "agreed"
        assert seen.json()["changes"][0] == first.json()["changes"][0]

    def test_steps_left_out_are_removed(self, as_analyst: APIClient, proposal: Any) -> None:
        agreed = take(as_analyst, proposal, "agree", effective_on="2025-01-01")
        given = {**agreed.json(), "changes": agreed.json()["changes"][:1]}

        answer = as_analyst.put(
            PROPOSALS, given, format="json", headers={"if-match": agreed["ETag"]}
        )

        assert answer.status_code == 200, answer.content
        assert answer["ETag"] == proposal["ETag"]

    def test_steps_at_drafts_stay_for_those_who_do_not_see_them(
        self, as_analyst: APIClient, proposal: Any, user_with: Any
    ) -> None:
        hidden = make.ProposalChangeFactory(
            proposal=Proposal.objects.get(), meeting=make.MeetingFactory(), stage="agreed"
        )
        blind = APIClient()
        blind.force_authenticate(user_with("change_proposal", "change_proposalchange"))
        read = blind.get(proposal["Location"])

        answer = blind.patch(
            proposal["Location"],
            {"changes": read.json()["changes"]},
            format="json",
            headers={"if-match": read["ETag"]},
        )

        assert answer.status_code == 200, answer.content
        assert len(read.json()["changes"]) == 1
        assert ProposalChange.objects.filter(pk=hidden.pk).exists()


def test_a_bad_order_of_steps_is_refused_as_one(as_analyst: APIClient) -> None:
    steps = [
        {"stage": "completed", "effective_on": "2024-01-10", "source": source()},
        {"stage": "agreed", "effective_on": "2024-02-10", "source": source()},
    ]

    answer = as_analyst.post(PROPOSALS, body(changes=steps), format="json")

    assert answer.status_code == 409
    assert answer.json()["errors"][0]["field"] == "changes.1.stage"
    assert not Proposal.objects.exists()
