"""How a body names other records: by code, key or natural key, or as the API shows them."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from trade.models import Product, Region, Source

Key = Callable[[Any], dict[str, Any]]
TEXT: Any = serializers.CharField(max_length=300)


def text(lookup: str, *, allow_blank: bool = False) -> Key:
    """A part of a key that is a text, looked up by `lookup`."""
    field: Any = serializers.CharField(max_length=300, allow_blank=allow_blank)
    return lambda value: {lookup: field.run_validation(value)}


def code(lookup: str, *, member: str = "code") -> Key:
    """A part of a key that names a record by its code, or is that record as it is shown."""

    def read(value: Any) -> dict[str, Any]:
        named = value.get(member) if isinstance(value, Mapping) else value
        return {lookup: TEXT.run_validation(named)}

    return read


class Reference(serializers.Field[Any, Any, Any, Any]):
    """Another record, named by the parts of its key: as text, or as an object that holds them.

    `keys` are the parts by name. One part is given as text; several joined by slashes, as in
    BY/RU-MO, unless `has_text` is false. Where `by_number` is true, the number of the record does
    too, for the API shows it. Drafts are found by those who may see them.
    """

    def __init__(
        self,
        records: QuerySet[Any],
        keys: Mapping[str, Key],
        *,
        has_text: bool = True,
        by_number: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.records, self.keys = records, dict(keys)
        self.has_text, self.by_number = has_text, by_number

    @property
    def members(self) -> tuple[str, ...]:
        """What an object has that names the record."""
        return tuple(self.keys)

    def to_internal_value(self, data: Any) -> Any:
        lookups = self.lookups(data)
        records = self.records
        if hasattr(records, "visible_to"):
            records = records.visible_to(self.context["request"].user)
        found = records.filter(**lookups).first()
        if found is None:
            what = self.records.model._meta.verbose_name
            named = "/".join(str(value) for value in lookups.values())
            raise serializers.ValidationError(
                _t("There is no %(record)s “%(key)s”.") % {"record": what, "key": named[:200]}
            )
        return found

    def lookups(self, data: Any) -> dict[str, Any]:
        """By what the record is looked up; a ValidationError for what names no record."""
        is_number = isinstance(data, int) and not isinstance(data, bool)
        if self.by_number and is_number:
            return {"pk": data}
        if isinstance(data, Mapping):
            if self.by_number and not self.keys.keys() <= data.keys() and "id" in data:
                return self.lookups(data["id"])
            return self._lookups(data)
        if self.has_text and isinstance(data, str):
            parts = data.replace(",", "/").split("/") if len(self.keys) > 1 else [data]
            if len(parts) == len(self.keys):
                return self._lookups(dict(zip(self.keys, parts, strict=True)))
        raise serializers.ValidationError(self.hint)

    def _lookups(self, data: Mapping[str, Any]) -> dict[str, Any]:
        if not self.keys.keys() <= data.keys():
            raise serializers.ValidationError(self.hint)
        lookups: dict[str, Any] = {}
        for name, read in self.keys.items():
            lookups |= read(data[name])
        return lookups

    @property
    def hint(self) -> str:
        names = ", ".join(self.keys)
        if len(self.keys) == 1:
            return _t("Give its %(name)s.") % {"name": names}
        return _t("Give an object with %(names)s.") % {"names": names}

    def to_representation(self, value: Any) -> Any:
        return str(value)


class RegionReference(Reference):
    """A region, by its code."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("The code of a region, such as RU-MO."))
        super().__init__(Region.objects.all(), {"code": code("code")}, **kwargs)


class SourceReference(Reference):
    """A source, by its key."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("The key of the source that says so."))
        super().__init__(Source.objects.all(), {"key": code("key", member="key")}, **kwargs)


class ProductReference(Reference):
    """A line of the Harmonized System, as in HS2022/8544; TOTAL alone for all goods."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("Edition and code, as in HS2022/8544; or TOTAL."))
        keys = {"edition": text("edition"), "code": text("code")}
        super().__init__(Product.objects.all(), keys, **kwargs)

    def to_internal_value(self, data: Any) -> Any:
        if data == Product.TOTAL:
            data = {"edition": Product.Edition.ANY, "code": data}
        return super().to_internal_value(data)
