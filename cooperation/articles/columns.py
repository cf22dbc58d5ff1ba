"""How the fields of a part of a file and the fields of a record correspond, in both directions."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import Model

from cooperation.articles.values import OneOf, Part, product_key, product_word
from trade.models import PartialDate, Precision, Product, Region


class Reference(NamedTuple):
    """A record by its natural key, whether it is already stored or not."""

    model: type[Model]
    key: tuple[Any, ...]


@dataclass(frozen=True)
class Column:
    """A field that is the same in file and record; `part` where the file calls it otherwise."""

    field: str
    part: str = ""

    @property
    def attribute(self) -> str:
        return self.part or self.field

    @property
    def fields(self) -> tuple[str, ...]:
        """The record's fields this column fills."""
        return (self.field,)

    def read(self, part: Part) -> dict[str, Any]:
        """The record's fields, from a part of a file."""
        return {self.field: getattr(part, self.attribute)}

    def write(self, record: Any, part: type[Part]) -> Any:
        """What a file says, from a record."""
        value = getattr(record, self.field)
        for rule in part.model_fields[self.attribute].metadata:
            if isinstance(rule, OneOf):
                return rule.word(value)
        return value


@dataclass(frozen=True)
class DateColumn(Column):
    """A date that may be known to the month or year: two fields of the record, one of the file."""

    @property
    def fields(self) -> tuple[str, ...]:
        return (self.field, f"{self.field}_precision")

    def read(self, part: Part) -> dict[str, Any]:
        date: PartialDate | None = getattr(part, self.attribute)
        values = (date.first, str(date.precision)) if date else (None, Precision.DAY.value)
        return dict(zip(self.fields, values, strict=True))

    def write(self, record: Any, part: type[Part]) -> PartialDate | None:
        first, precision = (getattr(record, field) for field in self.fields)
        return PartialDate(first, precision) if first else None


@dataclass(frozen=True)
class RecordColumn(Column):
    """Another record, by the one word that is its natural key: a region, an official."""

    model: type[Model] = Model

    def read(self, part: Part) -> dict[str, Any]:
        word = getattr(part, self.attribute)
        return {self.field: Reference(self.model, (word,)) if word is not None else None}

    def write(self, record: Any, part: type[Part]) -> str | None:
        other = getattr(record, self.field)
        if other is None:
            return None
        # The code of a region is its primary key, and so it needs no natural key beside.
        return str(other.pk if isinstance(other, Region) else other.natural_key()[0])


@dataclass(frozen=True)
class ProductColumn(Column):
    """A product, by its code."""

    def read(self, part: Part) -> dict[str, Any]:
        return {self.field: Reference(Product, product_key(getattr(part, self.attribute)))}

    def write(self, record: Any, part: type[Part]) -> str:
        return product_word(getattr(record, self.field))
