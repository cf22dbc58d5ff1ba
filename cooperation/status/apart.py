"""Figures that are no year's trade: aims and forecasts, parts of years, undated ones."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from cooperation.status.claims import is_actual
from cooperation.status.facts import FigureFact
from trade.models import Frequency


@dataclass(frozen=True, slots=True)
class FiguresApart:
    """Single claims as they were made, the latest period first; none is preferred to another."""

    targets_and_forecasts: tuple[FigureFact, ...]
    other_periods: tuple[FigureFact, ...]
    undated: tuple[FigureFact, ...]


def figures_apart(figures: Sequence[FigureFact]) -> FiguresApart:
    """Sort out what must not be read as a year's trade."""
    latest_first = sorted(
        figures, key=lambda f: (f.period_end or dt.date.min, f.period_start or dt.date.min, f.id)
    )[::-1]
    actual = [figure for figure in latest_first if is_actual(figure)]
    return FiguresApart(
        targets_and_forecasts=tuple(f for f in latest_first if not is_actual(f)),
        other_periods=tuple(
            f for f in actual if f.frequency not in (Frequency.ANNUAL, Frequency.UNKNOWN)
        ),
        undated=tuple(f for f in actual if f.frequency == Frequency.UNKNOWN),
    )
