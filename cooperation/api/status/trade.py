"""How the trade in a status is shown."""

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from cooperation.api.status.shown import (
    Amount,
    Percent,
    Shown,
    rests_on,
)
from trade.models import Frequency, TradeFigure

CURRENCY = _("ISO 4217 code; empty when no amount is recorded.")


class ClaimSerializer(Shown):
    """One claim about the trade in all goods, as its source makes it."""

    id = serializers.IntegerField(help_text=_("The number of the trade figure."))
    reporter = serializers.CharField(help_text=_("The code of the region whose trade it is."))
    partner = serializers.CharField(help_text=_("The code of the region it trades with."))
    flow = serializers.ChoiceField(choices=TradeFigure.Flow.choices)
    frequency = serializers.ChoiceField(choices=Frequency.choices)
    period = serializers.CharField(help_text=_("As SDMX writes it; empty when not stated."))
    period_as_written = serializers.CharField()
    value = Amount(help_text=_("In whole units of the currency."))
    value_low = Amount(help_text=_("The lower bound, where the source gives one."))
    value_high = Amount(help_text=_("The upper bound, where the source gives one."))
    currency = serializers.CharField(help_text=_("ISO 4217 code."))
    qualifier = serializers.ChoiceField(choices=TradeFigure.Qualifier.choices)
    observation_status = serializers.ChoiceField(choices=TradeFigure.ObservationStatus.choices)
    amount_as_written = serializers.CharField()
    claimed_by = serializers.CharField(help_text=_("Who said it; empty for the source itself."))
    is_pinned = serializers.BooleanField(help_text=_("An analyst prefers it."))
    rests_on = rests_on()


class SpreadSerializer(Shown):
    """How far the claims in one currency lie apart."""

    count = serializers.IntegerField(help_text=_("How many claims are compared."))
    lowest = Amount()
    highest = Amount()
    difference = Amount()
    percent = Percent(help_text=_("The difference in percent of the lowest; null when that is 0."))
    currency = serializers.CharField()


class ChangeSerializer(Shown):
    """The change against the year before, computed and as stated."""

    against = serializers.IntegerField(help_text=_("The year compared with."))
    percent = Percent(help_text=_("Computed from the preferred figures of both years."))
    reason = serializers.CharField(help_text=_("Why there is no percentage; empty with one."))
    stated_percent = Percent(decimal_places=2, help_text=_("As the preferred source states it."))
    stated_as_written = serializers.CharField()
    rests_on = rests_on()


class ReportedSerializer(Shown):
    """What one region reports of one flow in one year."""

    value = Amount(help_text=_("Null for a range and when nothing is recorded, which is not 0."))
    value_low = Amount()
    value_high = Amount()
    currency = serializers.CharField(help_text=CURRENCY)
    qualifier = serializers.ChoiceField(choices=TradeFigure.Qualifier.choices, allow_blank=True)
    amount_as_written = serializers.CharField()
    is_computed = serializers.BooleanField(
        help_text=_("Added up from exports and imports or from twelve months, not stated.")
    )
    preferred_by = serializers.CharField(
        help_text=_("What decided: only, pinned, source-kind, newest or latest-entry.")
    )
    reason = serializers.CharField(help_text=_("Why there is no amount; empty with one."))
    claims = ClaimSerializer(many=True, help_text=_("All claims, the preferred one first."))
    spread = SpreadSerializer(
        allow_null=True, help_text=_("Of the claims in the currency; null for fewer than two.")
    )
    change = ChangeSerializer(allow_null=True, help_text=_("Null when nothing is recorded."))
    rests_on = rests_on()


class BalanceSerializer(Shown):
    """Exports less imports as one region reports them."""

    value = Amount(help_text=_("Negative when imports are larger."))
    currency = serializers.CharField(help_text=CURRENCY)
    qualifier = serializers.ChoiceField(choices=TradeFigure.Qualifier.choices, allow_blank=True)
    reason = serializers.CharField(help_text=_("Why there is no amount; empty with one."))
    rests_on = rests_on()


class ReporterYearSerializer(Shown):
    """One year of trade as one region reports it."""

    year = serializers.IntegerField()
    reporter = serializers.CharField(help_text=_("The code of the region whose trade it is."))
    partner = serializers.CharField()
    exports = ReportedSerializer()
    imports = ReportedSerializer()
    turnover = ReportedSerializer()
    balance = BalanceSerializer()


class MirrorSideSerializer(Shown):
    """One side's report of a flow."""

    reporter = serializers.CharField()
    flow = serializers.CharField(help_text=_("exports, imports or turnover, as this side sees it."))
    value = Amount()
    currency = serializers.CharField()
    qualifier = serializers.ChoiceField(choices=TradeFigure.Qualifier.choices)
    rests_on = rests_on()


class MirrorSerializer(Shown):
    """Both sides' reports of the same trade, never merged."""

    year = serializers.IntegerField()
    sides = MirrorSideSerializer(many=True)
    gap = Amount(help_text=_("The difference, without sign."))
    gap_percent = Percent(help_text=_("In percent of the smaller; null when that is 0."))
    currency = serializers.CharField(help_text=CURRENCY)
    reason = serializers.CharField(help_text=_("Why they are not compared; empty when they are."))


class OtherPeriodsSerializer(Shown):
    """Figures of months, quarters and other spans that are no year."""

    count = serializers.IntegerField()
    first = serializers.CharField(
        allow_null=True, help_text=_("The earliest period, as SDMX writes it.")
    )
    last = serializers.CharField(allow_null=True, help_text=_("The latest period."))
    figures_url = serializers.CharField(help_text=_("Where this API lists all of them."))
    latest = ClaimSerializer(many=True, help_text=_("The latest twelve, the latest first."))


class TradeSerializer(Shown):
    """The trade in all goods between the two regions."""

    years = ReporterYearSerializer(
        many=True, help_text=_("Each year and reporter with an annual figure, newest first.")
    )
    mirrors = MirrorSerializer(many=True, help_text=_("Flows that both sides report."))
    targets_and_forecasts = ClaimSerializer(many=True)
    other_periods = OtherPeriodsSerializer(help_text=_("Parts of years and other spans."))
    undated = ClaimSerializer(many=True)
