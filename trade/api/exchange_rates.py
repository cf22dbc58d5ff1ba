"""Exchange rates, to read."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django_filters.filters import NumberFilter
from django_filters.filterset import FilterSet
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin

from trade.api.evidence import UNSHOWN, SourceReferenceSerializer
from trade.api.filters import CurrencyFilter, RecordFilter
from trade.api.filtersets import SOURCE
from trade.api.records import RecordSerializer
from trade.api.viewsets import RecordViewSet
from trade.models import ExchangeRate


class ExchangeRateSerializer(RecordSerializer):
    """How many units of a currency one US dollar was worth on average in a year, and who says so."""

    source = SourceReferenceSerializer(read_only=True)  # type: ignore[assignment]

    class Meta:
        model = ExchangeRate
        fields = ("id", "currency", "year", "units_per_usd", "source")


class YearFilter(NumberFilter):
    """A filter by year."""

    field_class = forms.IntegerField  # type: ignore[assignment]


class ExchangeRateFilterSet(FilterSet):
    currency = CurrencyFilter(help_text=_("ISO 4217 code, such as EUR."))
    year = YearFilter(
        min_value=1000, max_value=9999, help_text=_("The year the rate is the average of.")
    )
    source = RecordFilter(**{**SOURCE, "help_text": _("The key of the source that gives it.")})

    class Meta:
        model = ExchangeRate
        fields: tuple[str, ...] = ()


class ExchangeRateViewSet(ListModelMixin, RetrieveModelMixin, RecordViewSet):
    """Annual average exchange rates by which amounts are shown in US dollars, with their sources."""

    same_for_all_readers = True
    queryset = ExchangeRate.objects.select_related("source").defer(
        *(f"source__{column}" for column in UNSHOWN)
    )
    serializer_class = ExchangeRateSerializer
    filterset_class = ExchangeRateFilterSet
    ordering_fields = ("currency", "year")
    ordering = ("currency", "-year")
    is_searchable = False
