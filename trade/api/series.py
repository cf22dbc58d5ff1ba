"""How the trade of two regions is shown: series, mirrors, top products."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from trade.api.shown import Amount, Percent, Shown
from trade.figures.dollars import InDollars
from trade.figures.mirrors import USUAL_REASONS, Mirror, dollars_of
from trade.figures.observed import Observed
from trade.models import Product, TradeFigure

FLOWS = TradeFigure.Flow.choices
REPORTER = _("The code of the region whose trade it is.")


class DollarsSerializer(Shown):
    """An amount in US dollars beside one in another currency."""

    value = Amount(help_text=_("Null where there is no rate: nothing is guessed."))
    rate = serializers.DecimalField(
        max_digits=20,
        decimal_places=8,
        allow_null=True,
        help_text=_("Units of the currency for one dollar on average in the year."),
    )
    rate_source = serializers.CharField(
        help_text=_("The key of the source of the rate; empty for dollars themselves.")
    )
    reason = serializers.CharField(help_text=_("Why there is no amount; empty with one."))


def in_dollars(row: Observed, rates: Any) -> dict[str, Any]:
    """An observation in dollars, as `DollarsSerializer` shows it."""
    found = dollars_of(row, rates)
    if isinstance(found, InDollars):
        return {
            "value": found.amount,
            "rate": found.rate,
            "rate_source": found.source,
            "reason": "",
        }
    return {"value": None, "rate": None, "rate_source": "", "reason": found}


class ObservedSerializer(Shown):
    """What one source says of one flow in one period."""

    id = serializers.IntegerField(
        allow_null=True, help_text=_("The number of the trade figure; null when computed.")
    )
    reporter = serializers.CharField(help_text=REPORTER)
    partner = serializers.CharField(help_text=_("The code of the region it trades with."))
    flow = serializers.ChoiceField(choices=FLOWS)
    edition = serializers.ChoiceField(choices=Product.Edition.choices)
    period = serializers.CharField(help_text=_("As SDMX writes it."))
    value = Amount(help_text=_("In whole units of the currency; null when missing or a range."))
    value_low = Amount()
    value_high = Amount()
    currency = serializers.CharField(help_text=_("ISO 4217 code."))
    unit_multiplier = serializers.SerializerMethodField(
        help_text=_("The power of ten amounts are given in: 0, whole units of the currency.")
    )
    qualifier = serializers.ChoiceField(choices=TradeFigure.Qualifier.choices)
    observation_status = serializers.ChoiceField(
        choices=TradeFigure.ObservationStatus.choices,
        allow_blank=True,
        help_text=_("See codes/observation-statuses; empty when computed from several."),
    )
    valuation = serializers.ChoiceField(
        choices=TradeFigure.Valuation.choices,
        allow_blank=True,
        help_text=_("Empty when not stated."),
    )
    source = serializers.CharField(help_text=_("The key of the source."))  # type: ignore[assignment]
    released_on = serializers.DateField(
        allow_null=True, help_text=_("When the source released it, where it says.")
    )
    is_computed = serializers.BooleanField(help_text=_("Added up from all months of the period."))
    figures = serializers.IntegerField(
        source="summed", help_text=_("How many figures it was added up from; 1 when stated.")
    )
    usd = serializers.SerializerMethodField(help_text=_("The amount in US dollars."))

    def get_unit_multiplier(self, row: Observed) -> int:
        return 0

    @extend_schema_field(DollarsSerializer)
    def get_usd(self, row: Observed) -> Mapping[str, Any]:
        return DollarsSerializer(in_dollars(row, self.context["rates"])).data


class SeriesChangeSerializer(Shown):
    """The change against the same period a year before."""

    against = serializers.CharField(help_text=_("The period compared with."))
    percent = Percent()
    reason = serializers.CharField(help_text=_("Why there is no percentage; empty with one."))


class PointSerializer(Shown):
    """What one region reports of one flow in one period."""

    period = serializers.CharField(help_text=_("As SDMX writes it."))
    reporter = serializers.CharField(help_text=REPORTER)
    flow = serializers.ChoiceField(choices=FLOWS)
    preferred = ObservedSerializer(help_text=_("The preferred claim."))
    others = ObservedSerializer(many=True, help_text=_("Other claims about the same."))
    change = SeriesChangeSerializer()


class UsualReasonSerializer(Shown):
    """What may explain that two reports of one trade differ."""

    code = serializers.ChoiceField(choices=[(code, code) for code in USUAL_REASONS])
    text = serializers.CharField()


class MirrorGapSerializer(Shown):
    """How far two reports of one trade lie apart."""

    amount = Amount(help_text=_("The difference, without sign."))
    percent = Percent(help_text=_("In percent of the smaller; null when that is 0."))
    currency = serializers.CharField(help_text=_("ISO 4217 code; empty without an amount."))
    is_converted = serializers.BooleanField(
        help_text=_("The reports are in different currencies and compared in dollars.")
    )
    larger = serializers.ChoiceField(
        choices=FLOWS, allow_blank=True, help_text=_("The flow that is reported larger.")
    )
    reason = serializers.CharField(help_text=_("Why a number is missing; empty when none is."))


class SeriesMirrorSerializer(Shown):
    """Goods from one region to the other in one period, as both report them; never merged."""

    period = serializers.CharField(help_text=_("As SDMX writes it."))
    origin = serializers.CharField(help_text=_("The code of the region the goods come from."))
    destination = serializers.CharField(help_text=_("The code of the region the goods go to."))
    exported = ObservedSerializer(
        allow_null=True, help_text=_("Exports as the origin reports them.")
    )
    imported = ObservedSerializer(
        allow_null=True, help_text=_("Imports as the destination reports them.")
    )
    gap = MirrorGapSerializer()
    usual_reasons = serializers.SerializerMethodField(
        help_text=_("What usually explains such a gap, and may explain this one.")
    )

    @extend_schema_field(UsualReasonSerializer(many=True))
    def get_usual_reasons(self, mirror: Mirror) -> list[dict[str, str]]:
        return [{"code": code, "text": str(USUAL_REASONS[code])} for code in mirror.usual_reasons]


class IncompleteSerializer(Shown):
    """A period of which only some months are recorded, which are not shown as the period."""

    period = serializers.CharField(help_text=_("As SDMX writes it."))
    reporter = serializers.CharField(help_text=REPORTER)
    flow = serializers.ChoiceField(choices=FLOWS)
    source = serializers.CharField(help_text=_("The key of the source."))  # type: ignore[assignment]
    months = serializers.IntegerField(help_text=_("How many months are recorded."))
    needed = serializers.IntegerField(help_text=_("How many months the period has."))


class TopProductSerializer(Shown):
    """One of the products traded most."""

    code = serializers.CharField(help_text=_("HS code."))
    name = serializers.CharField()
    value = Amount(help_text=_("In whole units of the currency."))
    share_percent = Percent(
        help_text=_("Of the source's lines of this level that are part of the product asked for.")
    )


class TopProductsSerializer(Shown):
    """The products of one flow traded most, as one region reports them in one source."""

    reporter = serializers.CharField(help_text=REPORTER)
    partner = serializers.CharField()
    flow = serializers.ChoiceField(choices=FLOWS)
    year = serializers.IntegerField(help_text=_("The latest year with lines of the level."))
    level = serializers.ChoiceField(choices=Product.Level.choices)
    edition = serializers.ChoiceField(choices=Product.Edition.choices)
    currency = serializers.CharField(help_text=_("ISO 4217 code."))
    source = serializers.CharField(help_text=_("The key of the source."))  # type: ignore[assignment]
    is_from_months = serializers.BooleanField(help_text=_("Added up from twelve months."))
    lines = serializers.IntegerField(help_text=_("How many lines there are altogether."))
    products = TopProductSerializer(many=True)
