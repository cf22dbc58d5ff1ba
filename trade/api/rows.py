"""Lists read as values and written as they are, without a model and a serializer for each record.

Two thirds of what a long list cost went into those. What a list shows is still said by its
serializer; tests hold both alike (docs/decisions/0025-quick-lists.md).
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from rest_framework.mixins import ListModelMixin
from rest_framework.request import Request
from rest_framework.response import Response

from trade.api.evidence import SourceReferenceSerializer
from trade.api.selecting import Wanted, narrowed
from trade.api.viewsets import RecordViewSet

Row = dict[str, Any]
SOURCE_FIELDS = SourceReferenceSerializer.Meta.fields


class RowsMixin(ListModelMixin, RecordViewSet):
    """Adds a list that is read as values."""

    def as_rows(self, records: QuerySet[Any]) -> QuerySet[Any, Row]:
        """The filtered records as values of whatever columns are shown or needed."""
        raise NotImplementedError

    def in_json(self, rows: list[Row], wanted: Wanted) -> list[Row]:
        """What is shown of a page of them, in a number of queries that does not grow.

        What is not wanted need not be read.
        """
        raise NotImplementedError

    def shown_of(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        # The rows of a list load nothing with them.
        return queryset if self.action == "list" else super().shown_of(queryset)

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        records = self.filter_queryset(self.get_queryset())
        rows: Any = self.paginate_queryset(self.as_rows(plain(records)))
        selection = self.selection()
        shown = [narrowed(row, selection) for row in self.in_json(rows, Wanted(selection))]
        return self.get_paginated_response(shown)


def plain(records: QuerySet[Any]) -> QuerySet[Any]:
    """The same records without what models would be loaded with."""
    return records.select_related(None).prefetch_related(None)


def nested(row: Row, path: str, names: Iterable[str]) -> Row:
    """The columns of a record at a path, as a record within the row."""
    return {name: row[f"{path}__{name}"] for name in names}


def amount(value: Decimal | None) -> str | None:
    """An amount as text, so that no digit is lost."""
    return None if value is None else f"{value:f}"


def found_by(statement: str, keys: Collection[Any]) -> list[tuple[Any, ...]]:
    """What a statement finds by these keys, which stand in it as “{keys}”.

    A page asks a dozen such questions, all alike: the ORM takes longer to write each of them than
    the database to answer. For columns of text and numbers only: SQLite gives dates as text.
    """
    if not keys:
        return []
    with connection.cursor() as cursor:
        cursor.execute(statement.replace("{keys}", ", ".join(["%s"] * len(keys))), list(keys))
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def by_number(model: Any, numbers: Iterable[int | None], names: Sequence[str]) -> dict[int, Row]:
    """The records with these numbers: texts, numbers and keys of others. One query."""
    meta = model._meta
    columns = ", ".join(meta.get_field(name).column for name in names)
    statement = f"SELECT id, {columns} FROM {meta.db_table} WHERE id IN ({{keys}})"  # noqa: S608
    found = found_by(statement, set(numbers) - {None})
    return {number: dict(zip(names, values, strict=True)) for number, *values in found}


def names_of_regions(codes: Iterable[str | None]) -> dict[str, Row]:
    """The regions with these codes, each as another record names it. One query."""
    statement = "SELECT code, name FROM trade_region WHERE code IN ({keys})"
    found = found_by(statement, {code for code in codes if code})
    return {code: {"code": code, "name": name} for code, name in found}


def grouped(rows: Iterable[Row], by: str, shown: Callable[[Row], Row]) -> dict[Any, list[Row]]:
    """What is shown of rows, by a column of theirs, in their order."""
    found: dict[Any, list[Row]] = defaultdict(list)
    for row in rows:
        found[row[by]].append(shown(row))
    return found


_PASSAGES = """
    SELECT link.{owner}, source.key, passage.start, passage."end", passage.words
    FROM {links} AS link
    JOIN trade_passage AS passage ON passage.id = link.passage_id
    JOIN trade_source AS source ON source.id = passage.source_id
    WHERE link.{owner} IN ({keys})
    ORDER BY source.published_on DESC NULLS LAST, source.key, passage.start, passage."end"
"""


def passages_of(model: Any, numbers: Collection[int]) -> dict[int, list[Row]]:
    """The passages that records of a model rest on, by the number of the record. One query."""
    owner = f"{model._meta.get_field('passages').m2m_field_name()}_id"
    links = model.passages.through._meta.db_table
    found: dict[int, list[Row]] = defaultdict(list)
    for number, source, start, end, words in found_by(
        _PASSAGES.replace("{owner}", owner).replace("{links}", links), numbers
    ):
        found[number].append({"source": source, "start": start, "end": end, "words": words})
    return found


def sources_of(model: Any, numbers: Collection[int]) -> dict[int, list[Row]]:
    """The sources of records of a model that has several, by the number of the record. One query."""
    owner = f"{model._meta.get_field('sources').m2m_field_name()}_id"
    links = model.sources.through.objects.filter(**{f"{owner}__in": numbers}).order_by("source")
    found: dict[int, list[Row]] = defaultdict(list)
    for row in links.values(owner, *(f"source__{name}" for name in SOURCE_FIELDS)):
        found[row[owner]].append(nested(row, "source", SOURCE_FIELDS))
    return found
