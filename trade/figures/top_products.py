"""The products a pair of regions trades most, at one level, in the latest year on record."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import groupby
from typing import NamedTuple

from django.db.models import Q, Sum

from trade.figures.observed import Wanted, either_way, newest_first, still_there
from trade.figures.series import percent_of
from trade.figures.totals_sql import NO_AMOUNT, NOT_OBSERVED
from trade.models import AnnualTotal, Frequency, Product, TradeFigure

SHOWN = 10
FLOWS = (TradeFigure.Flow.EXPORT, TradeFigure.Flow.IMPORT)


class Line(NamedTuple):
    """What one product comes to in a year."""

    code: str
    name: str
    value: Decimal


class TopProduct(NamedTuple):
    """A product with its value, and its share of all lines of the level below the product."""

    code: str
    name: str
    value: Decimal
    share_percent: Decimal | None


class TopProducts(NamedTuple):
    """The largest lines of one flow as one region reports it in one source."""

    reporter: str
    partner: str
    flow: str
    year: int
    level: int
    edition: str
    currency: str
    source: str
    is_from_months: bool
    lines: int
    products: tuple[TopProduct, ...]


def top_products(wanted: Wanted, *, level: int) -> tuple[TopProducts, ...]:
    """The largest lines of each reporter and flow in the latest year wanted, in two queries.

    Where several sources, editions or currencies give a total, the source published last is taken,
    then the newest edition.
    """
    totals = newest(_totals(wanted, level))
    if not totals:
        return ()
    year = totals[0].year
    lines = TradeFigure.objects.filter(
        either_way(wanted.region, wanted.other),
        Q(
            *(
                Q(
                    source=total.source_id,
                    reporter=total.reporter_id,
                    flow=total.flow,
                    currency=total.currency,
                    product__edition=total.edition,
                    frequency=Frequency.MONTHLY if total.is_from_months else Frequency.ANNUAL,
                )
                for total in totals
            ),
            _connector=Q.OR,
        ),
        period__startswith=str(year),
        product__level=level,
        value__isnull=False,
        amount_as_written="",
    )
    lines = lines.exclude(qualifier__in=NO_AMOUNT).exclude(observation_status__in=NOT_OBSERVED)
    if wanted.product != Product.TOTAL:
        under = Product.objects.under(wanted.product).order_by()
        lines = lines.filter(product__in=under.values("pk"))
    found: dict[tuple[str, str], list[Line]] = defaultdict(list)
    for reporter, flow, *line in (
        lines.order_by()
        .values_list("reporter_id", "flow", "product__code", "product__name")
        .annotate(total=Sum("value"))
    ):
        found[reporter, flow].append(Line(*line))
    return tuple(largest(total, found[total.reporter_id, total.flow]) for total in totals)


def _totals(wanted: Wanted, level: int) -> Iterator[AnnualTotal]:
    """The totals of the level in the years wanted, the latest first."""
    totals = AnnualTotal.objects.filter(
        either_way(wanted.region, wanted.other), level=level, flow__in=FLOWS
    )
    totals = totals.filter(
        Q(source__key=wanted.source) if wanted.source else still_there(wanted.today)
    )
    first, last = wanted.years
    if first is not None:
        totals = totals.filter(year__gte=first)
    if last is not None:
        totals = totals.filter(year__lte=last)
    return (
        totals.select_related("source")
        .only(
            "reporter",
            "partner",
            "flow",
            "year",
            "level",
            "edition",
            "currency",
            "is_from_months",
            "source__key",
            "source__published_on",
        )
        .order_by("-year")
        .iterator()
    )


def newest(latest_first: Iterable[AnnualTotal]) -> list[AnnualTotal]:
    """One total for each reporter and flow, all of the latest year that has any.

    Of several the one whose source was published last, then that of the newest edition.
    """
    _year, found = next(groupby(latest_first, key=lambda total: total.year), (0, ()))
    chosen: dict[tuple[str, str], AnnualTotal] = {}
    for total in sorted(found, key=_preference):
        chosen.setdefault((total.reporter_id, total.flow), total)
    return [chosen[key] for key in sorted(chosen)]


def _preference(total: AnnualTotal) -> tuple[int, str, str, str]:
    published = total.source.published_on
    return (
        -published.toordinal() if published else 0,
        newest_first(total.edition),
        total.currency,
        total.source.key,
    )


def largest(total: AnnualTotal, lines: Sequence[Line]) -> TopProducts:
    """The largest lines of a total, each with its share."""
    whole = sum((line.value for line in lines), Decimal(0))
    shown = sorted(lines, key=lambda line: (-line.value, line.code))[:SHOWN]
    return TopProducts(
        reporter=total.reporter_id,
        partner=total.partner_id,
        flow=total.flow,
        year=total.year,
        level=total.level,
        edition=total.edition,
        currency=total.currency,
        source=total.source.key,
        is_from_months=total.is_from_months,
        lines=len(lines),
        products=tuple(
            TopProduct(line.code, line.name, line.value, percent_of(line.value, whole))
            for line in shown
        ),
    )
