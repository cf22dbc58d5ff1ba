"""Lists read as values and written as they are, without a model and a serializer for each record.

Two thirds of what a long list cost went into those. What a list shows is still said by its
serializer; tests hold both alike (docs/decisions/0025-quick-lists.md).
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from rest_framework.mixins import ListModelMixin
from rest_framework.request import Request
from rest_framework.response import Response

from trade.api.evidence import SourceReferenceSerializer
from trade.api.selecting import narrowed
from trade.api.viewsets import RecordViewSet
from trade.models import Region

Row = dict[str, Any]
SOURCE_FIELDS = SourceReferenceSerializer.Meta.fields


class RowsMixin(ListModelMixin, RecordViewSet):
    """Adds a list that is read as values."""

    def as_rows(self, records: QuerySet[Any]) -> QuerySet[Any, Row]:
        """The filtered records as values of whatever columns are shown or needed."""
        raise NotImplementedError

    def in_json(self, rows: list[Row]) -> list[Row]:
        """What is shown of a page of them, in a number of queries that does not grow."""
        raise NotImplementedError

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        records = self.filter_queryset(self.get_queryset())
        rows: Any = self.paginate_queryset(self.as_rows(plain(records)))
        selection = self.selection()
        shown = [narrowed(row, selection) for row in self.in_json(rows)]
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


def names_of_regions(codes: Iterable[str | None]) -> dict[str, Row]:
    """The regions with these codes, each as another record names it. One query."""
    wanted = {code for code in codes if code}
    found = Region.objects.filter(code__in=wanted).order_by()
    return {code: {"code": code, "name": name} for code, name in found.values_list("code", "name")}


def grouped(rows: Iterable[Row], by: str, shown: Callable[[Row], Row]) -> dict[Any, list[Row]]:
    """What is shown of rows, by a column of theirs, in their order."""
    found: dict[Any, list[Row]] = defaultdict(list)
    for row in rows:
        found[row[by]].append(shown(row))
    return found


def passages_of(model: Any, numbers: Collection[int]) -> dict[int, list[Row]]:
    """The passages that records of a model rest on, by the number of the record. One query."""
    owner = f"{model._meta.get_field('passages').m2m_field_name()}_id"
    links = model.passages.through.objects.filter(**{f"{owner}__in": numbers})
    links = links.order_by("passage__source", "passage__start", "passage__end")
    found: dict[int, list[Row]] = defaultdict(list)
    for number, source, start, end, words in links.values_list(
        owner, "passage__source__key", "passage__start", "passage__end", "passage__words"
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
