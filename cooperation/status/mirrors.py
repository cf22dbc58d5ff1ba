"""What both sides report of the same trade, side by side and never merged."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from cooperation.status.amounts import Reported, ReporterYear, why_not
from cooperation.status.claims import percent_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One side's report of a flow, in its own words for it: exports of one are the other's imports."""

    reporter: str
    flow: str
    reported: Reported


@dataclass(frozen=True, slots=True, kw_only=True)
class Mirror:
    """Both reports of one flow in one year.

    `gap` is the difference without sign, in `currency`; `gap_percent` is of the smaller, None if
    that is 0. Where they cannot be compared `reason` says why.
    """

    year: int
    sides: tuple[Side, Side]
    gap: Decimal | None
    gap_percent: Decimal | None
    currency: str
    reason: str


def mirrors_of(years: Sequence[ReporterYear]) -> tuple[Mirror, ...]:
    """Every flow that both sides report, in the order of the years given."""
    mirrors = []
    for one in years:
        for other in years:
            if other.year != one.year or one.reporter >= other.reporter:
                continue
            for flow, mirrored in (
                ("exports", "imports"),
                ("imports", "exports"),
                ("turnover", "turnover"),
            ):
                ours, theirs = getattr(one, flow), getattr(other, mirrored)
                if ours.currency and theirs.currency:
                    first = Side(reporter=one.reporter, flow=flow, reported=ours)
                    second = Side(reporter=other.reporter, flow=mirrored, reported=theirs)
                    mirrors.append(_compared(one.year, first, second))
    return tuple(mirrors)


def _compared(year: int, first: Side, second: Side) -> Mirror:
    one, other = first.reported, second.reported
    reason, gap, percent, currency = why_not(one, other), None, None, ""
    if not reason and one.point is not None and other.point is not None:
        gap, currency = abs(one.point - other.point), one.currency
        percent = percent_of(gap, min(one.point, other.point))
    return Mirror(
        year=year,
        sides=(first, second),
        gap=gap,
        gap_percent=percent,
        currency=currency,
        reason=reason,
    )
