"""The trade of two regions in one product, ready to be shown: series, mirrors, top products."""

import datetime as dt
from typing import NamedTuple

from trade.figures.dollars import Rates, load_rates
from trade.figures.mirrors import Mirror, mirrors_of
from trade.figures.observed import observed_between
from trade.figures.series import Series, series_of
from trade.figures.top_products import TopProducts, top_products
from trade.models import Frequency, Product


class Question(NamedTuple):
    """What is asked about two regions: frequency, product, level of its lines, span, source."""

    by: Frequency = Frequency.ANNUAL
    product: str = Product.TOTAL
    level: int = Product.Level.CHAPTER
    since: dt.date | None = None
    until: dt.date | None = None
    source: str | None = None


class PairTrade(NamedTuple):
    """What either region reports of trade with the other; nothing is merged."""

    series: Series
    mirrors: tuple[Mirror, ...]
    top_products: tuple[TopProducts, ...]
    rates: Rates


def trade_of_pair(region: str, other: str, asked: Question) -> PairTrade:
    """The answer, in four queries however many figures there are."""
    since = asked.since
    observed = observed_between(
        region,
        other,
        product=asked.product,
        source=asked.source,
        # Changes are against the year before.
        since=since.replace(year=since.year - 1) if since else None,
        until=asked.until,
    )
    series = series_of(observed, by=asked.by, since=since)
    rates = load_rates()
    return PairTrade(
        series,
        mirrors_of(series.points, rates),
        top_products(
            region,
            other,
            level=asked.level,
            product=asked.product,
            source=asked.source,
            years=(since.year if since else None, asked.until.year if asked.until else None),
        ),
        rates,
    )
