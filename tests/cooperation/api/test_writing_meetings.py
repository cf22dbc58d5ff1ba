"""Meetings are written through the API by those who may, under the rules of the admin."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from rest_framework.test import APIClient

from cooperation.models import Meeting, Participant, Proposal
from tests import factories as make

pytestmark = pytest.mark.django_db
MEETINGS = "/api/v1/meetings/"


def body(**changes: Any) -> dict[str, Any]:
    """A meeting of Belarus and Mordovia with a head of each side."""
    partnership = make.PartnershipFactory()
    return {
        "partnerships": ["/".join(partnership.regions)],
        "sources": [make.SourceFactory(with_text=True).key],
        "date": "2025-10-20",
        "place": "Minsk",
        "participants": [
            {"side": "BY", "name_as_written": "Viktor Karankevich"},
            {"side": "RU-MO", "name_as_written": "Artem Zdunov"},
        ],
        **changes,
    }


def recorded(client: APIClient, **changes: Any) -> Any:
    answer = client.post(MEETINGS, body(**changes), format="json")
    assert answer.status_code == 201, answer.content
    return answer


def if_match(answer: Any) -> dict[str, str]:
    return {"if-match": answer["ETag"]}


def test_a_new_meeting_is_a_draft_with_its_participants(as_analyst: APIClient) -> None:
    answer = recorded(as_analyst)

    shown = answer.json()
    assert shown["publication"] == "draft"
    assert [one["name_as_written"] for one in shown["participants"]] == [
        "Viktor Karankevich",
        "Artem Zdunov",
    ]
    assert answer["Location"] == f"http://testserver{MEETINGS}{shown['key']}/"
    again = as_analyst.get(answer["Location"])
    assert again.json() == shown
    assert again["ETag"] == answer["ETag"]


def test_the_history_says_who_and_by_which_door(as_analyst: APIClient, analyst: User) -> None:
    key = recorded(as_analyst).json()["key"]

    version = Meeting.objects.get(key=key).history.earliest()
    assert version.history_user == analyst
    assert version.history_change_reason == "API"


@pytest.mark.parametrize(("group", "status"), [("viewer", 403), (None, 401)])
def test_others_record_nothing(
    api: APIClient, request: pytest.FixtureRequest, group: str | None, status: int
) -> None:
    if group:
        api.force_authenticate(request.getfixturevalue(group))

    answer = api.post(MEETINGS, body(), format="json")

    assert answer.status_code == status
    assert not Meeting.objects.exists()


def test_of_an_official_name_title_side_and_post_follow(as_analyst: APIClient) -> None:
    tenure = make.TenureFactory()

    shown = recorded(as_analyst, participants=[{"official": tenure.official.key}]).json()

    (participant,) = shown["participants"]
    assert participant["name_as_written"] == "Artem Zdunov"
    assert participant["title_as_written"] == tenure.post.title
    assert participant["side"]["code"] == "RU-MO"
    assert participant["post"]["id"] == tenure.post.pk


def test_words_become_passages_where_they_stand_in_the_text(as_analyst: APIClient) -> None:
    shown = recorded(as_analyst, passages=[{"words": "about $130 million"}]).json()

    assert shown["passages"] == [
        {
            "source": shown["sources"][0]["key"],
            "start": 18,
            "end": 36,
            "words": "about $130 million",
        }
    ]


@pytest.mark.parametrize(
    ("passage", "field"),
    [
        ({"words": "about $900 million"}, "passages.0.words"),
        ({"start": 18, "end": 36, "words": "about $900 million"}, "passages.0.words"),
        ({"start": 18, "end": 9000}, "passages.0.end"),
        ({"start": 36, "end": 18}, "passages.0.end"),
        ({"start": 18}, "passages.0"),
        ({"words": "about", "sauce": "x"}, "passages.0.sauce"),
        ("about", "passages.0"),
    ],
    ids=str,
)
def test_what_the_source_does_not_say_is_refused(
    as_analyst: APIClient, passage: Any, field: str
) -> None:
    answer = as_analyst.post(MEETINGS, body(passages=[passage]), format="json")

    assert answer.status_code == 400, answer.content
    assert answer.json()["errors"][0]["field"] == field
    assert not Meeting.objects.exists()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"date": "2025-13-01"}, "date"),
        ({"date": "2125-01-01"}, "date"),
        ({"kind": "party"}, "kind"),
        ({"date_basis": "stated"}, ""),
        ({"partnerships": ["BY/XX"]}, "partnerships.0"),
        ({"partnerships": [{"region_a": 1, "region_b": {"code": [2]}}]}, "partnerships.0"),
        ({"partnerships": "BY/RU-MO"}, "partnerships"),
        ({"partnerships": [["BY", "RU-MO"]]}, "partnerships.0"),
        ({"sources": ["nowhere"]}, "sources.0"),
        ({"sources": [{"key": {}}]}, "sources.0"),
        ({"place": "x" * 121}, "place"),
        ({"place": ["Minsk"]}, "place"),
        ({"plaice": "Minsk"}, "plaice"),
        ({"publication": "published"}, "publication"),
        ({"participants": [{"side": "BY"}]}, "participants.0.name_as_written"),
        ({"participants": [{"name_as_written": "Somebody"}]}, "participants.0.side"),
        ({"participants": [{"official": "nobody"}]}, "participants.0.official"),
        ({"participants": [{"id": 1, "side": "BY", "name_as_written": "A"}]}, "participants.0.id"),
        ({"topics": [{"sector": "lifts", "proposal": 10**40}]}, "topics.0.sector"),
        ({"cited_figures": [{"figure": 10**40}]}, "cited_figures.0.figure"),
        ({"cited_figures": [{"figure": True}]}, "cited_figures.0.figure"),
        ({"key": "not a key"}, "key"),
    ],
    ids=str,
)
def test_a_bad_value_is_a_fault_of_its_field(
    as_analyst: APIClient, change: Any, field: str
) -> None:
    answer = as_analyst.post(MEETINGS, body(**change), format="json")

    assert answer.status_code == 400, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    assert field in [fault["field"] for fault in answer.json()["errors"]]
    assert all(fault["reason"] for fault in answer.json()["errors"])


def test_a_choice_is_refused_with_those_there_are(as_analyst: APIClient) -> None:
    answer = as_analyst.post(MEETINGS, body(kind="party"), format="json")

    assert answer.json()["errors"][0]["allowed"] == [*Meeting.Kind.values]


@pytest.mark.parametrize(
    "given", ["[]", '"meeting"', "null", "17", "", "{", "\x00", "1e999", "[" * 9000]
)
def test_a_body_that_is_no_object_is_refused(as_analyst: APIClient, given: str) -> None:
    answer = as_analyst.post(MEETINGS, given, content_type="application/json")

    assert answer.status_code == 400


@pytest.mark.parametrize(
    "given",
    [
        '{"place": "\\u0000"}',
        '{"place": "\\ud800"}',
        '{"partnerships": ["BY/\\ud800"]}',
        '{"topics": [{"sector": "\\ud800"}]}',
        '{"topics": [{"sector": "\\u0000"}]}',
        '{"cited_figures": [{"figure": 1e999}]}',
        '{"key": "\\ud800"}',
        '{"\\ud800": 1}',
        '{"passages": [{"words": "\\ud800", "source": "\\u0000"}]}',
        '{"date": NaN}',
        f'{{"title": {"[" * 500}{"]" * 500}}}',
        f'{{"cited_figures": [{{"figure": {"9" * 4999}}}]}}',
    ],
)
def test_what_no_database_can_hold_is_refused(as_analyst: APIClient, given: str) -> None:
    answer = as_analyst.post(MEETINGS, given, content_type="application/json")

    assert answer.status_code == 400, answer.content
    assert not Meeting.objects.exists()


def test_a_meeting_like_one_that_is_recorded_takes_a_second_word(as_analyst: APIClient) -> None:
    first = recorded(as_analyst)

    doubtful = as_analyst.post(MEETINGS, body(), format="json")
    sure = as_analyst.post(MEETINGS, body(save_anyway=True), format="json")

    assert doubtful.status_code == 409
    assert doubtful.json()["records"] == [
        {"kind": "meetings", "count": 1, "addresses": [first["Location"]]}
    ]
    assert sure.status_code == 201


class TestChanging:
    def test_a_change_takes_the_version_it_was_made_from(self, as_analyst: APIClient) -> None:
        made = recorded(as_analyst)

        answer = as_analyst.patch(
            made["Location"], {"place": "Saransk"}, format="json", headers=if_match(made)
        )

        assert answer.status_code == 200
        assert answer.json() == {**made.json(), "place": "Saransk"}
        assert answer["ETag"] == as_analyst.get(made["Location"])["ETag"] != made["ETag"]

    @pytest.mark.parametrize(
        ("given", "status"),
        [
            (None, 428),
            ('"old"', 412),
            ("W/{etag}", 412),
            ("etag", 412),
            ("", 412),
            ('"old", {etag}', 200),
            ("*", 200),
        ],
    )
    def test_other_versions_are_refused(
        self, as_analyst: APIClient, given: str | None, status: int
    ) -> None:
        made = recorded(as_analyst)
        headers = {} if given is None else {"if-match": given.format(etag=made["ETag"])}

        answer = as_analyst.patch(
            made["Location"], {"place": "Saransk"}, format="json", headers=headers
        )

        assert answer.status_code == status, answer.content
        is_changed = Meeting.objects.get().place == "Saransk"
        assert is_changed == (status == 200)
        if status != 200:
            assert answer["ETag"] == made["ETag"]
            assert answer["Content-Type"] == "application/problem+json"

    def test_a_change_of_a_part_changes_the_version(self, as_analyst: APIClient) -> None:
        made = recorded(as_analyst)
        participant = Participant.objects.latest("pk")
        participant.title_as_written = "Head"
        participant.save()

        answer = as_analyst.patch(
            made["Location"], {"place": "Saransk"}, format="json", headers=if_match(made)
        )

        assert answer.status_code == 412

    def test_a_list_takes_the_place_of_the_list_there_was(self, as_analyst: APIClient) -> None:
        made = recorded(as_analyst)
        first, second = made.json()["participants"]

        answer = as_analyst.patch(
            made["Location"],
            {"participants": [second, {"side": "BY", "name_as_written": "Aleksandr Lukashenko"}]},
            format="json",
            headers=if_match(made),
        )

        assert answer.status_code == 200, answer.content
        new, kept = answer.json()["participants"]
        assert kept == second
        assert (new["name_as_written"], new["role"]) == ("Aleksandr Lukashenko", "head")
        assert not Participant.objects.filter(pk=first["id"]).exists()

    def test_a_participant_is_renamed_by_number(self, as_analyst: APIClient) -> None:
        made = recorded(as_analyst)
        first, second = made.json()["participants"]

        answer = as_analyst.patch(
            made["Location"],
            {"participants": [{**first, "name_as_written": "V. Karankevich"}, second]},
            format="json",
            headers=if_match(made),
        )

        assert answer.json()["participants"][0]["id"] == first["id"]
        assert answer.json()["participants"][0]["name_as_written"] == "V. Karankevich"

    def test_who_is_head_may_change_in_one_request(self, as_analyst: APIClient) -> None:
        first = {"side": "BY", "name_as_written": "Viktor Karankevich"}
        made = recorded(
            as_analyst,
            participants=[first, {**first, "name_as_written": "Deputy", "role": "member"}],
        )
        head, member = made.json()["participants"]

        answer = as_analyst.patch(
            made["Location"],
            {"participants": [{**member, "role": "head"}, {**head, "role": "member"}]},
            format="json",
            headers=if_match(made),
        )

        assert answer.status_code == 200, answer.content
        assert answer.json()["participants"][0]["name_as_written"] == "Deputy"

    def test_nobody_is_listed_twice(self, as_analyst: APIClient) -> None:
        made = recorded(as_analyst)
        first, second = made.json()["participants"]

        answer = as_analyst.patch(
            made["Location"],
            {"participants": [first, second, {**second, "title_as_written": "x"}]},
            format="json",
            headers=if_match(made),
        )

        assert answer.status_code == 400
        assert answer.json()["errors"][0]["field"] == "participants.2"

    def test_a_record_may_be_sent_back_as_it_was_read(self, as_analyst: APIClient) -> None:
        figure = make.TradeFigureFactory()
        made = recorded(
            as_analyst,
            topics=[{"sector": make.SectorFactory().code, "as_written": "lifts"}],
            cited_figures=[
                {"figure": figure.pk, "participant": {"side": "BY", "name_as_written": VIKTOR}}
            ],
            passages=[{"words": "about $130 million"}],
        )

        answer = as_analyst.put(
            made["Location"], made.json(), format="json", headers=if_match(made)
        )

        assert answer.status_code == 200, answer.content
        assert answer.json() == made.json()
        assert answer["ETag"] == made["ETag"]

    def test_a_draft_is_hidden_from_who_may_change_but_not_see_drafts(
        self, as_analyst: APIClient, user_with: Any
    ) -> None:
        made = recorded(as_analyst)
        blind = APIClient()
        blind.force_authenticate(user_with("change_meeting", "delete_meeting"))

        changed = blind.patch(made["Location"], {}, format="json", headers=if_match(made))
        deleted = blind.delete(made["Location"], headers=if_match(made))

        assert (changed.status_code, deleted.status_code) == (404, 404)
        assert Meeting.objects.exists()

    def test_parts_take_their_own_rights(self, as_analyst: APIClient, user_with: Any) -> None:
        made = recorded(as_analyst)
        client = APIClient()
        client.force_authenticate(user_with("change_meeting", "view_draft"))

        place = client.patch(
            made["Location"], {"place": "Brest"}, format="json", headers=if_match(made)
        )
        people = client.patch(
            made["Location"], {"participants": []}, format="json", headers=if_match(place)
        )

        assert (place.status_code, people.status_code) == (200, 403)
        assert Participant.objects.count() == 2


VIKTOR = "Viktor Karankevich"


class TestPuttingByKey:
    address = f"{MEETINGS}minsk-2025/"

    def test_a_meeting_is_made_at_its_key(self, as_analyst: APIClient) -> None:
        answer = as_analyst.put(self.address, body(), format="json", headers={"if-none-match": "*"})

        assert answer.status_code == 201, answer.content
        assert answer["Location"] == f"http://testserver{self.address}"
        assert answer.json()["key"] == "minsk-2025"

    def test_the_same_body_twice_changes_nothing(self, as_analyst: APIClient) -> None:
        given = body()
        first = as_analyst.put(self.address, given, format="json")
        versions = Meeting.history.count(), Participant.history.count()

        second = as_analyst.put(self.address, given, format="json")

        assert (first.status_code, second.status_code) == (201, 200)
        assert second["ETag"] == first["ETag"]
        assert (Meeting.history.count(), Participant.history.count()) == versions

    def test_another_body_takes_the_version_it_replaces(self, as_analyst: APIClient) -> None:
        first = as_analyst.put(self.address, body(), format="json")
        other = body(place="Saransk", participants=[])

        blind = as_analyst.put(self.address, other, format="json")
        seen = as_analyst.put(self.address, other, format="json", headers=if_match(first))

        assert blind.status_code == 428
        assert blind["ETag"] == first["ETag"]
        assert seen.status_code == 200
        assert (seen.json()["place"], seen.json()["participants"]) == ("Saransk", [])

    def test_what_a_body_leaves_out_is_emptied(self, as_analyst: APIClient) -> None:
        first = as_analyst.put(self.address, body(summary="Long"), format="json")

        answer = as_analyst.put(self.address, {}, format="json", headers=if_match(first))

        assert answer.status_code == 200
        shown = answer.json()
        assert (shown["summary"], shown["date"], shown["kind"]) == ("", None, "meeting")
        assert (shown["partnerships"], shown["participants"]) == ([], [])

    @pytest.mark.parametrize("headers", [{"if-none-match": "*"}, {"if-match": '"old"'}])
    def test_a_meeting_that_is_there_is_not_made(self, as_analyst: APIClient, headers: Any) -> None:
        as_analyst.put(self.address, body(), format="json")

        answer = as_analyst.put(self.address, body(), format="json", headers=headers)

        assert answer.status_code == 412

    def test_a_meeting_that_is_not_there_has_no_version(self, as_analyst: APIClient) -> None:
        answer = as_analyst.put(self.address, body(), format="json", headers={"if-match": "*"})

        assert answer.status_code == 412
        assert not Meeting.objects.exists()

    def test_the_key_of_the_body_is_that_of_the_address(self, as_analyst: APIClient) -> None:
        answer = as_analyst.put(self.address, body(key="other"), format="json")

        assert answer.status_code == 400
        assert answer.json()["errors"][0]["field"] == "key"


class TestPublishing:
    def test_an_editor_publishes_and_withdraws(
        self, as_analyst: APIClient, as_editor: APIClient
    ) -> None:
        made = recorded(as_analyst)

        published = as_editor.post(f"{made['Location']}publish/", headers=if_match(made))
        withdrawn = as_editor.post(f"{made['Location']}withdraw/", headers=if_match(published))

        assert published.json()["publication"] == "published"
        assert withdrawn.json()["publication"] == "draft"

    def test_an_analyst_does_not(self, as_analyst: APIClient) -> None:
        made = recorded(as_analyst)

        answer = as_analyst.post(f"{made['Location']}publish/", headers=if_match(made))

        assert answer.status_code == 403
        assert not Meeting.objects.get().is_published

    def test_what_is_missing_is_said(self, as_editor: APIClient) -> None:
        made = recorded(as_editor, date=None, participants=[])

        answer = as_editor.post(f"{made['Location']}publish/", headers=if_match(made))

        assert answer.status_code == 409
        assert [fault["reason"] for fault in answer.json()["errors"]] == [
            "the date",
            "a participant of Belarus",
            "a participant of Mordovia",
        ]

    def test_publishing_takes_the_version_that_was_read(self, as_editor: APIClient) -> None:
        made = recorded(as_editor)

        answer = as_editor.post(f"{made['Location']}publish/")

        assert answer.status_code == 428

    def test_what_is_published_keeps_what_readers_rely_on(self, as_editor: APIClient) -> None:
        made = recorded(as_editor)
        published = as_editor.post(f"{made['Location']}publish/", headers=if_match(made))

        answer = as_editor.patch(
            made["Location"], {"sources": []}, format="json", headers=if_match(published)
        )

        assert answer.status_code == 409
        assert [fault["reason"] for fault in answer.json()["errors"]] == ["a source"]
        assert Meeting.objects.get().sources.exists()


class TestDeleting:
    def test_a_draft_nothing_rests_on_is_deleted(self, as_analyst: APIClient) -> None:
        made = recorded(as_analyst)

        answer = as_analyst.delete(made["Location"], headers=if_match(made))

        assert answer.status_code == 204
        assert not Meeting.objects.exists()

    def test_what_was_published_is_archived_instead(self, as_editor: APIClient) -> None:
        made = recorded(as_editor)
        published = as_editor.post(f"{made['Location']}publish/", headers=if_match(made))

        deleted = as_editor.delete(made["Location"], headers=if_match(published))
        archived = as_editor.post(
            f"{made['Location']}archive/",
            {"reason": "A duplicate"},
            format="json",
            headers=if_match(published),
        )
        restored = as_editor.post(f"{made['Location']}restore/", headers=if_match(archived))

        assert deleted.status_code == 409
        assert archived.json()["archive_reason"] == "A duplicate"
        assert archived.json()["archived_on"]
        assert restored.json() == published.json()

    @pytest.mark.parametrize(
        ("given", "field"), [({}, "reason"), ({"reason": "x", "resaon": "y"}, "resaon")]
    )
    def test_a_reason_is_needed(self, as_analyst: APIClient, given: Any, field: str) -> None:
        made = recorded(as_analyst)

        answer = as_analyst.post(
            f"{made['Location']}archive/", given, format="json", headers=if_match(made)
        )

        assert answer.status_code == 400
        assert answer.json()["errors"][0]["field"] == field

    def test_what_rests_on_it_is_named(self, as_analyst: APIClient) -> None:
        made = recorded(as_analyst)
        meeting = Meeting.objects.get()
        follow_up = make.FollowUpFactory(meeting=meeting)
        change = make.ProposalChangeFactory(meeting=meeting)

        answer = as_analyst.delete(made["Location"], headers={"if-match": "*"})

        assert answer.status_code == 409
        assert answer.json()["records"] == [
            {
                "kind": "follow-ups",
                "count": 1,
                "addresses": [f"http://testserver/api/v1/follow-ups/{follow_up.pk}/"],
            },
            {
                "kind": "proposal changes",
                "count": 1,
                "addresses": [f"http://testserver/api/v1/proposals/{change.proposal.pk}/"],
            },
        ]
        assert Meeting.objects.exists()


def test_a_topic_is_put_forward(as_analyst: APIClient) -> None:
    sector = make.SectorFactory()

    shown = recorded(
        as_analyst,
        topics=[{"sector": sector.code, "as_written": "lift plant", "put_forward": True}],
    ).json()

    proposal = Proposal.objects.get()
    assert shown["topics"][0]["proposal"] == proposal.pk
    assert proposal.changes.get().stage == "mentioned"


def test_a_topic_of_a_meeting_without_a_date_is_not_put_forward(as_analyst: APIClient) -> None:
    topic = {"sector": make.SectorFactory().code, "put_forward": True}

    answer = as_analyst.post(MEETINGS, body(date=None, topics=[topic]), format="json")

    assert answer.status_code == 409
    assert answer.json()["errors"][0]["field"] == "topics.0.put_forward"
    assert not Meeting.objects.exists()
