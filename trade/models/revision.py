"""What a trade figure said before it was revised."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from trade.models.figure import TradeFigure
from trade.models.import_run import ImportRun

# What a revision keeps of a figure.
SAID = ("value", "currency", "observation_status", "valuation", "released_on")


class TradeFigureRevisionQuerySet(models.QuerySet["TradeFigureRevision"]):
    def get_by_natural_key(self, replaced_at: str, *figure: Any) -> "TradeFigureRevision":
        return self.get(
            figure=TradeFigure.objects.get_by_natural_key(*figure), replaced_at=replaced_at
        )


class TradeFigureRevision(models.Model):
    """A value that a later release of the same source replaced, and the imports of both."""

    figure = models.ForeignKey(
        TradeFigure,
        on_delete=models.CASCADE,
        related_name="revisions",
        verbose_name=_("trade figure"),
    )
    value = models.DecimalField(_("value"), max_digits=24, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3)
    observation_status = models.CharField(
        _("observation status"), max_length=1, choices=TradeFigure.ObservationStatus.choices
    )
    valuation = models.CharField(
        _("valuation"), max_length=3, choices=TradeFigure.Valuation.choices, blank=True
    )
    released_on = models.DateField(_("released on"), null=True, blank=True)
    import_run = models.ForeignKey(
        ImportRun,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("brought by"),
    )
    recorded_at = models.DateTimeField(_("recorded at"))
    replaced_at = models.DateTimeField(_("replaced at"))
    replaced_by = models.ForeignKey(
        ImportRun,
        on_delete=models.PROTECT,
        related_name="revisions",
        null=True,
        blank=True,
        verbose_name=_("replaced by"),
        help_text=_("Empty when an analyst corrected the figure."),
    )

    objects = TradeFigureRevisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("revision of a trade figure")
        verbose_name_plural = _("revisions of trade figures")
        ordering = ["figure", "-replaced_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["figure", "replaced_at"],
                name="trade_tradefigurerevision_is_kept_once",
                violation_error_message=_("This revision is already recorded."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.figure_id}: {self.value} {self.currency}, {self.replaced_at:%Y-%m-%d}"

    def natural_key(self) -> tuple[Any, ...]:
        return (self.replaced_at.isoformat(), *self.figure.natural_key())

    natural_key.dependencies = ["trade.tradefigure", "trade.importrun"]  # type: ignore[attr-defined]
