"""Follow-ups: what somebody owes after a meeting."""

import datetime as dt

import pytest
from django.contrib.auth.models import User

from cooperation.models import FollowUp
from tests.constraints import breaks
from tests.factories import FollowUpFactory, MeetingFactory

TODAY = dt.date(2025, 12, 31)
State = FollowUp.State


@breaks("cooperation_followup_is_listed_once")
def test_is_listed_once() -> FollowUp:
    follow_up = FollowUpFactory()
    again = FollowUpFactory(meeting=follow_up.meeting)
    again.task = follow_up.task
    return again


@breaks("cooperation_followup_is_closed_on_a_day")
def test_one_that_is_done_was_closed_on_a_day() -> FollowUp:
    follow_up = FollowUpFactory()
    follow_up.state = State.DONE
    return follow_up


@breaks("cooperation_followup_is_closed_on_a_day")
def test_an_open_one_was_not_closed() -> FollowUp:
    follow_up = FollowUpFactory()
    follow_up.closed_on = TODAY
    return follow_up


@pytest.mark.parametrize(
    ("due_on", "state", "is_overdue"),
    [
        (TODAY - dt.timedelta(days=1), State.OPEN, True),
        (TODAY, State.OPEN, False),
        (None, State.OPEN, False),
        (TODAY - dt.timedelta(days=1), State.DONE, False),
        (TODAY - dt.timedelta(days=1), State.DROPPED, False),
    ],
)
@pytest.mark.django_db
def test_is_overdue_from_the_day_after_its_due_date(
    due_on: dt.date | None, state: str, is_overdue: bool
) -> None:
    closed_on = None if state == State.OPEN else TODAY
    follow_up = FollowUpFactory(due_on=due_on, state=state, closed_on=closed_on)

    assert follow_up.is_overdue(today=TODAY) is is_overdue
    assert FollowUp.objects.overdue(today=TODAY).exists() is is_overdue
    assert FollowUp.objects.open().exists() is (state == State.OPEN)


@pytest.mark.django_db
def test_those_of_a_draft_meeting_are_hidden(viewer: User) -> None:
    FollowUpFactory()
    published = FollowUpFactory(meeting=MeetingFactory(published=True))

    assert list(FollowUp.objects.visible_to(viewer)) == [published]
