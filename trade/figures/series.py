"""Series of a pair of regions by year, quarter or month; nothing here asks a database.

A period that is part of a year never stands for the year: years and quarters are computed from
months only where all of them are there, and marked.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from django.utils.translation import gettext as _t

from trade.figures.observed import Observed
from trade.models import Frequency, TradeFigure
from trade.models.figure import MISSING_STATUSES
from trade.models.periods import period_bounds

# The months of one period.
MONTHS_IN = {Frequency.ANNUAL: 12, Frequency.QUARTERLY: 3}

Key = tuple[str, str, str]  # period, reporter, flow


class Change(NamedTuple):
    """Against the same period a year before; without a percentage `reason` says why."""

    against: str
    percent: Decimal | None
    reason: str


class Point(NamedTuple):
    """What one region reports of one flow in one period: the preferred claim and the others."""

    period: str
    reporter: str
    partner: str
    flow: str
    preferred: Observed
    others: tuple[Observed, ...]
    change: Change


class Part(NamedTuple):
    """A period of which a source has some months only, and nothing else is recorded."""

    period: str
    reporter: str
    flow: str
    source: str
    months: int
    needed: int


class Series(NamedTuple):
    """The points in order of period, reporter and flow, and what could not be made a point.

    `editions` are those the goods are coded in, the oldest first: a series with several mixes them.
    """

    points: tuple[Point, ...]
    incomplete: tuple[Part, ...]
    editions: tuple[str, ...]


def series_of(
    observed: Iterable[Observed], *, by: Frequency, since: dt.date | None = None
) -> Series:
    """The series at one frequency; periods that start before `since` only serve comparisons.

    `observed` are all of one product code.
    """
    rows = list(observed)
    claims: dict[Key, list[Observed]] = defaultdict(list)
    for row in rows:
        if row.frequency == by:
            claims[row.period, row.reporter, row.flow].append(row)
    parts: list[Part] = []
    if by in MONTHS_IN:
        stated = {
            _origin(row, row.period)
            for row in rows
            if row.frequency == by and row.point is not None
        }
        for origin, months in _months_by_origin(rows, by).items():
            first = months[0]
            period = period_holding(first.period, by)
            if len(months) < MONTHS_IN[by]:
                parts.append(
                    Part(
                        period, first.reporter, first.flow, first.source, len(months), MONTHS_IN[by]
                    )
                )
            elif origin not in stated:
                claims[period, first.reporter, first.flow].append(_summed(months, period, by))
    preferred = {
        key: sorted(found, key=lambda row: row.preference) for key, found in claims.items()
    }
    points = tuple(
        Point(
            period,
            reporter,
            found[0].partner,
            flow,
            found[0],
            tuple(found[1:]),
            _change(found[0], period, preferred.get((_year_before(period), reporter, flow))),
        )
        for (period, reporter, flow), found in sorted(preferred.items())
        if _is_since(period, since)
    )
    return Series(
        points,
        tuple(
            part
            for part in sorted(parts)
            if _is_since(part.period, since)
            and (part.period, part.reporter, part.flow) not in claims
        ),
        tuple(sorted({point.preferred.edition for point in points})),
    )


def period_holding(month: str, by: Frequency) -> str:
    """The year or quarter a month is in: period_holding("2024-05", QUARTERLY) is 2024-Q2."""
    year, number = month.split("-")
    return year if by == Frequency.ANNUAL else f"{year}-Q{(int(number) + 2) // 3}"


def _is_since(period: str, since: dt.date | None) -> bool:
    start, _end = period_bounds(period)
    return since is None or (start is not None and start >= since)


def _year_before(period: str) -> str:
    return f"{int(period[:4]) - 1:04}{period[4:]}"


Origin = tuple[str, ...]


def _origin(row: Observed, period: str) -> Origin:
    """What months must share to be added up."""
    return (period, row.source, row.reporter, row.flow, row.edition, row.currency)


def _months_by_origin(rows: Sequence[Observed], by: Frequency) -> dict[Origin, list[Observed]]:
    """Months that can be added up into each period, one claim a month, in their order."""
    months: dict[Origin, dict[str, Observed]] = defaultdict(dict)
    for row in sorted(rows, key=lambda row: (row.period, row.preference)):
        is_observed = row.observation_status not in MISSING_STATUSES and row.point is not None
        if row.frequency == Frequency.MONTHLY and is_observed:
            months[_origin(row, period_holding(row.period, by))].setdefault(row.period, row)
    return {origin: list(found.values()) for origin, found in months.items()}


def _summed(months: Sequence[Observed], period: str, by: Frequency) -> Observed:
    """All months of a period as one observation; what they do not share is left blank."""
    statuses = {month.observation_status for month in months}
    valuations = {month.valuation for month in months}
    releases = [month.released_on for month in months if month.released_on]
    is_exact = all(month.qualifier == TradeFigure.Qualifier.EXACT for month in months)
    return months[0]._replace(
        id=None,
        frequency=by,
        period=period,
        value=sum((month.value for month in months if month.value is not None), Decimal(0)),
        value_low=None,
        value_high=None,
        qualifier=TradeFigure.Qualifier.EXACT if is_exact else TradeFigure.Qualifier.ABOUT,
        observation_status=statuses.pop() if len(statuses) == 1 else "",
        valuation=valuations.pop() if len(valuations) == 1 else "",
        released_on=max(releases, default=None),
        is_pinned=False,
        summed=len(months),
    )


def why_not(one: Observed | None, other: Observed | None) -> str:
    """Why two amounts cannot be set against each other; empty when they can."""
    if one is None or other is None or not (_has_amount(one) and _has_amount(other)):
        return _t("not recorded")
    if one.point is None or other.point is None:
        return _t("only a range is recorded")
    if one.currency != other.currency:
        return _t("recorded in different currencies")
    return ""


def _has_amount(row: Observed) -> bool:
    return row.value is not None or row.value_low is not None


def _change(now: Observed, period: str, claims_before: Sequence[Observed] | None) -> Change:
    against = _year_before(period)
    before = claims_before[0] if claims_before else None
    reason = why_not(now, before)
    if not reason and before is not None and now.edition != before.edition:
        reason = _t("the products are coded in different editions")
    if reason or before is None or now.point is None or before.point is None:
        return Change(against, None, reason)
    percent = percent_of(now.point - before.point, before.point)
    return Change(against, percent, "" if percent is not None else _t("nothing was traded then"))


def percent_of(part: Decimal, whole: Decimal) -> Decimal | None:
    """`part` in percent of `whole`, to one decimal place; None of nothing."""
    if whole == 0:
        return None
    return (part * 100 / whole).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
