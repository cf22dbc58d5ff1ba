"""Merging: what a staged file says becomes what is on record, all of it or nothing.

Statements are for PostgreSQL and SQLite alike. Rows that say what is on record already are left
out before anything is written, so that they are neither locked nor touched.
"""

import datetime as dt
from collections.abc import Iterator
from typing import Any, NamedTuple

from django.db import connection
from django.utils.translation import gettext as _t

from trade.figures.products import NewProduct, make_products
from trade.figures.staging import KEY, SAID, STAGED, drop_temporary
from trade.figures.totals import refresh_totals_in
from trade.models import ImportRun, Product, Region, Source, TradeFigure, TradeFigureRevision
from trade.models.figure import MISSING_STATUSES

TOUCHED = "touched_figure"
TOUCHED_KEYS = "touched_total"
REPEATED = "repeated_line"
REPEATED_KEYS = "repeated_figure"

_FIGURES = TradeFigure._meta.db_table
_REVISIONS = TradeFigureRevision._meta.db_table
_REGIONS = Region._meta.db_table
# What a figure that was read from a file has where an analyst may have put something else.
_AS_READ = {"qualifier": "'exact'", "value_low": "NULL", "value_high": "NULL"}
_EMPTY = {
    "period_as_written": "''",
    "amount_as_written": "''",
    "change_percent": "NULL",
    "change_as_written": "''",
    "claimed_by": "''",
    "is_pinned": "FALSE",
    "notes": "''",
}


class BadLine(NamedTuple):
    """A staged row that cannot be merged: why, or the line that says something else."""

    line: int
    reason: str
    other: int = 0

    def __str__(self) -> str:
        if not self.other:
            return self.reason
        return _t("disagrees with line %(line)d about the same figure") % {"line": self.other}


class Change(NamedTuple):
    """One difference between the file and what is on record; `before` is None for a new figure."""

    line: int
    reporter: str
    partner: str
    flow: str
    product: str
    period: str
    before: str | None
    after: str


class Merged(NamedTuple):
    """How many figures a merge adds and changes."""

    added: int
    changed: int


def _run(statement: str, params: list[Any] | None = None) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return int(cursor.rowcount)


def _rows(statement: str, params: list[Any] | None = None) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return cursor.fetchall()


def _same(one: str, other: str) -> str:
    return " AND ".join(f"{one}.{name} = {other}.{name}" for name in KEY)


def _differs(one: str, other: str, names: tuple[str, ...] = SAID) -> str:
    unlike = "IS DISTINCT FROM" if connection.vendor == "postgresql" else "IS NOT"
    return "(" + " OR ".join(f"{one}.{name} {unlike} {other}.{name}" for name in names) + ")"


def find_bad_lines() -> Iterator[BadLine]:
    """Staged rows no constraint would let in, and rows that say different things of one figure.

    They leave the staging table; so do repetitions of one row, which are not bad.
    """
    missing = ", ".join(f"'{status}'" for status in MISSING_STATUSES)
    for reason, condition in (
        (_t("a region does not trade with itself"), "reporter_id = partner_id"),
        (
            _t("there is no value, and no status that says why"),
            f"value IS NULL AND observation_status NOT IN ({missing})",
        ),
        (_t("an amount of trade is not negative"), "value < 0"),
    ):
        bad = _rows(f"SELECT line FROM {STAGED} WHERE {condition} ORDER BY line")  # noqa: S608
        if bad:
            _run(f"DELETE FROM {STAGED} WHERE {condition}")  # noqa: S608
        yield from (BadLine(line, reason) for (line,) in bad)
    yield from _find_disagreements()


def _find_disagreements() -> Iterator[BadLine]:
    key = ", ".join(KEY)
    drop_temporary(REPEATED, REPEATED_KEYS)
    _run(
        f"CREATE TEMPORARY TABLE {REPEATED_KEYS} AS SELECT {key}, MIN(line) AS line FROM {STAGED} "  # noqa: S608
        f"GROUP BY {key} HAVING COUNT(*) > 1"
    )
    [(repeated,)] = _rows(f"SELECT COUNT(*) FROM {REPEATED_KEYS}")  # noqa: S608
    if not repeated:
        return
    # Each row of such a figure: the figure's first line, and whether it says the same as that.
    _run(
        f"""
        CREATE TEMPORARY TABLE {REPEATED} AS
        SELECT s.line, first.line AS first_line,
            CASE WHEN {_differs("s", "first")} THEN s.line END AS other_line
        FROM {REPEATED_KEYS} AS k
        JOIN {STAGED} AS s ON {_same("s", "k")}
        JOIN {STAGED} AS first ON first.line = k.line AND {_same("first", "k")}
        """  # noqa: S608
    )
    disagreeing = f"""
        SELECT first_line, MAX(other_line) AS other_line FROM {REPEATED}
        GROUP BY first_line HAVING MAX(other_line) IS NOT NULL
    """  # noqa: S608
    bad = _rows(
        f"""
        SELECT r.line, CASE WHEN r.line = d.first_line THEN d.other_line ELSE d.first_line END
        FROM ({disagreeing}) AS d JOIN {REPEATED} AS r ON r.first_line = d.first_line
        ORDER BY r.line
        """  # noqa: S608
    )
    _run(
        f"""
        DELETE FROM {STAGED} WHERE line IN (
            SELECT r.line FROM {REPEATED} AS r
            LEFT JOIN ({disagreeing}) AS d ON d.first_line = r.first_line
            WHERE d.first_line IS NOT NULL OR r.line > r.first_line)
        """  # noqa: S608
    )
    yield from (BadLine(line, "", other) for line, other in bad)


def count_staged() -> int:
    [(staged,)] = _rows(f"SELECT COUNT(*) FROM {STAGED}")  # noqa: S608
    return int(staged)


def find_touched(source: Source) -> Merged:
    """Gather the staged rows that say something new, in the order of their keys."""
    drop_temporary(TOUCHED)
    ordered = ", ".join(
        f's.{name} COLLATE "C"'
        if connection.vendor == "postgresql" and name != "product_id"
        else f"s.{name}"
        for name in KEY
    )
    as_read = " OR ".join(
        f"f.{name} <> {value}" if value != "NULL" else f"f.{name} IS NOT NULL"
        for name, value in _AS_READ.items()
    )
    _run(
        f"""
        CREATE TEMPORARY TABLE {TOUCHED} AS
        SELECT s.*, f.id AS figure_id FROM {STAGED} AS s
        LEFT JOIN {_FIGURES} AS f ON f.source_id = %s AND f.amount_as_written = ''
            AND {_same("f", "s")}
        WHERE f.id IS NULL OR {_differs("f", "s")} OR {as_read}
        ORDER BY {ordered}
        """,  # noqa: S608
        [source.pk],
    )
    [(added, changed)] = _rows(
        f"SELECT COUNT(*) - COUNT(figure_id), COUNT(figure_id) FROM {TOUCHED}"  # noqa: S608
    )
    return Merged(added, changed)


def first_changes(count: int, numbers: dict[int, str]) -> list[Change]:
    """Some of what a merge would do; `numbers` names products not made yet."""
    rows = _rows(
        f"""
        SELECT t.line, t.reporter_id, t.partner_id, t.flow, t.product_id, p.code, t.period,
            f.id, f.value, f.currency, f.observation_status,
            t.value, t.currency, t.observation_status
        FROM {TOUCHED} AS t
        LEFT JOIN {_FIGURES} AS f ON f.id = t.figure_id
        LEFT JOIN {Product._meta.db_table} AS p ON p.id = t.product_id
        ORDER BY t.line LIMIT %s
        """,  # noqa: S608
        [count],
    )
    return [
        Change(*key, code or numbers[number], period, figure and _amount(*old), _amount(*new))
        for *key, number, code, period, figure, old, new in (
            (*row[:8], row[8:11], row[11:]) for row in rows
        )
    ]


def _amount(value: Any, currency: str, status: str) -> str:
    return f"{'–' if value is None else value} {currency} {status}"


def merge(
    source: Source, run: ImportRun, new_products: dict[tuple[str, str], NewProduct], at: dt.datetime
) -> None:
    """Write what `find_touched` has gathered: products, revisions, figures, annual totals.

    `at` is the moment from which the new values are known. Called in a transaction; the dataset is
    the caller's alone (`one_import_into`).
    """
    _renumber(make_products(new_products))
    moment = connection.ops.adapt_datetimefield_value(at)
    if connection.vendor == "postgresql":
        # Somebody may be correcting one of them by hand: what they write is what is replaced.
        _run(
            f"""
            SELECT COUNT(*) FROM (
                SELECT f.id FROM {_FIGURES} AS f WHERE f.id IN
                    (SELECT figure_id FROM {TOUCHED} WHERE figure_id IS NOT NULL)
                ORDER BY f.id FOR UPDATE) AS held
            """  # noqa: S608
        )
    kept = ", ".join((*SAID, "released_on"))
    _run(
        f"""
        INSERT INTO {_REVISIONS}
            (figure_id, {kept}, import_run_id, recorded_at, replaced_at, replaced_by_id)
        SELECT id, {kept}, import_run_id, recorded_at, %s, %s FROM {_FIGURES}
        WHERE id IN (SELECT figure_id FROM {TOUCHED} WHERE figure_id IS NOT NULL)
        """,  # noqa: S608
        [moment, run.pk],
    )
    _upsert(source, run, moment)
    drop_temporary(TOUCHED_KEYS)
    _run(
        f"""
        CREATE TEMPORARY TABLE {TOUCHED_KEYS} AS
        SELECT DISTINCT CAST(%s AS bigint) AS source_id, reporter_id, partner_id, flow,
            CAST(substr(period, 1, 4) AS integer) AS year
        FROM {TOUCHED} WHERE period <> ''
        """,  # noqa: S608
        [source.pk],
    )
    refresh_totals_in(TOUCHED_KEYS)


def _upsert(source: Source, run: ImportRun, moment: Any) -> None:
    read = (*KEY, "frequency", "period_start", "period_end", *SAID, "released_on")
    replaced = (*SAID, "released_on", "import_run_id", "recorded_at")
    becomes = [f"{name} = excluded.{name}" for name in replaced]
    becomes += [f"{name} = {value}" for name, value in _AS_READ.items()]
    fixed = {name: value for name, value in {**_AS_READ, **_EMPTY}.items() if value != "NULL"}
    _run(
        f"""
        INSERT INTO {_FIGURES}
            (source_id, {", ".join(read)}, import_run_id, recorded_at, {", ".join(fixed)})
        SELECT %s, {", ".join(read)}, %s, %s, {", ".join(fixed.values())}
        FROM {TOUCHED} WHERE TRUE
        ON CONFLICT (source_id, {", ".join(KEY)}, amount_as_written)
        DO UPDATE SET {", ".join(becomes)}
        """,  # noqa: S608
        [source.pk, run.pk, moment],
    )


def _renumber(numbers: dict[int, int]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {TOUCHED} SET product_id = %s WHERE product_id = %s",  # noqa: S608
            [(made, reserved) for reserved, made in numbers.items()],
        )


def clear_staging() -> None:
    """Drop what an import leaves on its connection."""
    drop_temporary(STAGED, TOUCHED, TOUCHED_KEYS, REPEATED, REPEATED_KEYS)


def data_version() -> int:
    """A number that is another when somebody else has written to a SQLite database; 0 elsewhere."""
    if connection.vendor != "sqlite":
        return 0
    [(version,)] = _rows("PRAGMA data_version")
    return int(version)
