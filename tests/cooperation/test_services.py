"""Publishing, withdrawing and putting forward."""

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied

from cooperation.models import Meeting, Proposal, ProposalStage
from cooperation.services import (
    CannotPutForwardError,
    NotReadyToPublishError,
    publish_meeting,
    put_forward,
    withdraw_meeting,
)
from tests.factories import (
    MeetingFactory,
    ParticipantFactory,
    PartnershipFactory,
    PassageFactory,
    ProposalChangeFactory,
    ProposalFactory,
    RegionFactory,
    SourceFactory,
    TopicFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def ready() -> Meeting:
    """A draft that lacks nothing."""
    meeting = MeetingFactory(sources=[SourceFactory()])
    ParticipantFactory(meeting=meeting)
    ParticipantFactory(meeting=meeting, side=RegionFactory())
    return meeting


def _published(meeting: Meeting) -> bool:
    return Meeting.objects.get(pk=meeting.pk).is_published


def test_an_editor_publishes(ready: Meeting, editor: User) -> None:
    publish_meeting(meeting=ready, by=editor)

    assert _published(ready)


def test_a_command_publishes(ready: Meeting) -> None:
    publish_meeting(meeting=ready)

    assert _published(ready)


@pytest.mark.parametrize("group", ["analyst", "viewer"])
def test_nobody_else_publishes_or_withdraws(
    ready: Meeting, group: str, request: pytest.FixtureRequest
) -> None:
    user = request.getfixturevalue(group)

    with pytest.raises(PermissionDenied, match="Only editors publish"):
        publish_meeting(meeting=ready, by=user)
    assert not _published(ready)

    publish_meeting(meeting=ready)
    with pytest.raises(PermissionDenied, match="Only editors withdraw"):
        withdraw_meeting(meeting=ready, by=user)
    assert _published(ready)


def test_publishing_says_in_one_list_what_is_missing(editor: User) -> None:
    meeting = MeetingFactory(date=None)

    with pytest.raises(NotReadyToPublishError) as refused:
        publish_meeting(meeting=meeting, by=editor)

    assert refused.value.missing == [
        "the date",
        "a source",
        "a participant of Belarus",
        "a participant of Mordovia",
    ]
    assert not _published(meeting)


def test_a_meeting_of_three_regions_takes_all_sides(ready: Meeting) -> None:
    kazakhstan = RegionFactory(code="KZ", name="Kazakhstan")
    ready.partnerships.add(PartnershipFactory(region_b=kazakhstan))

    with pytest.raises(NotReadyToPublishError, match="a participant of Kazakhstan"):
        publish_meeting(meeting=ready)


def test_an_editor_withdraws(ready: Meeting, editor: User) -> None:
    publish_meeting(meeting=ready, by=editor)

    withdraw_meeting(meeting=ready, by=editor)

    assert not _published(ready)


def test_a_topic_becomes_a_proposal_mentioned_that_day(ready: Meeting) -> None:
    topic = TopicFactory(meeting=ready, as_written="lift production")

    proposal = put_forward(topic=topic)

    step = proposal.changes.get()
    assert (proposal.title, proposal.sector) == ("lift production", topic.sector)
    assert (step.stage, step.effective_on) == (ProposalStage.MENTIONED, ready.date)
    assert (step.meeting, step.source) == (ready, ready.sources.get())
    topic.refresh_from_db()
    assert topic.proposal == proposal


def test_a_topic_in_the_sector_s_own_words_puts_the_sector_forward(ready: Meeting) -> None:
    proposal = put_forward(topic=TopicFactory(meeting=ready, as_written="lifts"))

    assert proposal.title == ""


def test_its_passages_in_the_source_are_the_evidence(ready: Meeting) -> None:
    passage = PassageFactory()
    topic = TopicFactory(meeting=ready)
    topic.passages.set([passage, PassageFactory()])

    proposal = put_forward(topic=topic, source=passage.source)

    step = proposal.changes.get()
    assert step.source == passage.source
    assert list(step.passages.all()) == [passage]


def test_putting_forward_twice_is_once(ready: Meeting) -> None:
    topic = TopicFactory(meeting=ready)

    assert put_forward(topic=topic) == put_forward(topic=topic)

    assert Proposal.objects.get().changes.count() == 1


def test_a_proposal_further_on_keeps_its_stage(ready: Meeting) -> None:
    proposal = ProposalFactory(title="lift production")
    ProposalChangeFactory(proposal=proposal, stage=ProposalStage.AGREED)

    put_forward(topic=TopicFactory(meeting=ready, as_written="lift production"))

    assert proposal.changes.get().stage == ProposalStage.AGREED


@pytest.mark.parametrize(
    "lacking",
    [
        {"date": None},
        {"sources": []},
        {"partnerships": []},
    ],
    ids=str,
)
def test_a_meeting_without_date_source_or_partnership_puts_nothing_forward(lacking: dict) -> None:
    meeting = MeetingFactory(**{"sources": [SourceFactory()], **lacking})

    with pytest.raises(CannotPutForwardError):
        put_forward(topic=TopicFactory(meeting=meeting))

    assert not Proposal.objects.exists()


def test_a_meeting_of_two_partnerships_puts_nothing_forward(ready: Meeting) -> None:
    ready.partnerships.add(PartnershipFactory(region_b=RegionFactory(russia=True)))

    with pytest.raises(CannotPutForwardError):
        put_forward(topic=TopicFactory(meeting=ready))
