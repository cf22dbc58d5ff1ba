"""Observations of a pair of regions as plain rows, to be set side by side and compared."""

import datetime as dt
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Q

from trade.figures.past import figures_then
from trade.models import Product, Source, TradeFigure
from trade.past import Then, records_then

# Other flows are parts of these: domestic exports and re-exports make up exports.
WHOLE_FLOWS = (TradeFigure.Flow.EXPORT, TradeFigure.Flow.IMPORT, TradeFigure.Flow.TURNOVER)

_NOT_ACTUAL = (TradeFigure.Qualifier.TARGET, TradeFigure.Qualifier.FORECAST)
_FORECAST = TradeFigure.ObservationStatus.FORECAST
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
            newest_first(self.edition),
            -(self.id or 0),
        )


def newest_first(edition: str) -> str:
    """Sorts “HS2022” before “HS2017”."""
    return "".join(chr(255 - ord(character)) for character in edition)


class Wanted(NamedTuple):
    """What is looked for between two regions: a product of any edition, a source, a span.

    Sources put aside by `today` are left out, unless one is asked for by name.
    """

    region: str
    other: str
    today: dt.date
    product: str = Product.TOTAL
    source: str | None = None
    since: dt.date | None = None
    until: dt.date | None = None

    @property
    def where(self) -> Q:
        """The figures of the flows that are no parts of others, as paths from a figure."""
        found = either_way(self.region, self.other)
        found &= Q(product__code=self.product, flow__in=WHOLE_FLOWS) & ~Q(period="")
        if self.since is not None:
            found &= Q(period_start__gte=self.since)
        if self.until is not None:
            found &= Q(period_end__lte=self.until)
        return found & (Q(source__key=self.source) if self.source else Q())

    @property
    def years(self) -> tuple[int | None, int | None]:
        """The first and last year looked at."""
        return (
            self.since.year if self.since else None,
            self.until.year if self.until else None,
        )


def either_way(region: str, other: str) -> Q:
    """What either region reports of its trade with the other."""
    return Q(reporter=region, partner=other) | Q(reporter=other, partner=region)


def observed_between(wanted: Wanted) -> list[Observed]:
    """What either region reports of trade with the other, in one query.

    Targets and forecasts are left out.
    """
    rows = TradeFigure.objects.actual().filter(wanted.where).order_by("pk")
    if wanted.source is None:
        rows = rows.filter(still_there(wanted.today))
    return [
        Observed(*row)
        for row in rows.exclude(observation_status=_FORECAST).values_list(
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


def observed_then(wanted: Wanted, *, at: dt.datetime) -> list[Observed]:
    """The same as it was on record at a moment, in six queries."""
    figures = figures_then(wanted.where, at=at)
    sources = sources_then(figures, at=at)
    editions = dict(
        Product.objects.filter(pk__in=figures.numbers("product_id")).values_list("pk", "edition")
    )
    return [
        Observed(
            reporter=figure.reporter_id,
            partner=figure.partner_id,
            flow=figure.flow,
            edition=editions[figure.product_id],
            frequency=figure.frequency,
            period=figure.period,
            value=figure.value,
            currency=figure.currency,
            value_low=figure.value_low,
            value_high=figure.value_high,
            qualifier=figure.qualifier,
            observation_status=figure.observation_status,
            valuation=figure.valuation,
            released_on=figure.released_on,
            is_pinned=figure.is_pinned,
            source=sources[figure.source_id].key,
            source_kind=sources[figure.source_id].kind,
            source_published_on=sources[figure.source_id].published_on,
            id=figure.pk,
        )
        for figure in figures
        if figure.qualifier not in _NOT_ACTUAL
        and figure.observation_status != _FORECAST
        and (wanted.source or was_there(sources[figure.source_id], wanted.today))
    ]


def still_there(today: dt.date) -> Q:
    """Figures whose source had not been put aside by that day."""
    return Q(source__archived_on=None) | Q(source__archived_on__gt=today)


def was_there(source: Source, today: dt.date) -> bool:
    """The same of a source at hand."""
    return source.archived_on is None or source.archived_on > today


def sources_then(figures: Then, *, at: dt.datetime) -> dict[int, Source]:
    """The sources of figures as they were then; one without a history as it is now."""
    numbers = figures.numbers("source_id")
    then = records_then(Source, Q(id__in=numbers), at=at, without=("text", "notes", "search_text"))
    return Source.objects.in_bulk(numbers - then.records.keys()) | then.records
