"""Staging: the rows of a file in a table of our own, which nobody else sees or waits for.

The table is temporary: PostgreSQL and SQLite drop it when the connection ends, however it ends.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice
from typing import Any, Protocol

from django.db import connection, transaction

from trade.figures.observation import Observation
from trade.figures.statements import drop_temporary
from trade.models.periods import period_bounds

STAGED = "staged_figure"
_COLUMNS = {
    "line": "integer",
    "reporter_id": "varchar(6)",
    "partner_id": "varchar(6)",
    "flow": "varchar(8)",
    "product_id": "bigint",
    "frequency": "varchar(1)",
    "period": "varchar(15)",
    "period_start": "date",
    "period_end": "date",
    "value": "decimal(24, 2)",
    "currency": "varchar(3)",
    "observation_status": "varchar(1)",
    "valuation": "varchar(3)",
    "released_on": "date",
}
_MEMORY = 64  # megabytes to sort and compare in, until the staging is cleared
_ORDINARY_CACHE = -2_000  # of SQLite, which it counts in negative kilobytes
_AT_ONCE = 2_000
_NULL = "\\N"

Numbered = tuple[Observation, int]  # an observation and the number of its product


class Watching(Protocol):
    """Something called now and then, between two batches of rows."""

    def __call__(self) -> None: ...


def create_staging() -> None:
    """An empty table, whatever an import before this one left on the connection."""
    columns = ", ".join(f"{name} {kind}" for name, kind in _COLUMNS.items())
    drop_temporary(STAGED)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE {STAGED} ({columns})")
        if connection.vendor == "postgresql":
            cursor.execute(f"SET work_mem = '{_MEMORY}MB'")
        else:
            cursor.execute(f"PRAGMA cache_size = {-1_000 * _MEMORY}")


def drop_staging() -> None:
    """Leave the connection as it was before."""
    drop_temporary(STAGED)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("RESET work_mem")
        else:
            cursor.execute(f"PRAGMA cache_size = {_ORDINARY_CACHE}")


def stage(rows: Iterable[Numbered], *, released_on: date | None, watch: Watching) -> None:
    """Put every row into the staging table, in batches.

    `released_on` is for rows that do not say it themselves. Whatever `rows` raises comes out.
    """
    if connection.vendor == "postgresql":
        _copy(_Copied(_as_text(rows, released_on), watch))
    else:
        _insert(_as_values(rows, released_on), watch)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {STAGED}")


class _Copied:
    """What COPY reads from: lines of text, joined to blocks."""

    def __init__(self, lines: Iterator[str], watch: Watching) -> None:
        self._lines = lines
        self._watch = watch
        self.error: BaseException | None = None

    def read(self, _size: int = -1) -> str:
        try:
            self._watch()
            return "".join(islice(self._lines, _AT_ONCE))
        except BaseException as error:  # noqa: BLE001 - psycopg2 would put its own in its place
            self.error = error
            return ""


def _copy(source: _Copied) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.copy_expert(f"COPY {STAGED} ({', '.join(_COLUMNS)}) FROM STDIN", source)
        if source.error is not None:
            raise source.error


def _insert(values: Iterator[tuple[Any, ...]], watch: Watching) -> None:
    places = ", ".join(["%s"] * len(_COLUMNS))
    insert = f"INSERT INTO {STAGED} ({', '.join(_COLUMNS)}) VALUES ({places})"  # noqa: S608
    with connection.cursor() as cursor:
        while batch := list(islice(values, _AT_ONCE)):
            # A plain BEGIN: it locks no more than what is written to, our temporary table.
            # Django's own would take the one lock that writers of the database queue for.
            is_ours = not connection.in_atomic_block
            if is_ours:
                cursor.execute("BEGIN DEFERRED")
            try:
                cursor.executemany(insert, batch)
            finally:
                if is_ours:
                    cursor.execute("COMMIT")
            watch()


class _Endings(dict[tuple[str, str, str, str], str]):
    """Currency, status, valuation and release of a row as COPY reads them."""

    def __init__(self, released_on: date | None) -> None:
        self.otherwise = released_on.isoformat() if released_on else _NULL

    def __missing__(self, said: tuple[str, str, str, str]) -> str:
        self[said] = text = "\t".join((*said[:3], said[3] or self.otherwise))
        return text


class _Periods(dict[str, tuple[str | None, str | None]]):
    """First and last day of each period."""

    def __missing__(self, period: str) -> tuple[str | None, str | None]:
        first, last = period_bounds(period)
        self[period] = days = (
            first.isoformat() if first else None,
            last.isoformat() if last else None,
        )
        return days


def _as_text(rows: Iterable[Numbered], released_on: date | None) -> Iterator[str]:
    endings, days = _Endings(released_on), _Periods()
    periods: dict[str, str] = {}
    for row, number in rows:
        line, reporter, partner, flow, _edition, _product, _name, frequency, period = row[:9]
        value = row[9]
        if period not in periods:
            first, last = days[period]
            periods[period] = f"{frequency}\t{period}\t{first or _NULL}\t{last or _NULL}"
        yield (
            f"{line}\t{reporter}\t{partner}\t{flow}\t{number}\t{periods[period]}\t"
            f"{_NULL if value is None else value}\t{endings[row[10:]]}\n"
        )


def _as_values(rows: Iterable[Numbered], released_on: date | None) -> Iterator[tuple[Any, ...]]:
    days = _Periods()
    otherwise = released_on.isoformat() if released_on else None
    for row, number in rows:
        yield (
            row.line,
            row.reporter,
            row.partner,
            row.flow,
            number,
            row.frequency,
            row.period,
            *days[row.period],
            row.value,
            row.currency,
            row.observation_status,
            row.valuation,
            row.released_on or otherwise,
        )
