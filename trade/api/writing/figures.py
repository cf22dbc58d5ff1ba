"""Bodies of trade figures and traded goods."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from trade.api.writing.evidenced import EVIDENCE, EvidencedWriter
from trade.api.writing.references import (
    Key,
    ProductReference,
    Reference,
    RegionReference,
    code,
    text,
)
from trade.api.writing.writers import Many, Values
from trade.figures.saving import save_figure
from trade.models import Frequency, Product, TradedGood, TradeFigure
from trade.models.periods import frequency_of


def _product(value: Any) -> dict[str, Any]:
    return {"product": ProductReference().to_internal_value(value)}


FIGURE_KEYS: dict[str, Key] = {
    "source": code("source__key", member="key"),
    "reporter": code("reporter"),
    "partner": code("partner"),
    "flow": text("flow"),
    "product": _product,
    "period": text("period", allow_blank=True),
    "amount_as_written": text("amount_as_written", allow_blank=True),
}


class FigureReference(Reference):
    """A trade figure, by its number or by what makes it the only one of its source."""

    def __init__(self, **kwargs: Any) -> None:
        names = ", ".join(FIGURE_KEYS)
        kwargs.setdefault(
            "help_text", _("Its number, or an object with %(names)s.") % {"names": names}
        )
        super().__init__(
            TradeFigure.objects.all(), FIGURE_KEYS, has_text=False, by_number=True, **kwargs
        )


class TradeFigureWriter(EvidencedWriter):
    """A figure as its source words it and as a number; what it said before is kept."""

    natural = (
        "source",
        "reporter",
        "partner",
        "flow",
        "product",
        "period",
        "amount_as_written",
    )
    reporter = RegionReference()
    partner = RegionReference()
    product = ProductReference(
        required=False, help_text=_("Edition and code, as in HS2022/8544. Left out: all goods.")
    )
    frequency = serializers.ChoiceField(
        choices=Frequency.choices,
        required=False,
        help_text=_("Left out: taken from the period."),
    )

    class Meta:
        model = TradeFigure
        fields = (
            "reporter",
            "partner",
            "flow",
            "product",
            "frequency",
            "period",
            "period_as_written",
            "value",
            "value_low",
            "value_high",
            "currency",
            "qualifier",
            "observation_status",
            "valuation",
            "amount_as_written",
            "change_percent",
            "change_as_written",
            "claimed_by",
            "is_pinned",
            "notes",
            "released_on",
            *EVIDENCE,
        )

    def complete(self, values: Values) -> Values:
        if "product" not in values:
            total = Product.objects.filter(edition=Product.Edition.ANY, code=Product.TOTAL).first()
            if total is None:
                self.refuse({"product": _("All goods are not recorded: load the reference data.")})
            values["product"] = total
        return {"frequency": self._frequency(values.get("period", "")), **values}

    def _frequency(self, period: str) -> str:
        try:
            return str(frequency_of(period).value)
        except ValueError as error:
            self.refuse({"period": error})

    def assign(self, record: TradeFigure, values: Values) -> None:
        if "period" in values and "frequency" not in values:
            values["frequency"] = self._frequency(values["period"])
        super().assign(record, values)

    def store(self, record: TradeFigure) -> None:
        save_figure(figure=record, at=timezone.now())


class TradedGoodWriter(EvidencedWriter):
    """What goods go which way, in the words of a source."""

    natural = ("source", "origin", "destination", "name")
    origin = RegionReference()
    destination = RegionReference()
    products = Many(child=ProductReference(), required=False)
    figure = FigureReference(required=False, allow_null=True)

    class Meta:
        model = TradedGood
        fields = ("origin", "destination", "name", "products", "figure", *EVIDENCE)
