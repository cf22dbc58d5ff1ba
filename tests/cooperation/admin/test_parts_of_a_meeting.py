"""Participants, statements, topics and steps, entered on the page of their meeting."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from cooperation.models import Meeting, Participant, Statement
from tests.cooperation.admin.posting import ADD, change_of, errors_of, head, posted, said
from tests.factories import (
    MeetingFactory,
    OfficialFactory,
    ParticipantFactory,
    ProposalChangeFactory,
    ProposalFactory,
    RegionFactory,
    SectorFactory,
    SourceFactory,
    StatementFactory,
    TenureFactory,
    TradeFigureFactory,
)
from trade.models import Passage


def list_of(meeting: Meeting) -> list[int]:
    return [partnership.pk for partnership in meeting.partnerships.all()]


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

    def test_a_head_saved_by_somebody_else_meanwhile_is_a_form_error(self, desk) -> None:
        meeting = ParticipantFactory(role="head").meeting
        rows = [head("RU-MO", "Vladimir Volkov")]

        response = desk.post(
            change_of(meeting),
            posted(partnerships=list_of(meeting), key=meeting.key, rows={"participants": rows}),
        )

        assert response.status_code == 200
        assert "This side already has a head" in errors_of(response)

    def test_sent_twice_are_a_form_error(self, desk) -> None:
        there = ParticipantFactory(role="member")
        rows = [{**head("RU-MO", there.name_as_written), "role": "member"}]

        response = desk.post(
            change_of(there.meeting),
            posted(
                partnerships=list_of(there.meeting),
                key=there.meeting.key,
                rows={"participants": rows},
            ),
        )

        assert response.status_code == 200
        assert "already listed" in errors_of(response)

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
