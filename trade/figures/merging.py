"""Merging: what a staged file says becomes what is on record, all of it or nothing.

Statements are for PostgreSQL and SQLite alike. Rows that say what is on record already are left
out before anything is written, so that they are neither locked nor touched.
"""

import datetime as dt
from contextlib import suppress
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import DatabaseError, InterfaceError, connection

from trade.figures.products import NewProduct, make_products
from trade.figures.staging import STAGED
from trade.figures.statements import KEY, SAID, differs, drop_temporary, execute, fetch, same
from trade.figures.totals import refresh_totals_in
from trade.figures.weeding import REPEATED, REPEATED_KEYS
from trade.models import ImportRun, Product, Region, Source, TradeFigure, TradeFigureRevision

TOUCHED = "touched_figure"
TOUCHED_KEYS = "touched_total"
MADE = "made_product"

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


def count_staged() -> int:
    [(staged,)] = fetch(f"SELECT COUNT(*) FROM {STAGED}")  # noqa: S608
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
    execute(
        f"""
        CREATE TEMPORARY TABLE {TOUCHED} AS
        SELECT s.*, f.id AS figure_id FROM {STAGED} AS s
        LEFT JOIN {_FIGURES} AS f ON f.source_id = %s AND f.amount_as_written = ''
            AND {same("f", "s")}
        WHERE f.id IS NULL OR {differs("f", "s")} OR {as_read}
        ORDER BY {ordered}
        """,  # noqa: S608
        [source.pk],
    )
    [(added, changed)] = fetch(
        f"SELECT COUNT(*) - COUNT(figure_id), COUNT(figure_id) FROM {TOUCHED}"  # noqa: S608
    )
    return Merged(added, changed)


def first_changes(count: int, numbers: dict[int, str]) -> list[Change]:
    """Some of what a merge would do; `numbers` names products not made yet."""
    rows = fetch(
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
        Change(
            line,
            reporter,
            partner,
            flow,
            code or numbers[number],
            period,
            None if figure is None else _amount(*said[:3]),
            _amount(*said[3:]),
        )
        for line, reporter, partner, flow, number, code, period, figure, *said in rows
    ]


def _amount(value: Any, currency: str, status: str) -> str:
    amount = "–" if value is None else f"{Decimal(str(value)):.2f}"
    return f"{amount} {currency} {status}"


def merge(
    source: Source, run: ImportRun, new_products: dict[tuple[str, str], NewProduct], at: dt.datetime
) -> None:
    """Write what `find_touched` has gathered: products, revisions, figures, annual totals.

    `at` is the moment from which the new values are known. Called in a transaction; the dataset is
    the caller's alone (`one_import_into`).
    """
    _note_made(make_products(new_products))
    moment = connection.ops.adapt_datetimefield_value(at)
    if connection.vendor == "postgresql":
        # Somebody may be correcting one of them by hand: what they write is what is replaced.
        execute(
            f"""
            SELECT COUNT(*) FROM (
                SELECT f.id FROM {_FIGURES} AS f WHERE f.id IN
                    (SELECT figure_id FROM {TOUCHED} WHERE figure_id IS NOT NULL)
                ORDER BY f.id FOR UPDATE) AS held
            """  # noqa: S608
        )
    kept = ", ".join((*SAID, "released_on"))
    execute(
        f"""
        INSERT INTO {_REVISIONS}
            (figure_id, {kept}, import_run_id, recorded_at, replaced_at, replaced_by_id)
        SELECT id, {kept}, import_run_id, recorded_at, %s, %s FROM {_FIGURES}
        WHERE id IN (SELECT figure_id FROM {TOUCHED} WHERE figure_id IS NOT NULL)
        """,  # noqa: S608
        [moment, run.pk],
    )
    _upsert(source, run, moment)
    if connection.vendor == "postgresql":
        # Foreign keys are looked up now, not at the commit, when we hold the lock of the totals.
        execute("SET CONSTRAINTS ALL IMMEDIATE")
        execute("SET CONSTRAINTS ALL DEFERRED")
    drop_temporary(TOUCHED_KEYS)
    execute(
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
    given = [f"t.{name}" for name in read]
    given[read.index("product_id")] = "COALESCE(made.product_id, t.product_id)"
    execute(
        f"""
        INSERT INTO {_FIGURES}
            (source_id, {", ".join(read)}, import_run_id, recorded_at, {", ".join(fixed)})
        SELECT %s, {", ".join(given)}, %s, %s, {", ".join(fixed.values())}
        FROM {TOUCHED} AS t LEFT JOIN {MADE} AS made ON made.number = t.product_id WHERE TRUE
        ON CONFLICT (source_id, {", ".join(KEY)}, amount_as_written)
        DO UPDATE SET {", ".join(becomes)}
        """,  # noqa: S608
        [source.pk, run.pk, moment],
    )


def _note_made(numbers: dict[int, int]) -> None:
    """A table of the products made, by the negative numbers that staged rows have for them."""
    drop_temporary(MADE)
    execute(f"CREATE TEMPORARY TABLE {MADE} (number bigint PRIMARY KEY, product_id bigint)")
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {MADE} (number, product_id) VALUES (%s, %s)",  # noqa: S608
            list(numbers.items()),
        )


def clear_staging() -> None:
    """Drop what an import leaves on its connection; one that is lost has lost it with it."""
    with suppress(DatabaseError, InterfaceError):
        drop_temporary(STAGED, TOUCHED, TOUCHED_KEYS, MADE, REPEATED, REPEATED_KEYS)
        if connection.vendor == "postgresql":
            execute("RESET work_mem")


def data_version() -> int:
    """A number that is another when somebody else has written to a SQLite database; 0 elsewhere."""
    if connection.vendor != "sqlite":
        return 0
    [(version,)] = fetch("PRAGMA data_version")
    return int(version)
