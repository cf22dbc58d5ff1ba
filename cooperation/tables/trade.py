"""The table of trade figures."""

from django.utils.translation import gettext_lazy as _

from cooperation.tables.base import (
    Table,
    amount,
    day,
    moment,
    number,
    text,
    view_of,
    yes_or_no,
)


class Trade(Table):
    """One row a trade figure. Conflicting claims for one period are all there: never add them up."""

    title = _("Trade figures")
    row_order = ("figure_id",)

    figure_id = number(_("The number of the trade figure."), primary_key=True)
    reporter_code = text(_("ISO 3166 code of the region whose trade it is."))
    reporter_name = text(_("Its English short name."))
    partner_code = text(_("ISO 3166 code of the region traded with."))
    partner_name = text(_("Its English short name."))
    flow = text(_("See codes/flows: X exports, M imports, TURNOVER both together."))
    flow_label = text(_("What it means, in English."))
    product_edition = text(_("The edition of the Harmonized System; ANY for all goods."))
    product_code = text(_("HS code, or TOTAL for all goods."))
    product_level = number(_("Digits of the code: 2, 4, 6; 1 for sections, 0 for all goods."))
    product_name = text(_("The description of the product."))
    frequency = text(_("See codes/frequencies: A annual, Q quarterly, M monthly."))
    frequency_label = text(_("What it means, in English."))
    period = text(_("As SDMX writes it: 2024, 2024-Q1, 2024-03; null when not stated."))
    period_start = day(_("The first day of the period."))
    period_end = day(_("The last day of the period."))
    value = amount(_("In whole units of `currency`; null when missing or a range."))
    value_low = amount(_("The lower bound, in whole units of `currency`."))
    value_high = amount(_("The upper bound, in whole units of `currency`."))
    currency = text(_("ISO 4217 code of the currency of the three values."))
    value_usd = amount(_("The value in US dollars; null where no rate of its year is on record."))
    usd_rate = amount(_("Units of `currency` for one dollar on average in the year."), places=8)
    usd_rate_year = number(_("The year of the rate; null for dollars themselves."))
    usd_rate_source_key = text(_("The key of the source of the rate; null for dollars."))
    qualifier = text(_("How the source words the amount, see codes/qualifiers."))
    qualifier_label = text(_("What it means, in English."))
    observation_status = text(_("SDMX code, see codes/observation-statuses."))
    observation_status_label = text(_("What it means, in English."))
    valuation = text(_("FOB or CIF; null when not stated."))
    change_percent = amount(_("Against the same period a year before, as the source states it."))
    amount_as_written = text(_("The amount in the words of the source."))
    claimed_by = text(_("Who gave the figure; null for the source itself."))
    is_pinned = yes_or_no(_("An analyst prefers it to other claims for its period."))
    source_key = text(_("The key of the source."))
    source_kind = text(_("article, release or document."))
    source_title = text(_("The title of the source."))
    publisher = text(_("Who published it."))
    url = text(_("Where it is published."))
    released_on = day(_("When the source released this value, where it says."))
    recorded_at = moment(_("When this value was recorded here."))

    class Meta(Table.Meta):
        db_table = view_of("trade")
