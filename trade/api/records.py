"""How records are shown: read only, other records named by code or key."""

from typing import Any, ClassVar

from django.db import models
from rest_framework import serializers

from trade.models import Product, Region


class RecordSerializer(serializers.ModelSerializer[Any]):
    """The base of all serializers: every field is read only, and so is always there."""

    # An address may be empty, which the format “uri” of the schema would deny.
    serializer_field_mapping: ClassVar[Any] = {
        **serializers.ModelSerializer.serializer_field_mapping,
        models.URLField: serializers.CharField,
    }

    def include_extra_kwargs(self, kwargs: Any, extra_kwargs: Any) -> Any:
        may_be_blank = "choices" in kwargs and kwargs.get("allow_blank", False)
        kwargs = super().include_extra_kwargs(kwargs, {**extra_kwargs, "read_only": True})
        if may_be_blank:  # kept for the schema: "" is one of the values
            kwargs["allow_blank"] = True
        return kwargs


class RegionReferenceSerializer(RecordSerializer):
    """A region, named by its ISO 3166 code."""

    class Meta:
        model = Region
        fields = ("code", "name")


class ProductReferenceSerializer(RecordSerializer):
    """A line of the Harmonized System, named by edition and code."""

    class Meta:
        model = Product
        fields = ("id", "edition", "code", "level", "name")
