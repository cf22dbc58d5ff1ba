"""An analyst enters meetings through the admin's form."""

import datetime as dt
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cooperation.models import Meeting, Participant, Proposal, Statement
from tests.factories import (
    CitedFigureFactory,
    FollowUpFactory,
    MeetingFactory,
    OfficialFactory,
    ParticipantFactory,
    PartnershipFactory,
    ProposalChangeFactory,
    ProposalFactory,
    RegionFactory,
    SectorFactory,
    SourceFactory,
    StatementFactory,
    TenureFactory,
    TopicFactory,
    TradeFigureFactory,
)
from trade.models import Passage

ADD = "/admin/cooperation/meeting/add/"
INLINES = (
    "participants",
    "statements",
    "topics",
    "proposal_changes",
    "cited_figures",
    "follow_ups",
)


def change_of(meeting: Meeting) -> str:
    return f"/admin/cooperation/meeting/{meeting.pk}/change/"


def posted(*, rows: dict[str, list[dict[str, Any]]] | None = None, **fields: Any) -> dict[str, Any]:
    """What a browser sends: the meeting's fields, and the rows of each inline."""
    data = {
        "date": "2025-10-20",
        "date_precision": "day",
        "date_basis": "entered",
        "kind": "meeting",
        "state": "held",
        "place": "Minsk",
        "key": "minsk-2025",
        **fields,
    }
    for prefix in INLINES:
        given = (rows or {}).get(prefix, [])
        data[f"{prefix}-TOTAL_FORMS"] = str(len(given))
        data[f"{prefix}-INITIAL_FORMS"] = str(sum("id" in row for row in given))
        for number, row in enumerate(given):
            data |= {f"{prefix}-{number}-{name}": value for name, value in row.items()}
    return data


def said(response: Any) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def errors_of(response: Any) -> str:
    """Every error the form shows."""
    shown = [str(response.context["adminform"].form.errors)]
    for inline in response.context["inline_admin_formsets"]:
        shown += [str(inline.formset.errors), str(inline.formset.non_form_errors())]
    return " ".join(shown)


@pytest.fixture
def desk(admin_of, analyst) -> Client:
    return admin_of(analyst)


@pytest.fixture
def partnership(db: None):
    return PartnershipFactory()


@pytest.fixture
def article(db: None):
    return SourceFactory(with_text=True)


def head(side: str, name: str = "", **fields: Any) -> dict[str, Any]:
    return {"side": side, "role": "head", "name_as_written": name, **fields}


class TestWholeMeeting:
    def test_is_entered_with_all_its_parts_in_one_go(self, desk, partnership, article) -> None:
        zdunov = TenureFactory().official
        figure = TradeFigureFactory()
        lifts = SectorFactory()
        older = ProposalChangeFactory(
            proposal__partnership=partnership, effective_on=dt.date(2024, 1, 1)
        ).proposal

        response = desk.post(
            ADD,
            posted(
                partnerships=[partnership.pk],
                sources=[article.pk],
                rows={
                    "participants": [
                        head("BY", "Viktor Karankevich"),
                        head("RU-MO", official=zdunov.pk),
                    ],
                    "statements": [
                        {
                            "words": "about $130 million",
                            "speaker_as_written": "Karankevich",
                        }
                    ],
                    "topics": [
                        {"sector": lifts.pk, "as_written": "lift plant", "put_forward": "on"}
                    ],
                    "proposal_changes": [
                        {
                            "proposal": older.pk,
                            "stage": "negotiating",
                            "effective_on_precision": "day",
                        }
                    ],
                    "cited_figures": [{"figure": figure.pk}],
                    "follow_ups": [{"task": "Send list", "owner": "Ministry", "state": "open"}],
                },
            ),
        )

        assert response.status_code == 302, errors_of(response)
        meeting = Meeting.objects.get()
        assert not meeting.is_published
        assert list(meeting.sources.all()) == [article]
        mordovian = meeting.participants.get(side="RU-MO")
        assert mordovian.name_as_written == "Artem Zdunov"
        assert mordovian.title_as_written == "Head of the Republic of Mordovia"
        assert mordovian.tenure == zdunov.tenures.get()
        statement = meeting.statements.get()
        assert statement.passage.words == "about $130 million"
        assert (statement.passage.start, statement.passage.end) == (18, 36)
        assert statement.participant == meeting.participants.get(side="BY")
        put_forward = Proposal.objects.get(title="lift plant")
        assert meeting.topics.get().proposal == put_forward
        assert put_forward.changes.get().source == article
        step = older.changes.get(stage="negotiating")
        assert (step.effective_on, step.meeting, step.source) == (meeting.date, meeting, article)
        assert meeting.cited_figures.get().figure == figure
        assert meeting.follow_ups.get().task == "Send list"

    def test_saves_as_a_draft_with_next_to_nothing(self, desk) -> None:
        response = desk.post(ADD, posted(date="", place=""))

        assert response.status_code == 302
        assert Meeting.objects.get().date is None

    def test_starts_with_the_partnership_and_source_of_the_address(
        self, desk, partnership, article
    ) -> None:
        response = desk.get(ADD, {"partnership": "RU-MO,BY", "source": article.pk})

        form = response.context["adminform"].form
        assert form.initial["partnerships"] == [partnership.pk]
        assert form.initial["sources"] == [article.pk]
        assert form["date"].value() == dt.date(2025, 10, 20)
        assert form["date_basis"].value() == "inferred"
        participants = response.context["inline_admin_formsets"][0].formset
        assert [row["side"].value() for row in participants.forms] == ["BY", "RU-MO"]
        assert [row["role"].value() for row in participants.forms] == ["head", "head"]
        assert participants.empty_form["role"].value() == "member"

    def test_starts_with_the_partnership_the_list_was_filtered_by(self, desk, partnership) -> None:
        response = desk.get(ADD, {"_changelist_filters": "partnership=BY%2CRU-MO"})

        assert response.context["adminform"].form.initial["partnerships"] == [partnership.pk]

    def test_leaves_out_rows_that_were_only_proposed(self, desk, partnership) -> None:
        rows = [head("BY", "Viktor Karankevich"), head("RU-MO")]

        response = desk.post(
            f"{ADD}?partnership=BY,RU-MO",
            posted(partnerships=[partnership.pk], rows={"participants": rows}),
        )

        assert response.status_code == 302, errors_of(response)
        assert Meeting.objects.get().participants.get().side_id == "BY"


class TestParticipants:
    def test_are_named_and_placed_by_their_post(self, desk) -> None:
        official = TenureFactory().official

        desk.post(ADD, posted(rows={"participants": [head("", official=official.pk)]}))

        participant = Participant.objects.get()
        assert participant.side_id == "RU-MO"
        assert participant.name_as_written == "Artem Zdunov"

    def test_need_a_name_and_a_side(self, desk) -> None:
        RegionFactory()
        official = OfficialFactory()

        response = desk.post(
            ADD,
            posted(
                rows={
                    "participants": [
                        head("BY", title_as_written="x"),
                        head("", official=official.pk),
                    ]
                }
            ),
        )

        assert "Give a name" in errors_of(response)
        assert "which region" in errors_of(response)

    def test_two_new_heads_of_a_side_are_a_form_error(self, desk) -> None:
        RegionFactory()
        rows = [head("BY", "Viktor Karankevich"), head("BY", "Artem Zdunov")]

        response = desk.post(ADD, posted(rows={"participants": rows}))

        assert response.status_code == 200
        assert "This side already has a head" in errors_of(response)
        assert not Meeting.objects.exists()

    def test_a_second_head_beside_a_saved_one_is_a_form_error(self, desk) -> None:
        there = ParticipantFactory()
        rows = [
            head("RU-MO", there.name_as_written, id=there.pk, meeting=there.meeting_id),
            head("RU-MO", "Somebody Else", meeting=there.meeting_id),
        ]

        response = desk.post(
            change_of(there.meeting), posted(rows={"participants": rows}, partnerships=[])
        )

        assert "already has a head" in errors_of(response)

    @pytest.mark.parametrize("official", [False, True])
    def test_the_same_twice_is_a_form_error(self, desk, official: bool) -> None:
        RegionFactory()
        row = {"side": "BY", "role": "member", "name_as_written": "Artem Zdunov"}
        named_by_post = {**row, "name_as_written": "", "official": OfficialFactory().pk}
        rows = [row, named_by_post if official else row]

        response = desk.post(ADD, posted(rows={"participants": rows}))

        assert response.status_code == 200
        assert "duplicate" in errors_of(response)

    def test_get_the_post_of_the_day_when_the_date_comes_later(self, desk) -> None:
        official = TenureFactory().official
        there = ParticipantFactory(meeting__date=None, official=official)
        row = head("RU-MO", there.name_as_written, id=there.pk, official=official.pk)

        desk.post(change_of(there.meeting), posted(rows={"participants": [row]}))

        there.refresh_from_db()
        assert there.tenure == official.tenures.get()

    def test_a_date_outside_the_tenure_is_warned_about(self, desk) -> None:
        tenure = TenureFactory()
        row = head("RU-MO", official=tenure.official_id, tenure=tenure.pk)

        response = desk.post(ADD, posted(date="2019-01-15", rows={"participants": [row]}))

        assert response.status_code == 302
        assert any("was not “Head of the Republic of Mordovia”" in text for text in said(response))


class TestStatements:
    def quote(self, desk: Client, article: Any, *rows: dict[str, Any]) -> Any:
        given = [{"speaker_as_written": "Karankevich", **row} for row in rows]
        return desk.post(ADD, posted(sources=[article.pk], rows={"statements": given}))

    def test_words_may_break_their_lines_otherwise_than_the_text(self, desk) -> None:
        article = SourceFactory(text="He said:\nwe will\nbuild lifts.", text_scope="full")

        self.quote(desk, article, {"words": "we will build\r\nlifts"})

        assert Statement.objects.get().passage.words == "we will\nbuild lifts"

    def test_words_that_are_not_in_the_text_are_an_error(self, desk, article) -> None:
        response = self.quote(desk, article, {"words": "about $150 million"})

        assert "not in the text" in errors_of(response)

    def test_words_that_stand_there_twice_ask_which(self, desk) -> None:
        article = SourceFactory(text="Lifts, and again lifts: lifts.", text_scope="full")

        unclear = self.quote(desk, article, {"words": "ifts"})
        clear = self.quote(desk, article, {"words": "ifts", "occurrence": "2"})

        assert "3 times" in errors_of(unclear)
        assert clear.status_code == 302
        assert Statement.objects.get().passage.start == 18

    def test_an_occurrence_beyond_the_last_is_an_error(self, desk, article) -> None:
        response = self.quote(desk, article, {"words": "million", "occurrence": "2"})

        assert "only 1 times" in errors_of(response)

    def test_the_source_must_be_said_when_the_meeting_has_none(self, desk) -> None:
        response = desk.post(
            ADD, posted(rows={"statements": [{"words": "x", "speaker_as_written": "y"}]})
        )

        assert "which source" in errors_of(response)

    def test_the_same_twice_is_a_form_error(self, desk, article) -> None:
        words = {"words": "about $130 million"}

        twice = self.quote(desk, article, words, words)
        again = self.quote(
            desk, StatementFactory(speaker_as_written="Karankevich").passage.source, words
        )

        assert "already on this page" in errors_of(twice)
        assert "already recorded" in errors_of(again)

    def test_two_speakers_may_share_new_words(self, desk, article) -> None:
        words = {"words": "about $130 million"}

        response = self.quote(desk, article, words, {**words, "speaker_as_written": "Zdunov"})

        assert response.status_code == 302
        assert Passage.objects.count() == 1

    def test_keep_their_passage_when_nothing_changes(self, desk) -> None:
        statement = StatementFactory(meeting=MeetingFactory())
        page = desk.get(change_of(statement.meeting))
        row = page.context["inline_admin_formsets"][1].formset.forms[0]

        response = desk.post(
            change_of(statement.meeting),
            posted(
                rows={
                    "statements": [
                        {
                            "id": statement.pk,
                            "words": row["words"].value(),
                            "source": row["source"].value(),
                            "speaker_as_written": "Victor Karankevich",
                        }
                    ]
                }
            ),
        )

        assert response.status_code == 302, errors_of(response)
        statement.refresh_from_db()
        assert statement.speaker_as_written == "Victor Karankevich"
        assert Passage.objects.count() == 1


class TestTopicsAndSteps:
    def test_a_topic_without_a_partnership_is_saved_but_not_put_forward(self, desk) -> None:
        row = {"sector": SectorFactory().pk, "as_written": "lifts", "put_forward": "on"}

        response = desk.post(ADD, posted(rows={"topics": [row]}))

        assert response.status_code == 302
        assert any("is not put forward" in text for text in said(response))
        assert Meeting.objects.get().topics.get().proposal is None

    def test_a_step_down_the_ladder_is_a_form_error(self, desk, partnership, article) -> None:
        agreed = ProposalChangeFactory(stage="agreed", effective_on=dt.date(2024, 1, 1)).proposal
        row = {"proposal": agreed.pk, "stage": "mentioned", "effective_on_precision": "day"}

        response = desk.post(ADD, posted(sources=[article.pk], rows={"proposal_changes": [row]}))

        assert "does not go from" in errors_of(response)

    def test_the_same_step_twice_is_a_form_error(self, desk, article) -> None:
        proposal = ProposalFactory()
        row = {"proposal": proposal.pk, "stage": "mentioned", "effective_on_precision": "day"}

        response = desk.post(
            ADD, posted(sources=[article.pk], rows={"proposal_changes": [row, row]})
        )

        assert response.status_code == 200
        assert "duplicate" in errors_of(response)

    @pytest.mark.parametrize("prefix", ["topics", "cited_figures", "follow_ups"])
    def test_the_same_part_twice_is_a_form_error(self, prefix: str, desk) -> None:
        row = {
            "topics": {"sector": SectorFactory().pk, "as_written": "lifts"},
            "cited_figures": {"figure": TradeFigureFactory().pk},
            "follow_ups": {"task": "Send list", "owner": "Ministry", "state": "open"},
        }[prefix]

        response = desk.post(ADD, posted(rows={prefix: [row, row]}))

        assert response.status_code == 200
        assert "duplicate" in errors_of(response)


class TestDuplicates:
    def test_a_meeting_like_another_is_saved_only_when_confirmed(self, desk, partnership) -> None:
        there = MeetingFactory(date=dt.date(2025, 10, 19))
        like = posted(partnerships=[partnership.pk])

        plain = desk.get(ADD)
        warned = desk.post(ADD, like)
        confirmed = desk.post(ADD, {**like, "save_anyway": "on"})

        assert 'type="hidden" name="save_anyway"' in plain.content.decode()
        assert change_of(there) in errors_of(warned)
        assert 'type="checkbox" name="save_anyway"' in warned.content.decode()
        assert confirmed.status_code == 302
        assert Meeting.objects.count() == 2

    def test_the_same_address_is_a_likeness_whatever_the_date(self, desk) -> None:
        there = MeetingFactory(published=True, date=dt.date(2020, 1, 1))

        response = desk.post(ADD, posted(sources=[there.sources.get().pk]))

        assert change_of(there) in errors_of(response)

    def test_a_saved_meeting_is_not_asked_about_again(self, desk, partnership) -> None:
        MeetingFactory()
        meeting = MeetingFactory()

        response = desk.post(
            change_of(meeting), posted(partnerships=[partnership.pk], place="Saransk")
        )

        assert response.status_code == 302, errors_of(response)


@pytest.fixture
def full(db: None):
    """Makes a published meeting with a number of rows in each inline."""

    def make(rows: int) -> Meeting:
        meeting = MeetingFactory(published=True)
        for number in range(rows):
            tenure = TenureFactory()
            sector = SectorFactory(code=f"lifts-{meeting.pk}-{number}")
            proposal = ProposalFactory(title="", sector=sector)
            member = ParticipantFactory(
                meeting=meeting,
                role="member",
                name_as_written=f"Aide {number}",
                official=tenure.official,
                tenure=tenure,
            )
            StatementFactory(meeting=meeting, participant=member, official=tenure.official)
            TopicFactory(meeting=meeting, as_written=f"lifts {number}", proposal=proposal)
            ProposalChangeFactory(meeting=meeting, proposal=proposal)
            CitedFigureFactory(meeting=meeting, participant=member)
            FollowUpFactory(meeting=meeting, official=tenure.official)
        return meeting

    return make


@pytest.mark.parametrize("group", ["analyst", "viewer"])
def test_the_form_takes_as_many_queries_for_five_rows_as_for_one(
    group: str, request, admin_of, full
) -> None:
    client = admin_of(request.getfixturevalue(group))
    small, large = full(1), full(5)
    client.get(change_of(small))

    with CaptureQueriesContext(connection) as one:
        client.get(change_of(small))
    with CaptureQueriesContext(connection) as five:
        response = client.get(change_of(large))

    assert response.status_code == 200
    assert len(five) <= len(one), [query["sql"] for query in five]
