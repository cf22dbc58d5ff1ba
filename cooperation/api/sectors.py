"""The areas regions cooperate in."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters.filterset import FilterSet
from rest_framework import serializers
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin

from cooperation.api.filters import SectorFilter
from cooperation.models import Sector, SectorTerm
from trade.api.filters import IncludeLinesFilter, ProductFilter
from trade.api.records import ProductReferenceSerializer, RecordSerializer
from trade.api.viewsets import RecordViewSet


class SectorTermSerializer(RecordSerializer):
    """A term by which texts name a sector."""

    class Meta:
        model = SectorTerm
        fields = ("language", "term")


class SectorSerializer(RecordSerializer):
    """A sector with its place in the tree, and what it is in other classifications."""

    parent = serializers.SlugRelatedField(  # type: ignore[var-annotated, assignment]
        slug_field="code", read_only=True, allow_null=True, help_text=_("The code of its group.")
    )
    isic_codes = serializers.ListField(
        child=serializers.CharField(), read_only=True, help_text=_("ISIC Rev. 4 codes.")
    )
    products = ProductReferenceSerializer(many=True, read_only=True)
    terms = SectorTermSerializer(many=True, read_only=True)

    class Meta:
        model = Sector
        fields = ("code", "name", "parent", "isic_codes", "products", "terms")


class SectorDetailSerializer(SectorSerializer):
    """A sector with the sectors below it."""

    children = serializers.SlugRelatedField(  # type: ignore[var-annotated]
        slug_field="code", many=True, read_only=True, help_text=_("Codes of those below it.")
    )

    class Meta(SectorSerializer.Meta):
        fields = (*SectorSerializer.Meta.fields, "children")  # type: ignore[assignment]


class SectorFilterSet(FilterSet):
    parent = SectorFilter(
        "parent", method="filter_parent", help_text=_("Sectors directly below this one.")
    )
    under = SectorFilter("pk", help_text=_("The sector with this code and all below it."))
    product = ProductFilter("products__code", help_text=_("Sectors linked with this HS code."))
    include_lines = IncludeLinesFilter()

    class Meta:
        model = Sector
        fields: tuple[str, ...] = ()

    def filter_parent(self, sectors: QuerySet[Any], name: str, parent: Sector) -> QuerySet[Any]:
        return sectors.filter(parent=parent)


class SectorViewSet(ListModelMixin, RetrieveModelMixin, RecordViewSet):
    """The tree of sectors, with ISIC Rev. 4 codes, HS links and terms."""

    same_for_all_readers = True
    changed_with = ("terms",)
    queryset = Sector.objects.select_related("parent").prefetch_related("products", "terms")
    lookup_field = "code"
    serializer_class = SectorSerializer
    detail_serializer_class = SectorDetailSerializer
    filterset_class = SectorFilterSet
    ordering_fields = ("code", "name")
    ordering = ("code",)
