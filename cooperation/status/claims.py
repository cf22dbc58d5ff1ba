"""Several sources, one number: which claim is preferred, and how far the claims lie apart."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from cooperation.status.facts import FigureFact
from trade.models import Source, TradeFigure

# Whose word counts more, where no analyst has decided.
KINDS_BY_WEIGHT = (Source.Kind.RELEASE, Source.Kind.DOCUMENT, Source.Kind.ARTICLE)
NOT_ACTUAL = (TradeFigure.Qualifier.TARGET, TradeFigure.Qualifier.FORECAST)


def is_actual(figure: FigureFact) -> bool:
    """Is it about what was traded, not what is aimed at or expected?"""
    return (
        figure.qualifier not in NOT_ACTUAL
        and figure.observation_status != TradeFigure.ObservationStatus.FORECAST
    )


def in_order_of_preference(figures: Iterable[FigureFact]) -> tuple[FigureFact, ...]:
    """Claims for one reporter, flow and period, the preferred one first.

    An amount before none; pinned by an analyst; then release, document, article; then the newest
    published, undated last; then the one entered last.
    """
    return tuple(sorted(figures, key=_preference))


def _preference(figure: FigureFact) -> tuple[bool, bool, int, int, int]:
    return (
        figure.lowest is None,
        not figure.is_pinned,
        KINDS_BY_WEIGHT.index(Source.Kind(figure.source.kind)),
        -figure.source.published.first.toordinal() if figure.source.published else 0,
        -figure.id,
    )


def preferred_by(claims: Sequence[FigureFact]) -> str:
    """The part of the rule that decided: only, pinned, source-kind, newest or latest-entry.

    `claims` as `in_order_of_preference` returns them, at least one.
    """
    first, *others = [claim for claim in claims if claim.lowest is not None] or claims
    if not others:
        return "only"
    steps = ("pinned", "source-kind", "newest", "latest-entry")
    ranks = zip(_preference(first)[1:], _preference(others[0])[1:], strict=True)
    return next(
        step for step, (mine, next_best) in zip(steps, ranks, strict=True) if mine != next_best
    )


@dataclass(frozen=True, slots=True)
class Spread:
    """How far claims in one currency lie apart; `percent` is of the lowest, None if that is 0."""

    count: int
    lowest: Decimal
    highest: Decimal
    difference: Decimal
    percent: Decimal | None
    currency: str


def spread_of(claims: Sequence[FigureFact], *, currency: str) -> Spread | None:
    """The spread of the claims in this currency; None for fewer than two amounts."""
    amounts = [
        (claim.lowest, claim.highest)
        for claim in claims
        if claim.currency == currency and claim.lowest is not None and claim.highest is not None
    ]
    if len(amounts) < 2:
        return None
    lowest = min(low for low, _ in amounts)
    highest = max(high for _, high in amounts)
    return Spread(
        count=len(amounts),
        lowest=lowest,
        highest=highest,
        difference=highest - lowest,
        percent=percent_of(highest - lowest, lowest),
        currency=currency,
    )


def percent_of(part: Decimal, whole: Decimal) -> Decimal | None:
    """`part` in percent of `whole`, to one decimal place; None of nothing."""
    if whole == 0:
        return None
    return (part * 100 / whole).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
