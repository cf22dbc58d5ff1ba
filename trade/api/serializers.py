"""How regions, products, sources and figures are shown."""

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from trade.api.evidence import EVIDENCE, EvidencedSerializer, SourceReferenceSerializer
from trade.api.records import (
    ProductReferenceSerializer,
    RecordSerializer,
    RegionReferenceSerializer,
)
from trade.models import Product, Region, RegionName, Source, TradedGood, TradeFigure


class RegionSerializer(RecordSerializer):
    """A country or a part of one."""

    class Meta:
        model = Region
        fields = (
            "code",
            "kind",
            "subdivision_type",
            "parent",
            "name",
            "alpha3",
            "numeric_code",
        )


class RegionNameSerializer(RecordSerializer):
    """Another name of a region."""

    class Meta:
        model = RegionName
        fields = ("language", "kind", "name")


class RegionDetailSerializer(RegionSerializer):
    """A region with its other names and what it is part of."""

    parent = RegionReferenceSerializer(read_only=True, allow_null=True)
    names = RegionNameSerializer(many=True, read_only=True)
    parts_count = serializers.IntegerField(
        source="parts.count", read_only=True, help_text=_("How many parts it has directly.")
    )

    class Meta(RegionSerializer.Meta):
        fields = (*RegionSerializer.Meta.fields, "names", "parts_count")  # type: ignore[assignment]


class ProductSerializer(RecordSerializer):
    """A line of the Harmonized System, or all goods."""

    parent = ProductReferenceSerializer(read_only=True, allow_null=True)

    class Meta:
        model = Product
        fields = ("id", "edition", "code", "level", "parent", "name")


class SourceSerializer(RecordSerializer):
    """Where facts come from, without its text."""

    class Meta:
        model = Source
        fields = (
            *SourceReferenceSerializer.Meta.fields,
            "language",
            "licence",
            "text_scope",
            "sha256",
            "archived_on",
            "archive_reason",
        )


class SourceDetailSerializer(SourceSerializer):
    """A source with its text, and the regions it names."""

    regions = serializers.SlugRelatedField(  # type: ignore[var-annotated]
        source="region_mentions",
        slug_field="region_id",
        many=True,
        read_only=True,
        help_text=_("Codes of the regions it names."),
    )

    class Meta(SourceSerializer.Meta):
        fields = (*SourceSerializer.Meta.fields, "text", "notes", "regions")  # type: ignore[assignment]


class TradeFigureSerializer(EvidencedSerializer):
    """One observation of trade, as its source words it and as a number."""

    reporter = RegionReferenceSerializer(read_only=True)
    partner = RegionReferenceSerializer(read_only=True)
    product = ProductReferenceSerializer(read_only=True)

    class Meta:
        model = TradeFigure
        fields = (
            "id",
            "reporter",
            "partner",
            "flow",
            "product",
            "frequency",
            "period",
            "period_start",
            "period_end",
            "period_as_written",
            "value",
            "value_low",
            "value_high",
            "currency",
            "qualifier",
            "observation_status",
            "valuation",
            "amount_as_written",
            "change_percent",
            "change_as_written",
            "claimed_by",
            "is_pinned",
            "notes",
            *EVIDENCE,
        )


class TradedGoodSerializer(EvidencedSerializer):
    """What goods go which way, in a source's words."""

    origin = RegionReferenceSerializer(read_only=True)
    destination = RegionReferenceSerializer(read_only=True)
    products = ProductReferenceSerializer(many=True, read_only=True)

    class Meta:
        model = TradedGood
        fields = ("id", "origin", "destination", "name", "products", "figure", *EVIDENCE)
