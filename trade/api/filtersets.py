"""What lists of regions, products, sources and figures can be narrowed by."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters.filters import CharFilter, ChoiceFilter
from django_filters.filterset import FilterSet

from trade.api.filters import (
    ArchivedFilter,
    CodesFilter,
    CurrencyFilter,
    DayFilter,
    IncludeLinesFilter,
    IncludePartsFilter,
    PeriodFilter,
    ProductFilter,
    RecordFilter,
    RegionFilter,
    RegionPairFilter,
)
from trade.api.known_at import KNOWN_AT, KnownAtFilter
from trade.figures.known import known, name_of
from trade.models import Frequency, Product, Region, Source, TradedGood, TradeFigure

SOURCE = {
    "queryset": Source.objects.all(),
    "to_field_name": "key",
    "help_text": _("The key of the source a fact comes from."),
    "error_messages": {"invalid_choice": _("There is no source with this key.")},
}


class RegionFilterSet(FilterSet):
    kind = ChoiceFilter(
        choices=Region.Kind.choices,
        help_text=_(
            "Countries, parts of them, or areas that only statistics know; these are listed only "
            "when asked for."
        ),
    )
    parent = RegionFilter("parent", help_text=_("The direct parts of this region."))
    within = RegionFilter("code", method="filter_within", help_text=_("It and all its parts."))
    alpha3 = CharFilter(help_text=_("ISO alpha-3 code, as in BLR."))

    class Meta:
        model = Region
        fields: tuple[str, ...] = ()

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        regions = super().filter_queryset(queryset)
        if self.form.cleaned_data.get("kind") == Region.Kind.AREA:
            return regions
        return regions.exclude(kind=Region.Kind.AREA)

    def filter_within(self, regions: QuerySet[Any], name: str, region: Region) -> QuerySet[Any]:
        return regions.filter(pk__in=Region.objects.within(region.code).order_by().values("pk"))


class ProductFilterSet(FilterSet):
    edition = ChoiceFilter(
        choices=Product.Edition.choices, help_text=_("The edition of the Harmonized System.")
    )
    code = ProductFilter("code", help_text=_("The HS code without points, or TOTAL."))
    level = ChoiceFilter(
        choices=Product.Level.choices,
        help_text=_("The number of digits: 2, 4, 6; 1 for sections, 0 for all goods."),
    )
    parent = ProductFilter("parent__code", help_text=_("The lines directly below this code."))
    under = ProductFilter("code", method="filter_under", help_text=_("It and all lines below."))

    class Meta:
        model = Product
        fields: tuple[str, ...] = ()

    def filter_under(self, products: QuerySet[Any], name: str, code: str) -> QuerySet[Any]:
        return products.filter(pk__in=Product.objects.under(code).order_by().values("pk"))


class SourceFilterSet(FilterSet):
    kind = CodesFilter(choices=Source.Kind.choices, help_text=_("May be repeated."))
    publisher = CharFilter(help_text=_("The publisher, exactly as written."))
    language = CharFilter(help_text=_("ISO 639 code, such as en or ru."))
    url = CharFilter(help_text=_("The address, exactly as recorded."))
    published_from = DayFilter(
        field_name="published_on", lookup_expr="gte", help_text=_("Published on or after a day.")
    )
    published_to = DayFilter(
        field_name="published_on", lookup_expr="lte", help_text=_("Published on or before a day.")
    )
    region = RegionFilter("region_mentions__region", help_text=_("Sources that name this region."))
    include_parts = IncludePartsFilter()
    archived = ArchivedFilter()

    class Meta:
        model = Source
        fields: tuple[str, ...] = ()


class TradeFigureFilterSet(FilterSet):
    reporter = RegionFilter("reporter", help_text=_("Whose exports, imports or turnover it is."))
    partner = RegionFilter("partner", help_text=_("The region traded with."))
    region = RegionFilter("reporter", "partner", help_text=_("The region on either side."))
    include_parts = IncludePartsFilter()
    between = RegionPairFilter(
        queryset_method="between",
        help_text=_("Two regions, as in BY,RU-MO: what either reports of trade with the other."),
    )
    flow = CodesFilter(
        choices=TradeFigure.Flow.choices, help_text=_("See codes/flows. May be repeated.")
    )
    product = ProductFilter("product__code", help_text=_("An HS code, or TOTAL for all goods."))
    include_lines = IncludeLinesFilter()
    edition = ChoiceFilter(
        field_name="product__edition",
        choices=Product.Edition.choices,
        help_text=_("The edition of the Harmonized System the product is coded in."),
    )
    level = ChoiceFilter(
        field_name="product__level",
        choices=Product.Level.choices,
        help_text=_("The level of the product: 0 all goods, 1 section, 2, 4 or 6 digits."),
    )
    frequency = CodesFilter(
        choices=Frequency.choices, help_text=_("See codes/frequencies. May be repeated.")
    )
    period = PeriodFilter(help_text=_("One period, as in 2024, 2024-Q1, 2024-03, 2023-01/2023-08."))
    period_from = DayFilter(
        field_name="period_start",
        lookup_expr="gte",
        help_text=_("Periods that start then or later."),
    )
    period_to = DayFilter(
        field_name="period_end", lookup_expr="lte", help_text=_("Periods that end then or earlier.")
    )
    source = RecordFilter(**SOURCE)
    observation_status = CodesFilter(
        choices=TradeFigure.ObservationStatus.choices,
        method="filter_as_known",
        help_text=_("See codes/observation-statuses. May be repeated."),
    )
    qualifier = CodesFilter(
        choices=TradeFigure.Qualifier.choices,
        help_text=_("See codes/qualifiers. May be repeated."),
    )
    currency = CurrencyFilter(method="filter_as_known", help_text=_("ISO 4217 code, such as USD."))
    known_at = KnownAtFilter()

    class Meta:
        model = TradeFigure
        fields: tuple[str, ...] = ()

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        at = self.form.cleaned_data.get(KNOWN_AT)
        return super().filter_queryset(queryset if at is None else known(queryset, at=at))

    def filter_as_known(self, figures: QuerySet[Any], name: str, value: Any) -> QuerySet[Any]:
        """By what a figure said then, where `known_at` asks about an earlier moment."""
        if not value:
            return figures
        asked = value if isinstance(value, list) else [value]
        return figures.filter(**{f"{name_of(name, figures)}__in": asked})


class TradedGoodFilterSet(FilterSet):
    origin = RegionFilter("origin", help_text=_("Where the goods come from."))
    destination = RegionFilter("destination", help_text=_("Where the goods go."))
    region = RegionFilter("origin", "destination", help_text=_("The region on either side."))
    include_parts = IncludePartsFilter()
    between = RegionPairFilter(
        method="filter_between", help_text=_("Two regions, as in BY,RU-MO: goods either way.")
    )
    product = ProductFilter("products__code", help_text=_("An HS code."))
    include_lines = IncludeLinesFilter()
    source = RecordFilter(**SOURCE)

    class Meta:
        model = TradedGood
        fields: tuple[str, ...] = ()

    def filter_between(
        self, goods: QuerySet[Any], name: str, pair: tuple[str, str]
    ) -> QuerySet[Any]:
        one, other = pair
        return goods.filter(Q(origin=one, destination=other) | Q(origin=other, destination=one))
