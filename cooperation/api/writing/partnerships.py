"""Bodies of partnerships: two regions, and the stage an analyst declares."""

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from cooperation.models import Partnership, PartnershipStage
from trade.api.writing.known_fields import KnownFields
from trade.api.writing.references import RegionReference
from trade.api.writing.writers import Values, Writer


class DeclaredStageWriter(KnownFields):
    """The stage an analyst declares, shown beside the computed one."""

    stage = serializers.ChoiceField(choices=PartnershipStage.choices)
    declared_on = serializers.DateField(help_text=_("The day of the declaration."))
    because = serializers.CharField(required=False, allow_blank=True, max_length=300)


class PartnershipWriter(Writer):
    """Two regions of different countries, in either order."""

    natural = ("region_a", "region_b")
    names = {"declared_on": "declared_stage.declared_on"}
    region_a = RegionReference()
    region_b = RegionReference()
    declared_stage = DeclaredStageWriter(required=False, allow_null=True)

    class Meta:
        model = Partnership
        fields = ("region_a", "region_b", "declared_stage", "notes")

    def complete(self, values: Values) -> Values:
        region_a, region_b = sorted(
            (values["region_a"], values["region_b"]), key=lambda region: region.code
        )
        return {**values, "region_a": region_a, "region_b": region_b}

    def assign(self, record: Partnership, values: Values) -> None:
        values = dict(values)
        if "declared_stage" in values:
            declared = values.pop("declared_stage") or {}
            record.declared_stage = declared.get("stage", "")
            record.declared_on = declared.get("declared_on")
            record.declared_because = declared.get("because", "")
        super().assign(record, values)
