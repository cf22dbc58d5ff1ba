"""Calls of UN Comtrade's API that each stay below the rows it answers with at most."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from django.utils.translation import gettext as _t

# What one call with a key answers with at most, and where free access is cut off now and then.
LIMIT = 250_000
CUT_OFF_COUNTS = (100_000, LIMIT)

# No edition has more lines than these at a level; what is asked for by code is one line.
_MOST_LINES = {"AG1": 100, "AG2": 100, "AG3": 1_500, "AG4": 1_500, "AG5": 6_500, "AG6": 6_500}
# No address gets too long with so many.
_MOST_CODES = 100
_MOST_PARTNERS = 50

Frequency = Literal["A", "M"]


@dataclass(frozen=True, slots=True)
class Call:
    """One call: everything of these periods, reporters, partners, flows and products.

    Periods are 2024 or 202403, areas UN Comtrade's numbers, products HS codes, TOTAL or a level
    such as AG6.
    """

    frequency: Frequency
    reporters: tuple[str, ...]
    partners: tuple[str, ...]
    periods: tuple[str, ...]
    flows: tuple[str, ...]
    products: tuple[str, ...]

    def __str__(self) -> str:
        periods = f"{self.periods[0]}–{self.periods[-1]}" if self.periods[1:] else self.periods[0]
        products = ", ".join(self.products[:4]) + (", …" if self.products[4:] else "")
        return f"{periods}, {', '.join(self.flows)}, {products}"

    @property
    def most_rows(self) -> int:
        """More rows than this the answer cannot have."""
        lines = sum(_MOST_LINES.get(product, 1) for product in self.products)
        sides = len(self.reporters) * len(self.partners)
        return sides * len(self.periods) * len(self.flows) * lines

    def parts(self) -> tuple["Call", "Call"] | None:
        """The two halves, by flow, then level or code, then month, then area; None for an atom."""
        for name in ("flows", "products", "periods", "partners", "reporters"):
            values: tuple[str, ...] = getattr(self, name)
            if len(values) > 1:
                half = math.ceil(len(values) / 2)
                first, second = ({name: values[:half]}, {name: values[half:]})
                return replace(self, **first), replace(self, **second)  # type: ignore[arg-type]
        return None


def plan(wanted: Call, *, limit: int = LIMIT) -> list[Call]:
    """The calls for what is wanted: one a year, split until none can reach the limit.

    A call of one level, period, flow and pair is as small as calls get.
    """
    years: dict[str, list[str]] = {}
    for period in wanted.periods:
        years.setdefault(period[:4], []).append(period)
    return [
        call
        for periods in years.values()
        for call in _below(replace(wanted, periods=tuple(periods)), limit)
    ]


def _below(call: Call, limit: int) -> Iterator[Call]:
    parts = call.parts() if call.most_rows >= limit or _is_long(call) else None
    if parts is None:
        yield call
    else:
        for part in parts:
            yield from _below(part, limit)


def _is_long(call: Call) -> bool:
    return len(call.products) > _MOST_CODES or max(len(call.partners), len(call.reporters)) > (
        _MOST_PARTNERS
    )


def is_cut_off(rows: int, *, limit: int = LIMIT) -> bool:
    """Was an answer of so many rows probably cut off?"""
    return rows >= limit or rows in CUT_OFF_COUNTS


def periods_of(years: Sequence[int], frequency: Frequency) -> tuple[str, ...]:
    """The periods of these years, as UN Comtrade writes them."""
    if frequency == "A":
        return tuple(map(str, years))
    return tuple(f"{year}{month:02d}" for year in years for month in range(1, 13))


def cannot_be_split(call: Call, rows: int) -> str:
    """What to say of a call that is cut off and has no parts."""
    return _t(
        "%(call)s: the answer was cut off at %(rows)d rows and the call cannot be split further. "
        "Name products (--products 27,84), or load the bulk file of UN Comtrade with import_trade."
    ) % {"call": call, "rows": rows}
