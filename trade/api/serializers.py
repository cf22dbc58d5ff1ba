"""How regions, products, sources and figures are shown."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from trade.api.evidence import EVIDENCE, EvidencedSerializer, SourceReferenceSerializer
from trade.api.records import (
    ProductReferenceSerializer,
    RecordSerializer,
    RegionReferenceSerializer,
)
from trade.figures.known import as_known
from trade.models import (
    ImportRun,
    Product,
    Region,
    RegionName,
    Source,
    TradedGood,
    TradeFigure,
    TradeFigureRevision,
)


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
    unit_multiplier = serializers.SerializerMethodField(
        help_text=_("The power of ten amounts are given in: 0, whole units of the currency.")
    )

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
            "unit_multiplier",
            "qualifier",
            "observation_status",
            "valuation",
            "amount_as_written",
            "change_percent",
            "change_as_written",
            "claimed_by",
            "is_pinned",
            "notes",
            "released_on",
            "recorded_at",
            *EVIDENCE,
        )

    def get_unit_multiplier(self, figure: TradeFigure) -> int:
        return 0

    def to_representation(self, instance: TradeFigure) -> dict[str, Any]:
        return super().to_representation(as_known(instance))


class ImportReferenceSerializer(RecordSerializer):
    """An import, by the key of its run."""

    class Meta:
        model = ImportRun
        fields = ("key", "file_name", "finished_at")


class TradeFigureRevisionSerializer(RecordSerializer):
    """What a figure said before it was revised, from when to when."""

    import_run = ImportReferenceSerializer(read_only=True, allow_null=True)
    replaced_by = ImportReferenceSerializer(read_only=True, allow_null=True)

    class Meta:
        model = TradeFigureRevision
        fields = (
            "value",
            "currency",
            "observation_status",
            "valuation",
            "released_on",
            "import_run",
            "recorded_at",
            "replaced_at",
            "replaced_by",
        )


class TradeFigureDetailSerializer(TradeFigureSerializer):
    """A figure with what it said before, the latest first."""

    import_run = ImportReferenceSerializer(read_only=True, allow_null=True)
    revisions = TradeFigureRevisionSerializer(many=True, read_only=True)

    class Meta(TradeFigureSerializer.Meta):
        fields = (*TradeFigureSerializer.Meta.fields, "import_run", "revisions")  # type: ignore[assignment]


class TradedGoodSerializer(EvidencedSerializer):
    """What goods go which way, in a source's words."""

    origin = RegionReferenceSerializer(read_only=True)
    destination = RegionReferenceSerializer(read_only=True)
    products = ProductReferenceSerializer(many=True, read_only=True)

    class Meta:
        model = TradedGood
        fields = ("id", "origin", "destination", "name", "products", "figure", *EVIDENCE)
