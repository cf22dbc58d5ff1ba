"""What was computed of partnerships, kept ready: nothing of it is a record, all can be deleted."""

from typing import Self

from django.db import models
from django.db.models import Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from cooperation.models.partnership import Partnership, PartnershipStage


class RevisionQuerySet(models.QuerySet["Revision"]):
    def of(self, partnership_id: int) -> int:
        """The revision of one partnership."""
        found: int = self.filter(partnership=partnership_id).aggregate(
            sum=Coalesce(Sum("weight"), 0)
        )["sum"]
        return found


class Revision(models.Model):
    """That something the status of a partnership rests on has changed, `weight` times.

    The revision of a partnership is the sum of its weights. Rows are only added, so that no writer
    waits for another, and put together now and then, which leaves the sum as it is
    (docs/decisions/0020-status-snapshots.md).
    """

    partnership = models.ForeignKey(
        Partnership,
        on_delete=models.CASCADE,
        db_constraint=False,  # written also while the partnership is being deleted
        related_name="revisions",
        verbose_name=_("partnership"),
    )
    weight = models.PositiveIntegerField(_("weight"), default=1)

    objects = RevisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        default_permissions = ()

    def __str__(self) -> str:
        return f"+{self.weight}"


class Snapshot(models.Model):
    """One form of what was computed of a partnership: for a reader, in a language, on a day.

    It holds while revision, day and version are the current ones, and is computed anew after that.
    """

    partnership = models.ForeignKey(
        Partnership,
        on_delete=models.CASCADE,
        db_constraint=False,  # a partnership can go while somebody's reading stores one
        related_name="+",
        verbose_name=_("partnership"),
    )
    with_drafts = models.BooleanField(_("with drafts"))
    language = models.CharField(_("language"), max_length=10)
    revision = models.PositiveBigIntegerField(_("revision"))
    day = models.DateField(_("day"))
    version = models.CharField(_("version"), max_length=20)
    body = models.TextField(_("JSON"))

    class Meta:
        abstract = True
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.partnership_id}, {self.day}"


class StatusSnapshot(Snapshot):
    """The whole status of a partnership as the API gives it."""

    etag = models.CharField(_("ETag"), max_length=64)
    since = models.PositiveBigIntegerField(
        _("the same since"), help_text=_("In seconds since 1970."), default=0
    )

    class Meta(Snapshot.Meta):
        verbose_name = _("status snapshot")
        verbose_name_plural = _("status snapshots")
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "with_drafts", "language"],
                name="cooperation_statussnapshot_is_kept_once",
                violation_error_message=_("This status is already kept."),
            ),
        ]


class FactsSnapshot(models.Model):
    """The facts of a partnership, from which the status of any day is computed."""

    partnership = models.ForeignKey(
        Partnership,
        on_delete=models.CASCADE,
        db_constraint=False,
        related_name="+",
        verbose_name=_("partnership"),
    )
    with_drafts = models.BooleanField(_("with drafts"))
    language = models.CharField(_("language"), max_length=10)
    revision = models.PositiveBigIntegerField(_("revision"))
    version = models.CharField(_("version"), max_length=20)
    facts = models.BinaryField(_("facts"))

    class Meta:
        verbose_name = _("facts snapshot")
        verbose_name_plural = _("facts snapshots")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "with_drafts", "language"],
                name="cooperation_factssnapshot_is_kept_once",
                violation_error_message=_("These facts are already kept."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partnership_id}, {self.revision}"


class OverviewSnapshotQuerySet(models.QuerySet["OverviewSnapshot"]):
    def seen(self, *, with_drafts: bool, language: str) -> Self:
        return self.filter(with_drafts=with_drafts, language=language)


class OverviewSnapshot(Snapshot):
    """The row of a partnership in lists, with what lists are narrowed and ordered by."""

    stage = models.CharField(_("stage"), max_length=12, choices=PartnershipStage.choices)
    meetings = models.PositiveIntegerField(_("meetings"))
    last_meeting_on = models.DateField(_("last meeting"), null=True)
    next_meeting_on = models.DateField(_("next meeting"), null=True)
    open_proposals = models.PositiveIntegerField(_("open proposals"))
    stalled_proposals = models.PositiveIntegerField(_("stalled proposals"))
    operating_mechanisms = models.PositiveIntegerField(_("operating mechanisms"))
    turnover_year = models.PositiveSmallIntegerField(_("year of the turnover"), null=True)
    turnover_currency = models.CharField(_("currency of the turnover"), max_length=3, blank=True)
    turnover_value = models.DecimalField(
        _("latest turnover"), max_digits=26, decimal_places=2, null=True
    )

    objects = OverviewSnapshotQuerySet.as_manager()

    class Meta(Snapshot.Meta):
        verbose_name = _("overview snapshot")
        verbose_name_plural = _("overview snapshots")
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "with_drafts", "language"],
                name="cooperation_overviewsnapshot_is_kept_once",
                violation_error_message=_("This overview is already kept."),
            ),
        ]
