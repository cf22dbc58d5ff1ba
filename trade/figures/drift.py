"""Finding annual totals that are not what the figures give."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import connection

from trade.figures.totals import TOTAL_COLUMNS
from trade.figures.totals_sql import computed
from trade.models import AnnualTotal

# SQLite adds up decimals as floating point numbers, in the order it finds them.
_SQLITE_PRECISION = Decimal("1e-12")
_KEY_COLUMNS = TOTAL_COLUMNS.index("value")

Row = tuple[Any, ...]


class Drift(NamedTuple):
    """A total that is kept and the one the figures give; None where there is none.

    `key` is source, reporter, partner, flow, year, level, edition and currency; each total is its
    value, how many figures it sums, and whether it is from months.
    """

    key: Row
    kept: Row | None
    computed: Row | None


def drifted_totals() -> Iterator[Drift]:
    """Every total that is missing, wrong, or has no figures, in the order of the keys."""
    columns = ", ".join(TOTAL_COLUMNS)
    kept = f"SELECT {columns} FROM {AnnualTotal._meta.db_table}"  # noqa: S608
    given = computed()
    with connection.cursor() as cursor:
        cursor.execute(f"{kept} EXCEPT {given}")
        ours = _by_key(cursor.fetchall())
        cursor.execute(f"{given} EXCEPT {kept}")
        theirs = _by_key(cursor.fetchall())
    for key in sorted({*ours, *theirs}):
        one, other = ours.get(key), theirs.get(key)
        if one is None or other is None or not _agree(one, other):
            yield Drift(key, one, other)


def _by_key(rows: list[Row]) -> dict[Row, Row]:
    found = {}
    for row in rows:
        value, figures, is_from_months = row[_KEY_COLUMNS:]
        amount = Decimal(str(value)).quantize(Decimal("0.01"))
        found[row[:_KEY_COLUMNS]] = (amount, int(figures), bool(is_from_months))
    return found


def _agree(one: Row, other: Row) -> bool:
    if one[1:] != other[1:]:
        return False
    allowed = _SQLITE_PRECISION * max(one[0], other[0]) if connection.vendor == "sqlite" else 0
    return bool(abs(one[0] - other[0]) <= allowed)
