"""What was loaded from which file, by whom, and what was not taken."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from trade.models.keys import Keyed


class ImportRunQuerySet(models.QuerySet["ImportRun"]):
    def get_by_natural_key(self, key: str) -> "ImportRun":
        return self.get(key=key)


class ImportRun(Keyed):
    """One load of a file: what was read, added, changed, left unchanged and rejected."""

    class Kind(models.TextChoices):
        REFERENCE = "reference", _("reference data")
        ARTICLE = "article", _("article file")
        TRADE = "trade", _("trade statistics")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    file_name = models.CharField(_("file"), max_length=300)
    sha256 = models.CharField(_("SHA-256 of the file"), max_length=64)
    started_at = models.DateTimeField(_("started at"), default=timezone.now)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("started by"),
        help_text=_("Empty for a command."),
    )
    source = models.ForeignKey(
        "Source",
        on_delete=models.PROTECT,
        related_name="import_runs",
        null=True,
        blank=True,
        verbose_name=_("source"),
        help_text=_("The dataset that was loaded."),
    )
    rows_read = models.PositiveIntegerField(_("read"), default=0)
    rows_added = models.PositiveIntegerField(_("added"), default=0)
    rows_changed = models.PositiveIntegerField(_("changed"), default=0)
    rows_removed = models.PositiveIntegerField(_("removed"), default=0)
    rows_unchanged = models.PositiveIntegerField(_("unchanged"), default=0)
    rows_rejected = models.PositiveIntegerField(_("rejected"), default=0)
    rows_set_aside = models.PositiveIntegerField(
        _("set aside"), default=0, help_text=_("Right, but part of another row.")
    )
    rejects_file = models.CharField(_("file of rejected rows"), max_length=500, blank=True)
    remarks = models.TextField(
        _("remarks"), blank=True, help_text=_("Warnings, and why rows were set aside.")
    )
    error = models.TextField(
        _("why it failed"), blank=True, help_text=_("Empty unless nothing was loaded.")
    )

    objects = ImportRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-started_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True) | Q(finished_at__gte=F("started_at")),
                name="trade_importrun_does_not_finish_before_it_starts",
                violation_error_message=_("An import does not finish before it starts."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.file_name}, {self.started_at:%Y-%m-%d %H:%M}"

    @property
    def duration(self) -> dt.timedelta | None:
        """How long it took; None while it runs."""
        return self.finished_at - self.started_at if self.finished_at else None


class ImportRejectQuerySet(models.QuerySet["ImportReject"]):
    def get_by_natural_key(self, run: str, line: int, column: str) -> "ImportReject":
        return self.get(run__key=run, line=line, column=column)


class ImportReject(models.Model):
    """A row of a file that was not taken, with its line and the reason."""

    run = models.ForeignKey(
        ImportRun, on_delete=models.CASCADE, related_name="rejects", verbose_name=_("import")
    )
    line = models.PositiveIntegerField(_("line"))
    column = models.CharField(_("column"), max_length=80, blank=True)
    reason = models.CharField(_("reason"), max_length=300)
    row = models.TextField(_("row"), blank=True, help_text=_("As it stands in the file."))

    objects = ImportRejectQuerySet.as_manager()

    class Meta:
        verbose_name = _("rejected row")
        verbose_name_plural = _("rejected rows")
        ordering = ["run", "line", "column"]
        constraints = [
            models.UniqueConstraint(
                fields=["run", "line", "column"],
                name="trade_importreject_is_given_once_a_cell",
                violation_error_message=_("This cell's rejection is already recorded."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line}, {self.column}: {self.reason}"

    def natural_key(self) -> tuple[str, int, str]:
        return (self.run.key, self.line, self.column)

    natural_key.dependencies = ["trade.importrun"]  # type: ignore[attr-defined]
