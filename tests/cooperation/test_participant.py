"""Participants: as written, and as known."""

import datetime as dt

import pytest

from cooperation.models import Meeting, Participant
from tests.constraints import assert_refuses, breaks
from tests.factories import (
    MeetingFactory,
    OfficialFactory,
    ParticipantFactory,
    PostFactory,
    RegionFactory,
    TenureFactory,
)


@breaks("cooperation_participant_is_listed_once")
def test_is_listed_once() -> Participant:
    participant = ParticipantFactory()
    again = ParticipantFactory(meeting=participant.meeting, role="member", name_as_written="Other")
    again.name_as_written = participant.name_as_written
    return again


@breaks("cooperation_participant_one_head_a_side")
def test_a_side_has_one_head() -> Participant:
    head = ParticipantFactory()
    other = ParticipantFactory(meeting=head.meeting, role="member", name_as_written="Other")
    other.role = Participant.Role.HEAD
    return other


@breaks("cooperation_participant_with_a_post_is_an_official")
def test_a_post_belongs_to_an_official() -> Participant:
    participant = ParticipantFactory()
    participant.tenure = TenureFactory()
    return participant


@pytest.mark.django_db
def test_both_sides_have_a_head_and_many_members() -> None:
    head = ParticipantFactory()

    ParticipantFactory(meeting=head.meeting, side=RegionFactory()).full_clean()
    for name in ("One", "Two"):
        ParticipantFactory(meeting=head.meeting, role="member", name_as_written=name).full_clean()


@pytest.mark.django_db
def test_the_name_and_title_stay_as_written() -> None:
    tenure = TenureFactory()
    participant = ParticipantFactory(
        official=tenure.official, name_as_written="A. Zdunov", title_as_written="Mordovia Head"
    )

    participant.full_clean()

    assert str(participant) == "A. Zdunov, Mordovia Head"


@pytest.mark.django_db
def test_what_is_known_of_an_official_is_filled_in() -> None:
    tenure = TenureFactory()
    participant = Participant(
        meeting=MeetingFactory(), side=tenure.post.region, official=tenure.official
    )

    participant.clean()

    assert participant.tenure == tenure
    assert str(participant) == "Artem Zdunov, Head of the Republic of Mordovia"


@pytest.mark.django_db
def test_an_official_out_of_post_keeps_none() -> None:
    tenure = TenureFactory(starts_on=dt.date(2025, 10, 21))
    participant = ParticipantFactory(official=tenure.official)

    participant.full_clean()

    assert participant.tenure is None


@pytest.mark.django_db
def test_a_meeting_without_a_date_tells_no_post() -> None:
    tenure = TenureFactory()
    participant = ParticipantFactory(official=tenure.official, meeting=MeetingFactory(date=None))

    participant.full_clean()

    assert participant.tenure is None
    assert participant.warnings() == []


@pytest.mark.django_db
def test_the_post_is_the_official_s_own() -> None:
    participant = ParticipantFactory(official=OfficialFactory())
    participant.tenure = TenureFactory()

    assert_refuses(participant, "tenure", "This post was held by somebody else.")


@pytest.mark.django_db
def test_a_post_not_held_that_day_is_warned_about() -> None:
    tenure = TenureFactory(ends_on=dt.date(2025, 10, 19))
    participant = ParticipantFactory(official=tenure.official, tenure=tenure)

    participant.full_clean()

    assert participant.warnings() == [
        "Artem Zdunov was not “Head of the Republic of Mordovia” on 20 October 2025, "
        "as far as is recorded."
    ]


@pytest.mark.django_db
def test_a_post_held_that_day_is_not_warned_about() -> None:
    tenure = TenureFactory()
    participant = ParticipantFactory(official=tenure.official, tenure=tenure)

    assert participant.warnings() == []


@pytest.mark.parametrize("precision", ["month", "year"])
@pytest.mark.django_db
def test_a_meeting_known_to_the_month_or_year_is_not_warned_about_too_early(
    precision: str,
) -> None:
    """Who took office within the month or year may have held the post at the meeting."""
    tenure = TenureFactory(starts_on=dt.date(2025, 1, 15))
    meeting = MeetingFactory(date=dt.date(2025, 1, 1), date_precision=precision)
    participant = ParticipantFactory(meeting=meeting, official=tenure.official)

    participant.full_clean()

    assert participant.tenure in {None, tenure}
    participant.tenure = tenure
    assert participant.warnings() == []


@pytest.mark.django_db
def test_is_found_by_the_official_s_other_names() -> None:
    participant = ParticipantFactory(name_as_written="The guest", official=OfficialFactory())

    assert list(Participant.objects.search("Артём Здунов")) == [participant]


@pytest.mark.django_db
def test_goes_with_its_meeting() -> None:
    ParticipantFactory(official=TenureFactory(post=PostFactory()).official)

    Meeting.objects.all().delete()

    assert not Participant.objects.exists()
