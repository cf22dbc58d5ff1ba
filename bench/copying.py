"""Rows by COPY: quick, and held to every constraint of the table."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from django.db import connection
from django.db.models import Model

_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def copy_in(model: type[Model], rows: Iterable[Model]) -> None:
    """Write new records of a model, with the values a save would write, but no history."""
    fields = model._meta.concrete_fields
    columns = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    lines = (
        "\t".join(
            _written(field.get_db_prep_save(field.pre_save(row, True), connection))
            for field in fields
        )
        for row in rows
    )
    with connection.cursor() as cursor:
        table = connection.ops.quote_name(model._meta.db_table)
        cursor.copy_expert(f"COPY {table} ({columns}) FROM STDIN", Lines(lines))


def _written(value: Any) -> str:
    if value is None:
        return "\\N"
    return str(value).translate(_ESCAPES)


class Lines:
    """Lines as COPY reads them from a file."""

    def __init__(self, lines: Iterator[str]) -> None:
        self.lines = lines

    def read(self, _size: int = -1) -> str:
        return "".join(f"{line}\n" for line in islice(self.lines, 2_000))


def links(model: type[Model], field: str, pairs: Iterable[tuple[int, int]]) -> None:
    """Write many-to-many links: the record's number, then that of what it is linked to."""
    through = getattr(model, field).through
    relation = model._meta.get_field(field)
    one, other = f"{relation.m2m_field_name()}_id", f"{relation.m2m_reverse_field_name()}_id"
    rows = (through(pk=number, **{one: a, other: b}) for number, (a, b) in enumerate(pairs, 1))
    copy_in(through, rows)


def set_sequences(models: Iterable[type[Model]]) -> None:
    """Let the next record of each model get the next number."""
    from django.core.management.color import no_style

    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(models)):
            cursor.execute(statement)
