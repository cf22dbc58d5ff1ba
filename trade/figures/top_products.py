"""The products a pair of regions trades most, at one level, in the latest year on record."""

from collections import defaultdict
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import F, Q, Sum

from trade.figures.series import percent_of
from trade.figures.totals_sql import NO_AMOUNT, NOT_OBSERVED
from trade.models import AnnualTotal, Frequency, Product, TradeFigure

SHOWN = 10
_FLOWS = (TradeFigure.Flow.EXPORT, TradeFigure.Flow.IMPORT)


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


def top_products(
    region: str,
    other: str,
    *,
    level: int,
    product: str = Product.TOTAL,
    source: str | None = None,
    years: tuple[int | None, int | None] = (None, None),
) -> tuple[TopProducts, ...]:
    """The largest lines of each reporter and flow in the latest year of these, in two queries.

    Where several sources, editions or currencies give a total, the source published last is taken,
    then the newest edition.
    """
    totals = _latest(region, other, level=level, source=source, years=years)
    if not totals:
        return ()
    year = totals[0].year
    lines = TradeFigure.objects.between(region, other).filter(
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
    if product != Product.TOTAL:
        lines = lines.filter(product__in=Product.objects.under(product).order_by().values("pk"))
    found: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for line in (
        lines.order_by()
        .values("reporter_id", "flow", code=F("product__code"), name=F("product__name"))
        .annotate(total=Sum("value"))
    ):
        found[line["reporter_id"], line["flow"]].append(dict(line))
    return tuple(_top(total, found[total.reporter_id, total.flow]) for total in totals)


def _latest(
    region: str,
    other: str,
    *,
    level: int,
    source: str | None,
    years: tuple[int | None, int | None],
) -> list[AnnualTotal]:
    """One total for each reporter and flow, all of the latest year that has any."""
    either_way = Q(reporter=region, partner=other) | Q(reporter=other, partner=region)
    totals = AnnualTotal.objects.filter(either_way, level=level, flow__in=_FLOWS)
    if source is not None:
        totals = totals.filter(source__key=source)
    first, last = years
    if first is not None:
        totals = totals.filter(year__gte=first)
    if last is not None:
        totals = totals.filter(year__lte=last)
    newest_first = totals.select_related("source").only(
        "reporter",
        "partner",
        "flow",
        "year",
        "level",
        "edition",
        "currency",
        "is_from_months",
        "source__key",
    )
    newest_first = newest_first.order_by(
        "-year",
        F("source__published_on").desc(nulls_last=True),
        "-edition",
        "currency",
        "source__key",
    )
    chosen: dict[tuple[str, str], AnnualTotal] = {}
    year = None
    for total in newest_first.iterator():
        year = total.year if year is None else year
        if total.year != year:
            break
        chosen.setdefault((total.reporter_id, total.flow), total)
    return [chosen[key] for key in sorted(chosen)]


def _top(total: AnnualTotal, lines: list[dict[str, Any]]) -> TopProducts:
    whole = sum((line["total"] for line in lines), Decimal(0))
    largest = sorted(lines, key=lambda line: (-line["total"], line["code"]))[:SHOWN]
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
            TopProduct(line["code"], line["name"], line["total"], percent_of(line["total"], whole))
            for line in largest
        ),
    )
