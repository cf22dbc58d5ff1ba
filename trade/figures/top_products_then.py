"""The products traded most as they were on record at an earlier moment.

The annual totals say what is summed now. What was summed then is summed here, from the figures of
then, by the same rules (docs/decisions/0012-annual-totals.md).
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.db.models import Q

from trade.figures.observed import Wanted, either_way, sources_then, was_there
from trade.figures.past import figures_then
from trade.figures.top_products import FLOWS, Line, TopProducts, largest, newest
from trade.figures.totals_sql import NO_AMOUNT, NOT_OBSERVED
from trade.models import AnnualTotal, Frequency, Product, Source, TradeFigure

# Figures that make up one total.
Parts = Mapping[tuple[Any, ...], list[TradeFigure]]


def top_products_then(wanted: Wanted, *, level: int, at: dt.datetime) -> tuple[TopProducts, ...]:
    """The largest lines of the latest year that had any then; its figures are read, not more."""
    where = either_way(wanted.region, wanted.other) & Q(
        product__level=level,
        flow__in=FLOWS,
        amount_as_written="",
        frequency__in=[Frequency.ANNUAL, Frequency.MONTHLY],
    )
    if wanted.source:
        where &= Q(source__key=wanted.source)
    for year in _years(where, wanted):
        of_year = figures_then(where & Q(period__startswith=year), at=at)
        products = Product.objects.in_bulk(of_year.numbers("product_id"))
        sources = {
            key: source
            for key, source in sources_then(of_year, at=at).items()
            if source.kind == Source.Kind.RELEASE
            and (wanted.source or was_there(source, wanted.today))
        }
        parts = _parts(of_year, products, sources)
        totals = newest(_totals(parts, sources, int(year), level))
        if totals:
            under = _under(wanted.product)
            return tuple(
                largest(total, _lines(parts[_key(total)], products, under)) for total in totals
            )
    return ()


def _years(where: Q, wanted: Wanted) -> list[str]:
    """The years of which there is or was anything, the latest first."""
    history: Any = TradeFigure.history.model
    found: set[str] = set()
    for rows in (TradeFigure.objects.filter(where), history.objects.filter(where)):
        found.update(
            period[:4] for period in rows.order_by().values_list("period", flat=True).distinct()
        )
    first, last = wanted.years
    return sorted(
        (
            year
            for year in found
            if (first is None or int(year) >= first) and (last is None or int(year) <= last)
        ),
        reverse=True,
    )


def _parts(
    figures: Iterable[TradeFigure], products: Mapping[int, Product], sources: Mapping[int, Source]
) -> Parts:
    """The figures of each total: of its year where one states it, else of its twelve months."""
    found: dict[tuple[Any, ...], dict[str, list[TradeFigure]]] = defaultdict(
        lambda: {Frequency.ANNUAL: [], Frequency.MONTHLY: []}
    )
    for figure in figures:
        if (
            figure.source_id in sources
            and figure.value is not None
            and figure.qualifier not in NO_AMOUNT
            and figure.observation_status not in NOT_OBSERVED
        ):
            edition = products[figure.product_id].edition
            key = (figure.source_id, figure.reporter_id, figure.partner_id, figure.flow)
            found[*key, edition, figure.currency][figure.frequency].append(figure)
    return {
        key: by_frequency[Frequency.ANNUAL] or by_frequency[Frequency.MONTHLY]
        for key, by_frequency in found.items()
        if by_frequency[Frequency.ANNUAL]
        or len({figure.period for figure in by_frequency[Frequency.MONTHLY]}) == 12
    }


def _totals(
    parts: Parts, sources: Mapping[int, Source], year: int, level: int
) -> list[AnnualTotal]:
    return [
        AnnualTotal(
            source=sources[source],
            reporter_id=reporter,
            partner_id=partner,
            flow=flow,
            year=year,
            level=level,
            edition=edition,
            currency=currency,
            is_from_months=figures[0].frequency == Frequency.MONTHLY,
        )
        for (source, reporter, partner, flow, edition, currency), figures in parts.items()
    ]


def _key(total: AnnualTotal) -> tuple[Any, ...]:
    pair = (total.source_id, total.reporter_id, total.partner_id, total.flow)
    return (*pair, total.edition, total.currency)


def _under(product: str) -> set[int] | None:
    """The numbers of the lines below a product; None for all goods, which holds every line."""
    if product == Product.TOTAL:
        return None
    return set(Product.objects.under(product).order_by().values_list("pk", flat=True))


def _lines(
    figures: Iterable[TradeFigure], products: Mapping[int, Product], under: set[int] | None
) -> list[Line]:
    values: dict[int, Decimal] = defaultdict(Decimal)
    for figure in figures:
        if figure.value is not None and (under is None or figure.product_id in under):
            values[figure.product_id] += figure.value
    return [Line(products[key].code, products[key].name, value) for key, value in values.items()]
