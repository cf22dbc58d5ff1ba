"""Bodies and parts of bodies that refuse fields nobody knows."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _t
from rest_framework import serializers


class KnownFields(serializers.Serializer[Any]):
    """A misspelt field is an error: ignored, it would look like done."""

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, Mapping):
            unknown = sorted(str(name) for name in set(data) - set(self.fields))
            if unknown:
                reason = _t("There is no such field here. There are: %(names)s.")
                told = reason % {"names": ", ".join(self.fields)}
                raise serializers.ValidationError(dict.fromkeys(unknown, told))
        return super().to_internal_value(data)
