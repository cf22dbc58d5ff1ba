"""Observations of a pair of regions as plain rows, to be set side by side and compared."""

import datetime as dt
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Q

from trade.models import Product, Source, TradeFigure

# Other flows are parts of these: domestic exports and re-exports make up exports.
WHOLE_FLOWS = (TradeFigure.Flow.EXPORT, TradeFigure.Flow.IMPORT, TradeFigure.Flow.TURNOVER)

_KINDS_BY_WEIGHT = (Source.Kind.RELEASE, Source.Kind.DOCUMENT, Source.Kind.ARTICLE)


class Observed(NamedTuple):
    """What one source says of one flow in one period, in whole units of `currency`.

    An amount computed from shorter periods has no `id`; `summed` says how many figures it is from.
    """

    reporter: str
    partner: str
    flow: str
    edition: str
    frequency: str
    period: str
    value: Decimal | None
    currency: str = "USD"
    value_low: Decimal | None = None
    value_high: Decimal | None = None
    qualifier: str = TradeFigure.Qualifier.EXACT
    observation_status: str = TradeFigure.ObservationStatus.NORMAL
    valuation: str = ""
    released_on: dt.date | None = None
    is_pinned: bool = False
    source: str = ""
    source_kind: str = Source.Kind.RELEASE
    source_published_on: dt.date | None = None
    id: int | None = None
    summed: int = 1

    @property
    def point(self) -> Decimal | None:
        """The amount to calculate with; None for a range, which has none."""
        return None if self.qualifier == TradeFigure.Qualifier.RANGE else self.value

    @property
    def is_computed(self) -> bool:
        return self.id is None

    @property
    def preference(self) -> tuple[bool, bool, int, int, bool, str, int]:
        """Sorts what is said of one period, the preferred first, by the rule of the status.

        An amount before none; pinned by an analyst; release, document, article; the newest
        published; then what is stated before what is computed, the newer edition, the later entry.
        """
        published = self.source_published_on
        return (
            self.value is None and self.value_low is None,
            not self.is_pinned,
            _KINDS_BY_WEIGHT.index(Source.Kind(self.source_kind)),
            -published.toordinal() if published else 0,
            self.is_computed,
            _newest_first(self.edition),
            -(self.id or 0),
        )


def _newest_first(edition: str) -> str:
    """Sorts “HS2022” before “HS2017”."""
    return "".join(chr(255 - ord(character)) for character in edition)


def observed_between(
    region: str,
    other: str,
    *,
    product: str = Product.TOTAL,
    source: str | None = None,
    since: dt.date | None = None,
    until: dt.date | None = None,
) -> list[Observed]:
    """What either region reports of trade with the other in one product, in one query.

    `product` is a code of any edition. Targets and forecasts are left out, and so are the flows
    that are parts of others.
    """
    within = Q()
    if since is not None:
        within &= Q(period_start__gte=since)
    if until is not None:
        within &= Q(period_end__lte=until)
    if source is not None:
        within &= Q(source__key=source)
    rows = (
        TradeFigure.objects.between(region, other)
        .actual()
        .exclude(observation_status=TradeFigure.ObservationStatus.FORECAST)
        .filter(within, product__code=product, flow__in=WHOLE_FLOWS)
        .exclude(period="")
        .order_by("pk")
    )
    return [
        Observed(*row)
        for row in rows.values_list(
            "reporter_id",
            "partner_id",
            "flow",
            "product__edition",
            "frequency",
            "period",
            "value",
            "currency",
            "value_low",
            "value_high",
            "qualifier",
            "observation_status",
            "valuation",
            "released_on",
            "is_pinned",
            "source__key",
            "source__kind",
            "source__published_on",
            "pk",
        )
    ]
