"""Amounts in US dollars, beside the amount in its own currency, by a rate with its source."""

import datetime as dt
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import NamedTuple

from django.db.models import F, Q
from django.utils.translation import gettext as _t

from trade.figures.observed import sources_then
from trade.models import ExchangeRate
from trade.past import records_then

CENT = Decimal("0.01")


class Rate(NamedTuple):
    """How many units of a currency a dollar was worth on average in a year, and who says so."""

    units_per_usd: Decimal
    source: str


Rates = Mapping[tuple[str, int], Rate]


class InDollars(NamedTuple):
    """An amount in whole dollars and cents, the rate it was computed by, and that rate's source.

    An amount that is in dollars already has the rate 1 and no source.
    """

    amount: Decimal
    rate: Decimal
    source: str


def load_rates(*, source: str | None = None) -> Rates:
    """The rates on record by currency and year, in one query; of one source where it is given.

    Where several sources give one, the source published last is taken, and of those published on
    the same day the one first in the alphabet. Sources that were put aside are left out.
    """
    given = ExchangeRate.objects.filter(source__archived_on__isnull=True)
    if source is not None:
        given = given.filter(source__key=source)
    newest_last = given.order_by(F("source__published_on").asc(nulls_first=True), "-source__key")
    return {
        (currency, year): Rate(units, key)
        for currency, year, units, key in newest_last.values_list(
            "currency", "year", "units_per_usd", "source__key"
        )
    }


def rates_then(*, at: dt.datetime) -> Rates:
    """The rates that were on record at a moment, by the same rule, in three queries."""
    then = records_then(ExchangeRate, Q(), at=at)
    sources = sources_then(then, at=at)
    given = [
        (sources[rate.source_id], rate)
        for rate in then
        if sources[rate.source_id].archived_on is None
    ]
    # The sort is stable: of those published on one day the first in the alphabet comes last.
    given.sort(key=lambda pair: pair[0].key, reverse=True)
    given.sort(key=lambda pair: pair[0].published_on or dt.date.min)
    return {
        (rate.currency, rate.year): Rate(rate.units_per_usd, source.key) for source, rate in given
    }


def in_usd(value: Decimal | None, currency: str, year: int | None, rates: Rates) -> InDollars | str:
    """An amount in dollars by the year's average rate, rounded to a cent; else the reason why not.

    The amount is divided by the units for one dollar. Nothing is guessed: a rate of another year,
    of a former currency (BYR for BYN) or computed through a third currency is never taken.
    """
    if value is None:
        return _t("There is no value.")
    if currency == "USD":
        return InDollars(value, Decimal(1), "")
    if not currency:
        return _t("The currency is not stated.")
    if year is None:
        return _t("The year is not stated.")
    rate = rates.get((currency, year))
    if rate is None:
        return _t("No rate of %(currency)s for %(year)s is on record.") % {
            "currency": currency,
            "year": year,
        }
    with localcontext(prec=50):
        amount = (value / rate.units_per_usd).quantize(CENT, rounding=ROUND_HALF_UP)
    return InDollars(amount, rate.units_per_usd, rate.source)
