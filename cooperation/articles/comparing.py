"""Comparing a record with what a file says of it."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model

from cooperation.articles.columns import Column, Reference
from cooperation.articles.items import Item
from cooperation.articles.kinds import Kind
from cooperation.articles.problems import Place
from trade.models import Source

# Decided when a record is made: a second article that says the same is evidence, not a new source.
ONLY_WHEN_MADE = {"source"}


def place_of(kind: Kind, item: Item, name: str) -> Place:
    """Where the file says what stands in a field of the record."""
    for column in kind.columns:
        if name in column.fields and kind.part is not None:
            return (*item.place, kind.part.model_fields[column.attribute].alias or column.attribute)
    if kind.model is Source and name == "text":
        return ("text",)
    return item.place


def compared_columns(kind: Kind, values: dict[str, Any]) -> list[Column]:
    """The columns a stored record is compared by: its key is the same, and some are made once."""
    taken = {name for column in kind.columns for name in column.fields}
    rest = values.keys() - taken - set(kind.key) - ONLY_WHEN_MADE
    return [*kind.columns, *(Column(name) for name in sorted(rest))]


def stored_value(record: Any, name: str) -> Any:
    return getattr(record, record._meta.get_field(name).attname)


def key_of(value: Any) -> Any:
    return value.pk if isinstance(value, Model) else value


def refusal_of(record: Any, exclude: Iterable[str] = ()) -> ValidationError | None:
    """Why the model refuses a record; None when it does not."""
    try:
        record.full_clean(exclude=set(exclude))
    except ValidationError as error:
        return error
    return None


def in_words(key: tuple[Any, ...]) -> tuple[str, ...]:
    """A natural key in words: models write dates in it as text."""
    return tuple(str(word) for word in key)


def is_invalid(value: Any) -> bool:
    return isinstance(value, Model) and value.pk is None


def state_of(record: Any) -> dict[str, Any]:
    return {field.attname: getattr(record, field.attname) for field in record._meta.concrete_fields}


def in_order(records: set[Any]) -> list[Any]:
    return sorted(records, key=lambda record: record.pk)


def named(reference: Reference) -> dict[str, str]:
    words = ", ".join(str(word) for word in reference.key if word is not None)
    return {"what": f"{reference.model._meta.verbose_name} {words}"}


def shortly(value: Any) -> str:
    text = str(value)
    return text if len(text) <= 80 else f"{text[:77]}..."
