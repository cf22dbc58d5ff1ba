"""The rows of a table: which columns, read from where, a few thousand at a time."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, NamedTuple

from django.db.models import Q

Row = tuple[Any, ...]

# How many rows are held at once.
ROWS_AT_ONCE = 2_000


class Rows(NamedTuple):
    """Rows of a table as tuples, and the columns they have values for."""

    columns: list[Any]
    read: Iterable[Row]

    @property
    def names(self) -> list[str]:
        return [column.name for column in self.columns]

    def in_chunks(self) -> Iterator[list[Row]]:
        """The rows as they are read, so that memory does not grow with their number."""
        rows = iter(self.read)
        while chunk := list(islice(rows, ROWS_AT_ONCE)):
            yield chunk


def behind(place: tuple[Any, ...], names: tuple[str, ...]) -> Q:
    """The rows that come after a place in the order of these columns, none of which is null."""
    after, same = Q(), Q()
    for name, value in zip(names, place, strict=True):
        after |= same & Q((f"{name}__gt", value))
        same &= Q((name, value))
    # Said apart, the first column can be looked up in an index.
    return Q((f"{names[0]}__gte", place[0])) & after
