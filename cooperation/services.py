"""Acts that change more than one record, with the rules that span them.

Admin, API and loaders call these for the same act; what one record can decide stands in its model.
"""

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cooperation.models import Meeting, Proposal, ProposalChange, ProposalStage, Topic
from trade.models import Passage, Source


class NotReadyToPublishError(Exception):
    """A meeting lacks something that readers of published records rely on."""

    def __init__(self, missing: list[str]) -> None:
        self.missing = missing
        super().__init__(_("Still missing: %(missing)s.") % {"missing": ", ".join(missing)})


@transaction.atomic
def publish_meeting(*, meeting: Meeting, by: User | None = None) -> None:
    """Show a meeting to everybody. `by` is None for a command, which no user gives.

    Raises NotReadyToPublishError with everything that is missing, PermissionDenied for a user
    who may not publish.
    """
    if by is not None and not by.has_perm("cooperation.publish_meeting"):
        raise PermissionDenied(_("Only editors publish meetings."))
    missing = meeting.missing_for_publication()
    if missing:
        raise NotReadyToPublishError(missing)
    meeting.publication = Meeting.Publication.PUBLISHED
    meeting.full_clean()
    meeting.save()


@transaction.atomic
def withdraw_meeting(*, meeting: Meeting, by: User | None = None) -> None:
    """Make a published meeting a draft again."""
    if by is not None and not by.has_perm("cooperation.publish_meeting"):
        raise PermissionDenied(_("Only editors withdraw meetings."))
    meeting.publication = Meeting.Publication.DRAFT
    meeting.save()


class CannotPutForwardError(Exception):
    """A topic cannot become a proposal: its meeting has no date, source or single partnership."""


@transaction.atomic
def put_forward(*, topic: Topic, source: Source | None = None) -> Proposal:
    """Make what was spoken about a proposal of the meeting's partnership, mentioned that day.

    The proposal is found by sector and words, or made; a proposal further up the ladder keeps its
    stage. The source is the meeting's first unless one is given.
    """
    meeting = topic.meeting
    partnerships = list(meeting.partnerships.all())
    source = source or meeting.sources.order_by("pk").first()
    if len(partnerships) != 1 or source is None or meeting.date is None:
        raise CannotPutForwardError(
            _("Putting a topic forward takes the meeting's date, a source and one partnership.")
        )
    title = "" if topic.as_written.lower() == topic.sector.name.lower() else topic.as_written
    proposal, is_new = Proposal.objects.get_or_create(
        partnership=partnerships[0], sector=topic.sector, title=title
    )
    if is_new or not proposal.changes.exists():
        change = ProposalChange(
            proposal=proposal,
            stage=ProposalStage.MENTIONED,
            effective_on=meeting.date,
            effective_on_precision=meeting.date_precision,
            meeting=meeting,
            source=source,
        )
        change.full_clean()
        change.save()
        passages: list[Passage] = list(topic.passages.filter(source=source))
        change.passages.set(passages)
    topic.proposal = proposal
    topic.save()
    return proposal
