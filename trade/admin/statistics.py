"""What stands beside figures: earlier values, annual totals, exchange rates."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from trade.admin.base import PlainAdmin, ReadOnly, RecordAdmin
from trade.admin.columns import money
from trade.admin.filters import UsedChoicesFilter
from trade.models import AnnualTotal, ExchangeRate, TradeFigureRevision


@admin.register(TradeFigureRevision)
class TradeFigureRevisionAdmin(ReadOnly, PlainAdmin):
    list_display = ["figure", "amount_given", "observation_status", "replaced_at", "replaced_by"]
    list_select_related = ["figure", "import_run", "replaced_by"]
    list_filter = [("observation_status", UsedChoicesFilter)]
    date_hierarchy = "replaced_at"
    search_fields = [
        "figure__reporter__search_text",
        "figure__partner__search_text",
        "figure__product__search_text",
        "figure__period",
    ]
    search_help_text = _("Region, product or period of the figure.")
    fields = [
        "figure",
        ("value", "currency"),
        ("observation_status", "valuation", "released_on"),
        ("recorded_at", "import_run"),
        ("replaced_at", "replaced_by"),
    ]

    @admin.display(description=_("amount"), ordering="value")
    def amount_given(self, revision: TradeFigureRevision) -> str:
        return money(revision.value, revision.currency)


@admin.register(AnnualTotal)
class AnnualTotalAdmin(ReadOnly, PlainAdmin):
    list_display = [
        "pair",
        "flow",
        "year",
        "level",
        "edition",
        "amount_given",
        "figures",
        "source",
    ]
    list_select_related = ["reporter", "partner", "source"]
    list_filter = [
        ("flow", UsedChoicesFilter),
        ("level", UsedChoicesFilter),
        "is_from_months",
        "year",
    ]
    search_fields = [
        "reporter__search_text",
        "reporter__names__search_text",
        "partner__search_text",
        "partner__names__search_text",
        "source__search_text",
        "year",
    ]
    search_help_text = _("Region, year or source.")
    fields = [
        ("reporter", "partner", "flow"),
        ("year", "level", "edition"),
        ("value", "currency"),
        ("figures", "is_from_months"),
        "source",
    ]

    @admin.display(description=_("reporter and partner"), ordering="reporter__name")
    def pair(self, total: AnnualTotal) -> str:
        return f"{total.reporter} → {total.partner}"

    @admin.display(description=_("amount"), ordering="value")
    def amount_given(self, total: AnnualTotal) -> str:
        return money(total.value, total.currency)


@admin.register(ExchangeRate)
class ExchangeRateAdmin(RecordAdmin):
    list_display = ["currency", "year", "units_per_usd", "source"]
    list_select_related = ["source"]
    list_filter = ["currency", "year"]
    search_fields = ["currency", "year", "source__search_text"]
    search_help_text = _("Currency, year or source.")
    fields = [("currency", "year"), "units_per_usd", "source"]
