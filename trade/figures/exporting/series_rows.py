"""The series of two regions as rows: every claim of every period, the preferred one first."""

from collections.abc import Iterator
from typing import Any

from trade.figures.dollars import InDollars
from trade.figures.exporting.rows import harmless_text
from trade.figures.exporting.text import lines_of
from trade.figures.exporting.workbook import stream_workbook
from trade.figures.mirrors import Gap, dollars_of
from trade.figures.observed import Observed
from trade.figures.pair_trade import PairTrade
from trade.figures.series import Point
from trade.models import Source, TradeFigure
from trade.models.figure import MISSING_STATUSES

Cells = tuple[Any, ...]

# Amounts are in whole units of `currency`. The change is that of the preferred claim, and the gap
# that between it and what the other side reports of the same goods.
COLUMNS = (
    "period",
    "reporter",
    "partner",
    "flow",
    "product",
    "edition",
    "value",
    "value_low",
    "value_high",
    "currency",
    "unit",
    "value_usd",
    "usd_rate",
    "usd_rate_source",
    "is_preferred",
    "is_computed",
    "figures",
    "qualifier",
    "status",
    "valuation",
    "source",
    "released_on",
    "change_percent",
    "gap",
    "gap_percent",
    "gap_currency",
)

# What SDMX columns are described by: agency, name and version.
DATAFLOW = "BILATERAL:PARTNERSHIP_TRADE(1.0.0)"
SDMX_COLUMNS = (
    "STRUCTURE",
    "STRUCTURE_ID",
    "ACTION",
    # Dimensions: together they name one observation.
    "FREQ",
    "REF_AREA",
    "COUNTERPART_AREA",
    "TRADE_FLOW",
    "PRODUCT_EDITION",
    "PRODUCT",
    "SOURCE",
    "TIME_PERIOD",
    # The measure and its attributes.
    "OBS_VALUE",
    "UNIT_MEASURE",
    "UNIT_MULT",
    "OBS_STATUS",
    "VALUATION",
    "RELEASED_ON",
    "IS_COMPUTED",
)


def series_rows(found: PairTrade, product: str) -> Iterator[Cells]:
    """A row for each claim of each point."""
    gaps = {
        (mirror.period, side.reporter, side.flow): mirror.gap
        for mirror in found.mirrors
        for side in (mirror.exported, mirror.imported)
        if side is not None
    }
    for point in found.series.points:
        gap = gaps.get((point.period, point.reporter, point.flow))
        for row in (point.preferred, *point.others):
            is_preferred = row is point.preferred
            about_it = _compared(point, gap) if is_preferred else (None, None, None, None)
            yield (*_said(row, product, found, is_preferred=is_preferred), *about_it)


def _said(row: Observed, product: str, found: PairTrade, *, is_preferred: bool) -> Cells:
    dollars = dollars_of(row, found.rates)
    in_usd: Cells = (None, None, None)
    if isinstance(dollars, InDollars):
        in_usd = (dollars.amount, dollars.rate, harmless_text(dollars.source) or None)
    return (
        row.period,
        row.reporter,
        row.partner,
        row.flow,
        product,
        row.edition,
        row.value,
        row.value_low,
        row.value_high,
        row.currency,
        0,
        *in_usd,
        is_preferred,
        row.is_computed,
        row.summed,
        row.qualifier,
        row.observation_status or None,
        row.valuation or None,
        harmless_text(row.source),
        row.released_on,
    )


def _compared(point: Point, gap: Gap | None) -> Cells:
    if gap is None:
        return (point.change.percent, None, None, None)
    return (point.change.percent, gap.amount, gap.percent, gap.currency or None)


def sdmx_rows(found: PairTrade, product: str) -> Iterator[Cells]:
    """What SDMX has words for: exact figures of releases, one for each of its keys.

    The value a source gives twice, once in words, is there once: as it is preferred.
    """
    told: set[Cells] = set()
    for point in found.series.points:
        for row in (point.preferred, *point.others):
            pair = (row.frequency, row.reporter, row.partner, row.flow, row.edition)
            key = (*pair, product, row.source, row.period)
            if key in told or not _is_expressible(row):
                continue
            told.add(key)
            yield (
                "dataflow",
                DATAFLOW,
                "I",  # information: nobody is asked to change anything
                *key,
                row.value,
                row.currency,
                0,
                row.observation_status or None,
                row.valuation or None,
                row.released_on,
                row.is_computed,
            )


def _is_expressible(row: Observed) -> bool:
    return (
        row.source_kind == Source.Kind.RELEASE
        and row.qualifier == TradeFigure.Qualifier.EXACT
        and (row.value is not None or row.observation_status in MISSING_STATUSES)
    )


def as_csv(found: PairTrade, product: str) -> bytes:
    return b"".join(lines_of(COLUMNS, series_rows(found, product)))


def as_sdmx_csv(found: PairTrade, product: str) -> bytes:
    return b"".join(lines_of(SDMX_COLUMNS, sdmx_rows(found, product)))


def as_xlsx(found: PairTrade, product: str) -> bytes:
    return b"".join(stream_workbook("series", COLUMNS, series_rows(found, product)))
