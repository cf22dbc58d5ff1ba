"""What is put forward within a partnership, and how far each proposal has come."""

import datetime as dt
import math
from itertools import pairwise
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cooperation.models.drafts import DraftsHidden
from cooperation.models.meeting import Meeting
from cooperation.models.partnership import Partnership
from cooperation.models.sector import Sector
from trade.history import RecordedModel, RecordedQuerySet
from trade.models import Archivable, Evidenced, PartialDate
from trade.models.dates import PRECISION_MESSAGE, precision_agrees, precision_field
from trade.search import SearchableQuerySet, SearchTextField


class ProposalStage(models.TextChoices):
    """The ladder of a proposal, and the two places off it."""

    MENTIONED = "mentioned", _("mentioned")
    NEGOTIATING = "negotiating", _("negotiating")
    AGREED = "agreed", _("agreed")
    RUNNING = "running", _("running")
    COMPLETED = "completed", _("completed")
    SUSPENDED = "suspended", _("suspended")
    DROPPED = "dropped", _("dropped")


_LADDER = ["mentioned", "negotiating", "agreed", "running", "completed"]

# Stages a proposal may go to from each: up the ladder, off it, and from "suspended" anywhere.
# Staying is allowed too: another source says the same again.
NEXT_STAGES: dict[str, frozenset[str]] = {
    **{
        stage: frozenset([*_LADDER[step:], "suspended", "dropped"])
        for step, stage in enumerate(_LADDER[:-1])
    },
    "completed": frozenset(["completed"]),
    "suspended": frozenset([*_LADDER, "suspended", "dropped"]),
    "dropped": frozenset(["dropped", "mentioned"]),
}
# The code of the error of a step that is none of these.
BAD_STEP = "bad_step"


class ProposalQuerySet(DraftsHidden, SearchableQuerySet["Proposal"]):
    search_paths = ("search_text", "sector__search_text")

    def get_by_natural_key(
        self, region_a: str, region_b: str, sector: str, title: str
    ) -> "Proposal":
        return self.get(
            partnership__region_a_id=region_a,
            partnership__region_b_id=region_b,
            sector__code=sector,
            title=title,
        )

    def published(self) -> Self:
        """Proposals with a change that rests on something other than a draft meeting."""
        return self.filter(
            pk__in=ProposalChange.objects.published().order_by().values("proposal_id")
        )

    def with_stage(self, *, on: dt.date, changes: "ProposalChangeQuerySet") -> Self:
        """Each with the `stage` it had reached on a date by these changes, None before any."""
        reached = changes.filter(proposal=OuterRef("pk"), effective_on__lte=on)
        latest = reached.order_by("-effective_on", "-id")
        return self.annotate(stage=Subquery(latest.values("stage")[:1]))


class Proposal(Archivable, RecordedModel):
    """A sector, or a named undertaking in it, put forward within a partnership."""

    partnership = models.ForeignKey(
        Partnership,
        on_delete=models.PROTECT,
        related_name="proposals",
        verbose_name=_("partnership"),
    )
    sector = models.ForeignKey(
        Sector, on_delete=models.PROTECT, related_name="proposals", verbose_name=_("sector")
    )
    title = models.CharField(
        _("undertaking"),
        max_length=200,
        blank=True,
        help_text=_("What exactly; empty when the whole sector is put forward."),
    )
    notes = models.TextField(_("notes"), blank=True)
    search_text = SearchTextField(of=lambda proposal: (proposal.title,))

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        ordering = ["partnership", "sector", "title", "id"]
        constraints = [
            *Archivable.Meta.constraints,
            models.UniqueConstraint(
                fields=["partnership", "sector", "title"],
                name="cooperation_proposal_is_unique_in_its_partnership",
                violation_error_message=_("This partnership already has this proposal."),
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.sector.name

    def natural_key(self) -> tuple[str, ...]:
        return (*self.partnership.natural_key(), self.sector.code, self.title)

    natural_key.dependencies = ["cooperation.partnership", "cooperation.sector"]  # type: ignore[attr-defined]


class ProposalChangeQuerySet(DraftsHidden, RecordedQuerySet["ProposalChange"]):
    def get_by_natural_key(self, *key: Any) -> "ProposalChange":
        *proposal, stage, effective_on, source = key
        return self.get(
            proposal=Proposal.objects.get_by_natural_key(*proposal),
            stage=stage,
            effective_on=effective_on,
            source__key=source,
        )

    def published(self) -> Self:
        """Changes that rest on no draft meeting."""
        return self.filter(
            Q(meeting__isnull=True) | Q(meeting__publication=Meeting.Publication.PUBLISHED)
        )

    def in_order(self) -> Self:
        """As they took effect; of one day, up the ladder as they were entered."""
        return self.order_by("proposal", "effective_on", "id")


class ProposalChange(Evidenced, RecordedModel):
    """One step of a proposal, with the day it took effect and what says so."""

    proposal = models.ForeignKey(
        Proposal, on_delete=models.PROTECT, related_name="changes", verbose_name=_("proposal")
    )
    stage = models.CharField(_("stage reached"), max_length=12, choices=ProposalStage.choices)
    effective_on = models.DateField(_("effective on"))
    effective_on_precision = precision_field()
    meeting = models.ForeignKey(
        Meeting,
        on_delete=models.PROTECT,
        related_name="proposal_changes",
        null=True,
        blank=True,
        verbose_name=_("meeting"),
    )
    note = models.CharField(_("note"), max_length=300, blank=True)

    objects = ProposalChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposal change")
        verbose_name_plural = _("proposal changes")
        ordering = ["proposal", "effective_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "stage", "effective_on", "source"],
                name="cooperation_proposalchange_is_recorded_once",
                violation_error_message=_("This step is already recorded from this source."),
            ),
            models.CheckConstraint(
                condition=precision_agrees("effective_on", "effective_on_precision"),
                name="cooperation_proposalchange_precision_agrees",
                violation_error_message=PRECISION_MESSAGE,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.proposal}: {self.get_stage_display()}, {self.effective}"

    def natural_key(self) -> tuple[Any, ...]:
        return (
            *self.proposal.natural_key(),
            self.stage,
            self.effective_on.isoformat(),
            *self.source.natural_key(),
        )

    natural_key.dependencies = [  # type: ignore[attr-defined]
        "cooperation.proposal",
        "cooperation.meeting",
        "trade.source",
        "trade.passage",
    ]

    @property
    def effective(self) -> PartialDate:
        return PartialDate(self.effective_on, self.effective_on_precision)

    def clean(self) -> None:
        super().clean()
        if not self.effective_on or not self.stage or self.proposal_id is None:
            return
        if self.effective_on > timezone.localdate():
            raise ValidationError(
                {
                    "effective_on": _(
                        "A step takes effect today at the latest; plans are follow-ups."
                    )
                }
            )
        before, after = self.neighbours()
        for earlier, later in pairwise(step for step in (before, self, after) if step):
            if later.stage not in NEXT_STAGES[earlier.stage]:
                bad_step = ValidationError(
                    _("A proposal does not go from “%(earlier)s” (%(on)s) to “%(later)s”."),
                    code=BAD_STEP,
                    params={
                        "earlier": earlier.get_stage_display(),
                        "on": earlier.effective,
                        "later": later.get_stage_display(),
                    },
                )
                raise ValidationError({"stage": bad_step})

    def neighbours(self) -> "tuple[ProposalChange | None, ProposalChange | None]":
        """The steps before and after this one, by the day each took effect. One query."""
        others = list(self.proposal.changes.exclude(pk=self.pk).in_order())
        # Of one day, steps are in the order they were entered; a new one is the last of its day.
        place = (self.effective_on, self.pk or math.inf)
        before = [step for step in others if (step.effective_on, step.pk) < place]
        return (before[-1] if before else None), next(iter(others[len(before) :]), None)

    def possible_stages(self) -> list[str]:
        """The stages this step may reach on its day, between its neighbours."""
        before, after = self.neighbours()
        return [
            stage
            for stage in ProposalStage.values
            if (before is None or stage in NEXT_STAGES[before.stage])
            and (after is None or after.stage in NEXT_STAGES[stage])
        ]
