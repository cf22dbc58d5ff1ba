"""Years of which a statistical release gives the twelve months, and nobody states the year."""

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from cooperation.status.amounts import Reported
from cooperation.status.claims import in_order_of_preference, is_actual
from cooperation.status.facts import FigureFact
from trade.models import Frequency, Source, TradeFigure
from trade.models.figure import MISSING_STATUSES

Qualifier = TradeFigure.Qualifier
MONTHS = 12

# Year, reporter, partner, flow.
Year = tuple[int, str, str, str]


def years_from_months(figures: Sequence[FigureFact]) -> dict[Year, Reported]:
    """Each year whose twelve months one release gives in one currency, added up and so marked.

    Eleven months are no year. Of several releases the preferred one counts.
    """
    months: dict[tuple[Year, int, str], dict[str, list[FigureFact]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for figure in figures:
        if _is_a_month_to_add(figure):
            year = (int(figure.period[:4]), figure.reporter, figure.partner, figure.flow)
            months[year, figure.source.id, figure.currency][figure.period].append(figure)
    whole: dict[Year, list[tuple[FigureFact, ...]]] = defaultdict(list)
    for (year, _source, _currency), by_month in months.items():
        if len(by_month) == MONTHS:
            whole[year].append(
                tuple(in_order_of_preference(by_month[month])[0] for month in sorted(by_month))
            )
    return {year: _added_up(found) for year, found in whole.items()}


def _is_a_month_to_add(figure: FigureFact) -> bool:
    return (
        figure.frequency == Frequency.MONTHLY
        and figure.source.kind == Source.Kind.RELEASE
        and is_actual(figure)
        and figure.value is not None
        and figure.qualifier != Qualifier.RANGE
        and figure.observation_status not in MISSING_STATUSES
    )


def _added_up(found: Sequence[tuple[FigureFact, ...]]) -> Reported:
    last_months = {months[-1]: months for months in found}
    months = last_months[in_order_of_preference(last_months)[0]]
    is_exact = all(month.qualifier == Qualifier.EXACT for month in months)
    return Reported(
        value=sum((month.value for month in months if month.value is not None), Decimal(0)),
        currency=months[0].currency,
        qualifier=Qualifier.EXACT if is_exact else Qualifier.ABOUT,
        is_computed=True,
        rests_on=tuple(month.evidence for month in months),
    )
