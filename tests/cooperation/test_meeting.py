"""Meetings: their date as it is known, their publication, those that may be the same."""

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.utils import timezone

from cooperation.models import Meeting
from tests.constraints import assert_refuses, breaks
from tests.factories import (
    MeetingFactory,
    ParticipantFactory,
    PartnershipFactory,
    RegionFactory,
    SourceFactory,
)
from trade.models import PartialDate, Precision

State = Meeting.State


@breaks("cooperation_meeting_is_dated_when_published")
def test_is_dated_when_published() -> Meeting:
    meeting = MeetingFactory(published=True)
    meeting.date = None
    return meeting


@breaks("cooperation_meeting_stated_date_keeps_its_words")
def test_a_stated_date_keeps_its_words() -> Meeting:
    meeting = MeetingFactory()
    meeting.date_basis = Meeting.DateBasis.STATED
    return meeting


@breaks("cooperation_meeting_precision_agrees")
def test_a_date_known_to_the_month_is_its_first_day() -> Meeting:
    meeting = MeetingFactory()
    meeting.date_precision = Precision.MONTH
    return meeting


def _tomorrow() -> dt.date:
    return timezone.localdate() + dt.timedelta(days=1)


@pytest.mark.django_db
def test_what_was_held_is_not_in_the_future() -> None:
    meeting = MeetingFactory()
    meeting.date = _tomorrow()

    assert_refuses(meeting, "date", "not in the future: is it planned?")


@pytest.mark.parametrize("state", [State.PLANNED, State.CANCELLED])
@pytest.mark.django_db
def test_what_is_planned_or_cancelled_may_be(state: str) -> None:
    MeetingFactory(state=state, date=_tomorrow()).full_clean()


@pytest.mark.django_db
def test_may_be_held_today() -> None:
    MeetingFactory(date=timezone.localdate()).full_clean()


@pytest.mark.django_db
def test_a_draft_saves_with_little() -> None:
    Meeting().full_clean()
    Meeting().save()


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"date": dt.date(2025, 10, 20)}, "Minsk, 20 October 2025"),
        ({"date": dt.date(2025, 10, 1), "date_precision": "month"}, "Minsk, October 2025"),
        ({"date": None}, "Minsk, no date"),
        ({"date": dt.date(2025, 10, 20), "title": "Fair"}, "Fair, 20 October 2025"),
        ({"date": None, "place": ""}, "meeting, no date"),
    ],
)
def test_is_called_by_title_or_place_and_date(given: dict, words: str) -> None:
    assert str(Meeting(**{"place": "Minsk", **given})) == words


@pytest.mark.django_db
def test_says_everything_that_is_missing_for_publication() -> None:
    meeting = MeetingFactory(date=None, partnerships=[])

    assert meeting.missing_for_publication() == ["the date", "a source", "a partnership"]


@pytest.mark.django_db
def test_says_which_side_is_missing_for_publication() -> None:
    meeting = MeetingFactory(sources=[SourceFactory()])
    ParticipantFactory(meeting=meeting)

    assert meeting.missing_for_publication() == ["a participant of Belarus"]


@pytest.mark.django_db
def test_nothing_is_missing_when_published() -> None:
    assert MeetingFactory(published=True).missing_for_publication() == []


@pytest.mark.django_db
def test_drafts_are_for_those_who_may_see_them(analyst: User, viewer: User) -> None:
    draft, published = MeetingFactory(), MeetingFactory(published=True)

    assert set(Meeting.objects.visible_to(analyst)) == {draft, published}
    assert list(Meeting.objects.visible_to(viewer)) == [published]
    assert list(Meeting.objects.visible_to(AnonymousUser())) == [published]


@pytest.mark.django_db
def test_held_leaves_out_plans_and_cancellations() -> None:
    held = MeetingFactory()
    MeetingFactory(state=State.PLANNED)
    MeetingFactory(state=State.CANCELLED)

    assert list(Meeting.objects.held()) == [held]


@pytest.mark.parametrize(("days", "is_like"), [(-2, False), (-1, True), (0, True), (1, True)])
@pytest.mark.django_db
def test_one_of_the_same_pair_within_a_day_is_like_it(days: int, is_like: bool) -> None:
    meeting = MeetingFactory()
    other = MeetingFactory(date=meeting.date + dt.timedelta(days=days))

    like = Meeting.objects.like(meeting, partnerships=[PartnershipFactory()], urls=[])

    assert list(like) == ([other] if is_like else [])


@pytest.mark.django_db
def test_one_of_another_pair_is_not_like_it() -> None:
    MeetingFactory(partnerships=[PartnershipFactory(region_b=RegionFactory(russia=True))])
    meeting = MeetingFactory()

    like = Meeting.objects.like(meeting, partnerships=[PartnershipFactory()], urls=[])

    assert not like.exists()


@pytest.mark.django_db
def test_one_with_the_same_source_is_like_it_once() -> None:
    source = SourceFactory()
    other = MeetingFactory(date=None, sources=[source])
    new = Meeting(date=None)

    assert list(Meeting.objects.like(new, partnerships=[], urls=[source.url, ""])) == [other]


def test_its_date_has_a_precision() -> None:
    meeting = Meeting(date=dt.date(2025, 1, 1), date_precision=Precision.YEAR)

    assert meeting.when == PartialDate(dt.date(2025, 1, 1), Precision.YEAR)
    assert Meeting().when is None


@pytest.mark.parametrize("words", ["Minsk Mordovia", "zdunov", "Здунов BY", "мінск"])
@pytest.mark.django_db
def test_is_found_by_place_people_and_regions(words: str) -> None:
    meeting = MeetingFactory(published=True)
    MeetingFactory(place="Saransk")
    if words == "мінск":
        meeting.place = "Мінск"
        meeting.save()

    assert list(Meeting.objects.search(words)) == [meeting]
