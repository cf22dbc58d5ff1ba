"""The trade of a partnership: series by year, quarter or month, mirrors, top products."""

import datetime as dt
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from cooperation.api.known_then import KnownThenView
from cooperation.api.two_regions import described, root_of
from cooperation.models import Partnership
from trade.api.errors import Fault, InvalidParametersError
from trade.api.file_formats import FormatOrAccept, format_parameter
from trade.api.known_at import KNOWN_AT, asked_moment, known_at_parameter
from trade.api.records import RegionReferenceSerializer
from trade.api.series import (
    IncompleteSerializer,
    PointSerializer,
    SeriesMirrorSerializer,
    TopProductsSerializer,
)
from trade.api.series_files import NAMES, RENDERERS, RESPONSES, Series, SeriesRenderer
from trade.api.shown import Shown
from trade.figures.pair_trade import Question, trade_of_pair
from trade.models import Frequency, Product, Source
from trade.models.periods import period_bounds

FREQUENCIES = {
    "year": Frequency.ANNUAL,
    "quarter": Frequency.QUARTERLY,
    "month": Frequency.MONTHLY,
}
LEVELS = (Product.Level.CHAPTER, Product.Level.HEADING, Product.Level.SUBHEADING)
FIRST_YEAR = 1900

PARAMETERS = [
    OpenApiParameter(
        "by",
        str,
        enum=list(FREQUENCIES),
        description=_("The periods of the series: year (if empty), quarter or month."),
    ),
    OpenApiParameter(
        "product",
        str,
        description=_("An HS code of any edition; all goods (TOTAL) if empty."),
    ),
    OpenApiParameter(
        "level",
        int,
        enum=list(LEVELS),
        description=_(
            "The level of the top products: 2, 4 or 6 digits; below the product if empty."
        ),
    ),
    OpenApiParameter(
        "from", str, description=_("The first period, as in 2020, 2020-Q1 or 2020-03.")
    ),
    OpenApiParameter("to", str, description=_("The last period, as in 2024, 2024-Q4 or 2024-12.")),
    OpenApiParameter(
        "source",
        str,
        description=_(
            "The key of the one source to look at. Sources that were archived are left out unless "
            "they are named."
        ),
    ),
    known_at_parameter(
        _(
            "What was on record then: a day, as in 2025-12-31, stands for its end; or a moment, as "
            "in 2025-12-31T12:00:00Z. What is on record now if empty."
        )
    ),
    format_parameter(
        NAMES,
        _(
            "json: everything. csv, xlsx: the points as rows, a row each claim. sdmx-csv: "
            "SDMX-CSV 2.0, exact figures of statistical releases only. Without it, what the "
            "Accept header asks for."
        ),
    ),
]


class PartnershipTradeSerializer(Shown):
    """What either region reports of trade with the other, side by side; nothing is merged."""

    region_a = RegionReferenceSerializer()
    region_b = RegionReferenceSerializer()
    by = serializers.ChoiceField(choices=[(name, name) for name in FREQUENCIES])
    product = serializers.CharField(help_text=_("The HS code, or TOTAL."))
    known_at = serializers.DateTimeField(
        allow_null=True,
        help_text=_("The moment whose knowledge this is; null for what is on record now."),
    )
    editions = serializers.ListField(
        child=serializers.ChoiceField(choices=Product.Edition.choices),
        help_text=_("The editions of the Harmonized System the goods of the series are coded in."),
    )
    mixes_editions = serializers.BooleanField(
        help_text=_("The series goes across editions: the code may not stand for the same goods.")
    )
    points = PointSerializer(
        many=True, help_text=_("By period, reporter and flow; both reporters, side by side.")
    )
    mirrors = SeriesMirrorSerializer(many=True)
    incomplete = IncompleteSerializer(
        many=True, help_text=_("Periods of which only some months are recorded.")
    )
    top_products = TopProductsSerializer(many=True)
    figures = serializers.CharField(help_text=_("The address of the figures behind all this."))


class PartnershipTradeView(KnownThenView):
    """What the two regions of a partnership trade, as each of them reports it."""

    renderer_classes = RENDERERS
    content_negotiation_class = FormatOrAccept

    @described(
        _("Show the trade of one partnership"), PartnershipTradeSerializer, PARAMETERS, RESPONSES
    )
    def get(self, request: Request, region_a: str, region_b: str) -> HttpResponseBase:
        return super().get(request, region_a, region_b)

    def answer(self, partnership: Partnership) -> HttpResponseBase:
        renderer: Any = self.request.accepted_renderer
        if not isinstance(renderer, SeriesRenderer):
            return super().answer(partnership)
        asked = question(self.request)
        found = trade_of_pair(*partnership.regions, asked)
        name = f"trade-{'-'.join(partnership.regions)}"
        return renderer.named(Response(Series(found, asked.product)), name)

    def known_parameters(self) -> list[str]:
        return sorted(parameter.name for parameter in PARAMETERS)

    def shown(self, partnership: Partnership) -> Any:
        asked = question(self.request)
        found = trade_of_pair(*partnership.regions, asked)
        answer = {
            "region_a": partnership.region_a,
            "region_b": partnership.region_b,
            "by": self.request.query_params.get("by") or "year",
            "product": asked.product,
            "known_at": asked.known_at,
            "editions": found.series.editions,
            "mixes_editions": len(found.series.editions) > 1,
            "points": found.series.points,
            "mirrors": found.mirrors,
            "incomplete": found.series.incomplete,
            "top_products": found.top_products,
            "figures": figures_address(self.request, partnership, asked),
        }
        return PartnershipTradeSerializer(answer, context={"rates": found.rates}).data


def question(request: Request) -> Question:
    """What the query asks; an InvalidParametersError names everything that cannot be used."""
    given = {name: str(value) for name, value in request.query_params.items() if value}
    faults: list[Fault] = []

    def refuse(parameter: str, reason: str, allowed: list[str] | None = None) -> None:
        fault: Fault = {"parameter": parameter, "reason": reason}
        faults.append({**fault, "allowed": allowed} if allowed else fault)

    by, product = given.get("by", "year"), given.get("product", Product.TOTAL)
    if by not in FREQUENCIES:
        refuse("by", _t("There is no such period."), list(FREQUENCIES))
    if product != Product.TOTAL and not _is_there(Product.objects.filter(code=product), product):
        refuse("product", _t("There is no product with this code."))
    level = given.get("level", str(level_below(product)))
    if level not in map(str, LEVELS):
        refuse("level", _t("There is no such level here."), [str(level) for level in LEVELS])
    source = given.get("source")
    if source and not _is_there(Source.objects.filter(key=source), source):
        refuse("source", _t("There is no source with this key."))
    days: dict[str, dt.date | None] = {"from": None, "to": None}
    for name, which in (("from", 0), ("to", 1)):
        try:
            days[name] = bound(given[name], which) if name in given else None
        except ValueError:
            refuse(name, _t("Give a period as in 2020, 2020-Q1 or 2020-03."))
    if faults:
        raise InvalidParametersError(faults)
    return Question(
        timezone.localdate(),
        FREQUENCIES[by],
        product,
        int(level),
        days["from"],
        days["to"],
        source,
        asked_moment(request),
    )


def _is_there(found: "QuerySet[Any]", given: str) -> bool:
    return "\x00" not in given and found.exists()  # PostgreSQL takes no NUL


def bound(period: str, which: int) -> dt.date:
    """The first (0) or last (1) day of a period; a ValueError where it is none."""
    day = period_bounds(period)[which]
    if day is None or day.year < FIRST_YEAR:
        raise ValueError(period)
    return day


def level_below(product: str) -> int:
    """The level of the lines a product is made of."""
    if product.isdecimal():
        return min(len(product) + 2, Product.Level.SUBHEADING.value)
    return Product.Level.CHAPTER.value


def figures_address(request: Request, partnership: Partnership, asked: Question) -> str:
    """The list of the figures a series was made of."""
    query = {"between": ",".join(partnership.regions), "product": asked.product}
    if asked.since:
        query["period_from"] = asked.since.isoformat()
    if asked.until:
        query["period_to"] = asked.until.isoformat()
    if asked.source:
        query["source"] = asked.source
    if asked.known_at:
        query[KNOWN_AT] = asked.known_at.isoformat()
    return f"{root_of(request)}trade-figures/?{urlencode(query, safe=',')}"
