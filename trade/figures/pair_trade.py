"""The trade of two regions in one product, ready to be shown: series, mirrors, top products."""

import datetime as dt
from typing import NamedTuple

from trade.figures.dollars import Rates, load_rates, rates_then
from trade.figures.mirrors import Mirror, mirrors_of
from trade.figures.observed import Wanted, observed_between, observed_then
from trade.figures.series import Series, series_of
from trade.figures.top_products import TopProducts, top_products
from trade.figures.top_products_then import top_products_then
from trade.models import Frequency, Product


class Question(NamedTuple):
    """What is asked about two regions: frequency, product, level of its lines, span, source.

    Sources put aside by `today` are left out. `known_at` asks for what was on record at a moment.
    """

    today: dt.date
    by: Frequency = Frequency.ANNUAL
    product: str = Product.TOTAL
    level: int = Product.Level.CHAPTER
    since: dt.date | None = None
    until: dt.date | None = None
    source: str | None = None
    known_at: dt.datetime | None = None


class PairTrade(NamedTuple):
    """What either region reports of trade with the other; nothing is merged."""

    series: Series
    mirrors: tuple[Mirror, ...]
    top_products: tuple[TopProducts, ...]
    rates: Rates


def trade_of_pair(region: str, other: str, asked: Question) -> PairTrade:
    """The answer, in four queries however many figures there are; of an earlier moment in more."""
    since, at = asked.since, asked.known_at
    wanted = Wanted(
        region, other, asked.today, asked.product, asked.source, asked.since, asked.until
    )
    # Changes are against the year before.
    and_before = wanted._replace(since=since.replace(year=since.year - 1) if since else None)
    observed = observed_between(and_before) if at is None else observed_then(and_before, at=at)
    series = series_of(observed, by=asked.by, since=since)
    rates = load_rates() if at is None else rates_then(at=at)
    return PairTrade(
        series,
        mirrors_of(series.points, rates),
        top_products(wanted, level=asked.level)
        if at is None
        else top_products_then(wanted, level=asked.level, at=at),
        rates,
    )
