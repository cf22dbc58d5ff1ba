"""Totals of a year, kept in step with the figures they are summed from."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from trade.models.figure import TradeFigure
from trade.models.product import Product
from trade.models.region import Region
from trade.models.source import Source


class AnnualTotalQuerySet(models.QuerySet["AnnualTotal"]):
    def get_by_natural_key(self, *key: Any) -> "AnnualTotal":
        source, reporter, partner, flow, year, level, edition, currency = key
        return self.get(
            source__key=source,
            reporter_id=reporter,
            partner_id=partner,
            flow=flow,
            year=year,
            level=level,
            edition=edition,
            currency=currency,
        )


class AnnualTotal(models.Model):
    """What one source gives for a pair, flow and year at one level of the product tree.

    Computed from annual figures, or from months where all twelve are there and no annual figure
    is. Levels and editions stand side by side and are never added up
    (docs/decisions/0012-annual-totals.md).
    """

    source = models.ForeignKey(
        Source, on_delete=models.CASCADE, related_name="annual_totals", verbose_name=_("source")
    )
    reporter = models.ForeignKey(
        Region, on_delete=models.CASCADE, related_name="+", verbose_name=_("reporter")
    )
    partner = models.ForeignKey(
        Region, on_delete=models.CASCADE, related_name="+", verbose_name=_("partner")
    )
    flow = models.CharField(_("flow"), max_length=8, choices=TradeFigure.Flow.choices)
    year = models.PositiveSmallIntegerField(_("year"))
    level = models.PositiveSmallIntegerField(_("level"), choices=Product.Level.choices)
    edition = models.CharField(
        _("edition"),
        max_length=6,
        choices=Product.Edition.choices,
        help_text=_("The edition of the Harmonized System its products are coded in."),
    )
    currency = models.CharField(_("currency"), max_length=3)
    value = models.DecimalField(_("value"), max_digits=26, decimal_places=2)
    figures = models.PositiveIntegerField(_("figures summed"))
    is_from_months = models.BooleanField(_("computed from months"), default=False)

    objects = AnnualTotalQuerySet.as_manager()

    class Meta:
        verbose_name = _("annual total")
        verbose_name_plural = _("annual totals")
        ordering = ["reporter", "partner", "flow", "-year", "level", "edition", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=[
                    "reporter",
                    "partner",
                    "flow",
                    "year",
                    "level",
                    "edition",
                    "source",
                    "currency",
                ],
                name="trade_annualtotal_is_kept_once",
                violation_error_message=_("This total is already kept."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reporter_id} {self.flow} {self.partner_id} {self.year}: {self.value}"

    def natural_key(self) -> tuple[Any, ...]:
        return (
            *self.source.natural_key(),
            self.reporter_id,
            self.partner_id,
            self.flow,
            self.year,
            self.level,
            self.edition,
            self.currency,
        )

    natural_key.dependencies = ["trade.source", "trade.region"]  # type: ignore[attr-defined]
