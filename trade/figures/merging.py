"""Merging: what a staged file says becomes what is on record, all of it or nothing.

Statements are for PostgreSQL and SQLite alike. Rows that say what is on record already are left
out before anything is written, so that they are neither locked nor touched.
"""

import datetime as dt
from collections.abc import Callable
from contextlib import suppress
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import DatabaseError, IntegrityError, InterfaceError, connection, transaction

from trade.figures.products import ProductNumbers, make_products, name_products
from trade.figures.remembering import AS_IMPORTED
from trade.figures.staging import STAGED, drop_staging
from trade.figures.statements import (
    KEY,
    differs,
    drop_temporary,
    execute,
    fetch,
    joined_to,
    same,
)
from trade.figures.totals import refresh_totals_in
from trade.figures.weeding import REPEATED, REPEATED_KEYS
from trade.history import tell_of_trade
from trade.models import ImportRun, Product, Region, Source, TradeFigure, TradeFigureRevision
from trade.models.revision import SAID

TOUCHED = "touched_figure"
TOUCHED_KEYS = "touched_total"
MADE = "made_product"
AT_ONCE = 100_000  # rows a statement, so that somebody may see how far it has come

_FIGURES = TradeFigure._meta.db_table
_REVISIONS = TradeFigureRevision._meta.db_table
_REGIONS = Region._meta.db_table
_PRODUCTS = Product._meta.db_table
_OF_SOURCE = "f.source_id = %s AND f.amount_as_written = ''"
# What a figure that was read from a file has where an analyst may have put something else.
_AS_READ = {name: "NULL" if value is None else f"'{value}'" for name, value in AS_IMPORTED.items()}
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
    """Gather the staged rows that say something new, in the order of their keys.

    Asked before the merge, so that nobody waits for it; `merge` sees to what happens in between.
    """
    drop_temporary(TOUCHED, TOUCHED_KEYS)
    ordered = ", ".join(
        f's.{name} COLLATE "C"'
        if connection.vendor == "postgresql" and name != "product_id"
        else f"s.{name}"
        for name in KEY
    )
    # The rows of SQLite have numbers of their own, in the order they are put there.
    is_numbered = connection.vendor == "sqlite"
    numbered = "" if is_numbered else f", ROW_NUMBER() OVER (ORDER BY {ordered}) AS rowid"
    with joined_to(f"{_FIGURES} AS f WHERE {_OF_SOURCE}", [source.pk]):
        execute(
            f"""
            CREATE TEMPORARY TABLE {TOUCHED} AS
            SELECT s.*, f.id AS figure_id{numbered} FROM {STAGED} AS s
            LEFT JOIN {_FIGURES} AS f ON {_is_figure_of("s")}
            WHERE f.id IS NULL OR {_is_news("s")}
            ORDER BY {ordered}
            """,  # noqa: S608
            [source.pk],
        )
    found = _count_touched()
    if sum(found) > AT_ONCE and not is_numbered:
        execute(f"CREATE INDEX {TOUCHED}_in_order ON {TOUCHED} (rowid)")
    execute(
        f"""
        CREATE TEMPORARY TABLE {TOUCHED_KEYS} AS
        SELECT DISTINCT CAST(%s AS bigint) AS source_id, reporter_id, partner_id, flow,
            CAST(substr(period, 1, 4) AS integer) AS year
        FROM {TOUCHED} WHERE period <> ''
        """,  # noqa: S608
        [source.pk],
    )
    return found


def _is_figure_of(row: str) -> str:
    """Is f the figure of the source that the row is about? Takes the number of the source."""
    return f"{_OF_SOURCE} AND {same('f', row)}"


def _is_news(row: str) -> str:
    """Does the row say something else than f? One that gives no release date leaves it."""
    as_read = " OR ".join(
        f"f.{name} <> {value}" if value != "NULL" else f"f.{name} IS NOT NULL"
        for name, value in _AS_READ.items()
    )
    dated = f"({row}.released_on IS NOT NULL AND {differs('f', row, ('released_on',))})"
    return f"({differs('f', row)} OR {dated} OR {as_read})"


def _count_touched() -> Merged:
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
    source: Source,
    run: ImportRun,
    products: ProductNumbers,
    at: dt.datetime,
    watch: Callable[[int, int], None],
) -> Merged:
    """Write what `find_touched` has gathered: products, revisions, figures, annual totals.

    `at` is the moment from which the new values are known. Called in a transaction; no other import
    into the dataset runs (`one_import_into`), but people may correct its figures: what they have
    written by now is what is replaced, and kept. `watch` is told how many rows of how many are
    merged.
    """
    _give_numbers(make_products(products.new))
    name_products(products.named)
    moment = connection.ops.adapt_datetimefield_value(at)
    while True:
        _hold_changed(source)
        found = _count_touched()
        try:
            with transaction.atomic():
                _write(source, run, moment, found, watch)
            break
        except IntegrityError:
            # Somebody has entered a figure of the file by hand since it was compared.
            if not _find_entered(source):
                raise
    if connection.vendor == "postgresql":
        # Foreign keys are looked up now, not at the commit, when we hold the lock of the totals.
        execute("SET CONSTRAINTS ALL IMMEDIATE")
        execute("SET CONSTRAINTS ALL DEFERRED")
    refresh_totals_in(TOUCHED_KEYS)
    tell_of_trade(_pairs_in_all_goods())
    return found


def _pairs_in_all_goods() -> list[tuple[str, str]]:
    """The reporters and partners whose trade in all goods together has changed."""
    return fetch(
        f"""
        SELECT DISTINCT t.reporter_id, t.partner_id FROM {TOUCHED} AS t
        JOIN {_PRODUCTS} AS p ON p.id = t.product_id AND p.code = %s
        """,  # noqa: S608
        [Product.TOTAL],
    )


def _hold_changed(source: Source) -> None:
    """Lock the figures that change, and look again what they say now."""
    locking = "ORDER BY f.id FOR NO KEY UPDATE OF f" if connection.vendor == "postgresql" else ""
    [(held,)] = fetch(
        f"""
        SELECT COUNT(*) FROM (
            SELECT f.id FROM {TOUCHED} AS t JOIN {_FIGURES} AS f ON f.id = t.figure_id
                AND {_is_figure_of("t")} {locking}) AS held
        """,  # noqa: S608
        [source.pk],
    )
    if held < _count_touched().changed:  # the others were deleted, or are about something else
        execute(
            f"""
            UPDATE {TOUCHED} AS t SET figure_id = NULL WHERE figure_id IS NOT NULL AND NOT EXISTS (
                SELECT 1 FROM {_FIGURES} AS f WHERE f.id = t.figure_id AND {_is_figure_of("t")})
            """,  # noqa: S608
            [source.pk],
        )
    if held:
        execute(
            f"""
            DELETE FROM {TOUCHED} AS t WHERE EXISTS (
                SELECT 1 FROM {_FIGURES} AS f WHERE f.id = t.figure_id AND NOT {_is_news("t")})
            """  # noqa: S608
        )


def _find_entered(source: Source) -> int:
    """Give touched rows that were new the figures that are there now; how many."""
    return execute(
        f"""
        UPDATE {TOUCHED} AS t
        SET figure_id = (SELECT f.id FROM {_FIGURES} AS f WHERE {_is_figure_of("t")})
        WHERE figure_id IS NULL AND EXISTS (
            SELECT 1 FROM {_FIGURES} AS f WHERE {_is_figure_of("t")})
        """,  # noqa: S608
        [source.pk, source.pk],
    )


def _write(
    source: Source, run: ImportRun, moment: Any, found: Merged, watch: Callable[[int, int], None]
) -> None:
    rows = sum(found)
    [(last,)] = fetch(f"SELECT COALESCE(MAX(rowid), 0) FROM {TOUCHED}")  # noqa: S608
    for first in range(0, last, AT_ONCE):
        watch(min(first, rows), rows)
        part = f"t.rowid > {first} AND t.rowid <= {first + AT_ONCE}" if last > AT_ONCE else "TRUE"
        if found.added:
            _insert(source, run, moment, part)
        if found.changed:
            _revise(run, moment, part)
    watch(rows, rows)


def _insert(source: Source, run: ImportRun, moment: Any, part: str) -> None:
    read = (*KEY, "frequency", "period_start", "period_end", *SAID)
    fixed = {name: value for name, value in {**_AS_READ, **_EMPTY}.items() if value != "NULL"}
    execute(
        f"""
        INSERT INTO {_FIGURES}
            (source_id, {", ".join(read)}, import_run_id, recorded_at, {", ".join(fixed)})
        SELECT %s, {", ".join(f"t.{name}" for name in read)}, %s, %s, {", ".join(fixed.values())}
        FROM {TOUCHED} AS t WHERE t.figure_id IS NULL AND {part}
        """,  # noqa: S608
        [source.pk, run.pk, moment],
    )


def _revise(run: ImportRun, moment: Any, part: str) -> None:
    """Keep what the figures said, then let them say what the file says."""
    execute(
        f"""
        INSERT INTO {_REVISIONS}
            (figure_id, {", ".join(SAID)}, import_run_id, recorded_at, replaced_at, replaced_by_id)
        SELECT f.id, {", ".join(f"f.{name}" for name in SAID)}, f.import_run_id, f.recorded_at,
            %s, %s
        FROM {TOUCHED} AS t JOIN {_FIGURES} AS f ON f.id = t.figure_id WHERE {part}
        """,  # noqa: S608
        [moment, run.pk],
    )
    becomes = [f"{name} = t.{name}" for name in SAID]
    becomes += [f"{name} = {value}" for name, value in _AS_READ.items()]
    execute(
        f"""
        UPDATE {_FIGURES} SET {", ".join(becomes)}, import_run_id = %s, recorded_at = %s
        FROM {TOUCHED} AS t WHERE {_FIGURES}.id = t.figure_id AND {part}
        """,  # noqa: S608
        [run.pk, moment],
    )


def _give_numbers(made: dict[int, int]) -> None:
    """Put the numbers of the products made in place of the negative ones that stood for them."""
    if not made:
        return
    drop_temporary(MADE)
    execute(f"CREATE TEMPORARY TABLE {MADE} (number bigint PRIMARY KEY, product_id bigint)")
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {MADE} (number, product_id) VALUES (%s, %s)",  # noqa: S608
            list(made.items()),
        )
    execute(
        f"""
        UPDATE {TOUCHED} SET product_id = made.product_id
        FROM {MADE} AS made WHERE made.number = {TOUCHED}.product_id
        """  # noqa: S608
    )


def clear_staging() -> None:
    """Drop what an import leaves on its connection; one that is lost has lost it with it."""
    with suppress(DatabaseError, InterfaceError):
        drop_temporary(TOUCHED, TOUCHED_KEYS, MADE, REPEATED, REPEATED_KEYS)
        drop_staging()
