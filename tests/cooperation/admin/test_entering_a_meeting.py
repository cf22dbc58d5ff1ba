"""An analyst enters meetings through the admin's form."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cooperation.models import Meeting, Proposal
from tests.cooperation.admin.posting import ADD, change_of, errors_of, head, posted
from tests.factories import (
    CitedFigureFactory,
    FollowUpFactory,
    MeetingFactory,
    ParticipantFactory,
    ProposalChangeFactory,
    ProposalFactory,
    SectorFactory,
    StatementFactory,
    TenureFactory,
    TopicFactory,
    TradeFigureFactory,
)


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

    @pytest.mark.parametrize(
        "address", ["partnership=BY", "partnership=%00,B", f"source={'9' * 30}", "source=x"]
    )
    def test_starts_empty_when_the_address_makes_no_sense(self, address, desk) -> None:
        response = desk.get(f"{ADD}?{address}")

        assert response.status_code == 200
        assert response.context["adminform"].form.initial == {}

    def test_leaves_out_rows_that_were_only_proposed(self, desk, partnership) -> None:
        rows = [head("BY", "Viktor Karankevich"), head("RU-MO")]

        response = desk.post(
            f"{ADD}?partnership=BY,RU-MO",
            posted(partnerships=[partnership.pk], rows={"participants": rows}),
        )

        assert response.status_code == 302, errors_of(response)
        assert Meeting.objects.get().participants.get().side_id == "BY"


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
