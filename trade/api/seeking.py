"""Finding the records behind a given one, in any order, by ranges of an index.

A list ordered by a, b and c goes on behind a record where a and b are the same and c is further,
or a is the same and b further, or a is further. Each of these is one range of an index on
(a, b, c), read from its start and no further than a page is long; written as one condition with
ORs, databases read the index from the front.
"""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from django.core.exceptions import FieldDoesNotExist
from django.db.models import F, Q, QuerySet
from django.db.models.constants import LOOKUP_SEP
from django.db.models.expressions import OrderBy, RawSQL


class Column(NamedTuple):
    """One of the columns a list is ordered by; unknown values come last either way."""

    path: str
    is_descending: bool
    may_be_unknown: bool

    def order(self, *, backward: bool) -> OrderBy:
        descending = self.is_descending != backward
        nulls = {"nulls_first": True} if backward else {"nulls_last": True}
        return F(self.path).desc(**nulls) if descending else F(self.path).asc(**nulls)

    def same(self, value: Any) -> Q:
        return Q((f"{self.path}__isnull", True)) if value is None else Q((self.path, value))

    def further(self, value: Any, *, backward: bool) -> Iterator[Q]:
        """The rows further on than a value, as ranges."""
        if value is None:
            if backward:
                yield Q((f"{self.path}__isnull", False))
            return
        comparison = "lt" if self.is_descending != backward else "gt"
        yield Q((f"{self.path}__{comparison}", value))
        if self.may_be_unknown and not backward:
            yield Q((f"{self.path}__isnull", True))


def columns_of(queryset: QuerySet[Any]) -> list[Column]:
    """The columns a queryset of the API is ordered by; the last of them is unique."""
    found: list[Column] = []
    for order in queryset.query.order_by:
        assert isinstance(order, OrderBy)  # noqa: S101  # as the backend `Ordering` writes them
        expression: Any = order.expression
        path = expression.name
        found.append(Column(path, order.descending, _may_be_unknown(queryset, path)))
    return found


def _may_be_unknown(queryset: QuerySet[Any], path: str) -> bool:
    model: Any = queryset.model
    for name in path.split(LOOKUP_SEP):
        try:
            field = model._meta.pk if name == "pk" else model._meta.get_field(name)
        except FieldDoesNotExist:  # computed by the query
            return True
        if field.null:
            return True
        model = field.related_model
    return False


def value_at(record: Any, path: str) -> Any:
    """What a record has in a column it is ordered by; a record it refers to stands by its key."""
    if isinstance(record, dict):  # read as values
        return record["id" if path == "pk" else path]
    for name in path.split(LOOKUP_SEP):
        if record is None:
            return None
        record = getattr(record, name)
    return getattr(record, "pk", record)


def ranges_behind(columns: list[Column], values: list[Any], *, backward: bool) -> Iterator[Q]:
    """The ranges of rows behind the one with these values, or before it."""
    same = Q()
    for column, value in zip(columns, values, strict=True):
        for further in column.further(value, backward=backward):
            yield same & further
        same &= column.same(value)


def may_meet(one: Q, other: Q) -> bool:
    """Can rows be in both? Not where both fix a column and differ; planning for those costs."""
    fixed: Any = dict(one.children)  # type: ignore[arg-type]
    conditions: Any = other.children
    return all(fixed.get(path, value) == value for path, value in conditions)


def first_of(queryset: QuerySet[Any], ranges: Iterable[Q], *, size: int) -> QuerySet[Any]:
    """The first rows of a queryset among those in any of the ranges, which do not overlap."""
    selects: list[str] = []
    values: list[Any] = []
    for part in ranges:
        sql, given = queryset.filter(part).values("pk")[:size].query.sql_with_params()
        selects.append(f"SELECT * FROM ({sql}) AS a_range")  # noqa: S608
        values += given
    if not selects:
        return queryset.none()
    # SQLite takes no LIMIT inside of UNION, so Django makes no such query.
    every = RawSQL(" UNION ALL ".join(selects), values)  # noqa: S611  # values are parameters
    return queryset.filter(pk__in=every)[:size]
