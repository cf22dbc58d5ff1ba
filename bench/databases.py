"""Databases to measure in: made once with reference data and figures, copied for each measurement."""

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from itertools import chain, islice
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg2

from bench.generate import NEWEST_YEAR, PARTNERS, PROJECT, REPORTERS, Traded, observations

FOLDER = PROJECT / "var" / "bench"
# Any address on the server will do; its user may create databases and is a superuser.
SERVER = os.environ.get("BENCH_POSTGRES", "postgres://127.0.0.1:5432/postgres")
PREFIX = "bilateral_bench"
DATASET = "bench-comtrade"
FIGURES = "trade_tradefigure"


def use(url: str) -> None:
    """Set Django up for this database; once in a process."""
    os.environ.update(DATABASE_URL=url, DJANGO_SETTINGS_MODULE="bench.settings")
    sys.path.insert(0, str(PROJECT))
    import django

    django.setup()


def url_of(name: str) -> str:
    if name.endswith(".sqlite3"):
        return f"sqlite:///{FOLDER / name}"
    return urlunsplit(urlsplit(SERVER)._replace(path=f"/{PREFIX}_{name}"))


def on_server(*statements: str) -> None:
    server = psycopg2.connect(SERVER)
    server.autocommit = True
    with server.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
    server.close()


def exists(name: str) -> bool:
    if name.endswith(".sqlite3"):
        return (FOLDER / name).exists()
    try:
        psycopg2.connect(url_of(name)).close()
    except psycopg2.OperationalError:
        return False
    return True


def drop(name: str) -> None:
    if not name.endswith(".sqlite3"):
        on_server(f"DROP DATABASE IF EXISTS {PREFIX}_{name} WITH (FORCE)")
        return
    for suffix in ("", "-wal", "-shm", "-import-lock"):
        (FOLDER / f"{name}{suffix}").unlink(missing_ok=True)


def copy(name: str, to: str) -> str:
    """A database with the content of another, whatever stood in its place; its URL."""
    drop(to)
    if to.endswith(".sqlite3"):
        shutil.copyfile(FOLDER / name, FOLDER / to)
    else:
        on_server(
            f"CREATE DATABASE {PREFIX}_{to} TEMPLATE {PREFIX}_{name} STRATEGY file_copy",
            "CHECKPOINT",
        )
    return url_of(to)


def create(name: str) -> str:
    """An empty database; its URL."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    drop(name)
    if not name.endswith(".sqlite3"):
        on_server(f"CREATE DATABASE {PREFIX}_{name} TEMPLATE template0 ENCODING 'UTF8'")
    return url_of(name)


def fill(url: str, figures: int) -> None:
    """Tables, reference data, the articles, and so many figures. In a process of its own."""
    use(url)
    from django.core.management import call_command
    from django.db import connection

    from trade.figures.totals import rebuild_totals
    from trade.models import Product, Source

    articles = sorted(map(str, (PROJECT / "fixtures" / "articles").glob("*.yaml")))
    call_command("migrate", verbosity=0)
    call_command("load_reference", verbosity=0)
    call_command("load_article", *articles, stdout=StringIO())
    release = Source.objects.create(key=DATASET, kind="release", title="Made up", publisher="UNSD")
    lines = Product.objects.filter(edition__in=["ANY", "HS2022"])
    products = dict(lines.values_list("code", "pk"))
    rows = (_stored(one, release.pk, products) for one in islice(_figures(), figures))
    (_copy if connection.vendor == "postgresql" else _insert)(connection, rows)
    rebuild_totals()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # `copy` takes the one file


def _figures() -> Iterator[Traded]:
    """What Belarus and Russia report of each other in ten years, then all others, newest first."""
    years = range(NEWEST_YEAR - 1, NEWEST_YEAR - 11, -1)
    first = [("BY", "RU"), ("RU", "BY")]
    everyone = (*PARTNERS, "W00")
    others = [
        (one, other)
        for one in REPORTERS
        for other in everyone
        if one != other and (one, other) not in first
    ]
    return chain(observations(years=years, pairs=first), observations(years=years, pairs=others))


COLUMNS = (
    "source_id,reporter_id,partner_id,flow,product_id,frequency,period,period_start,period_end,"
    "value,currency,qualifier,observation_status,valuation,period_as_written,amount_as_written,"
    "change_as_written,claimed_by,is_pinned,notes,recorded_at"
)


def _stored(one: Traded, source: int, products: dict[str, int]) -> tuple[Any, ...]:
    # fmt: off
    return (
        source, one.reporter, one.partner, one.flow, products[one.good.code], "A", str(one.year),
        f"{one.year}-01-01", f"{one.year}-12-31", f"{one.value:.2f}", "USD", "exact", "A",
        "CIF" if one.flow == "M" else "FOB", "", "", "", "", False, "", "2024-06-01 00:00:00+00",
    )
    # fmt: on


class _Lines:
    """Rows in the form COPY reads."""

    def __init__(self, rows: Iterator[tuple[Any, ...]]) -> None:
        self.rows = rows

    def read(self, _size: int = -1) -> str:
        return "".join("\t".join(map(str, row)) + "\n" for row in islice(self.rows, 5_000))


def _copy(connection: Any, rows: Iterator[tuple[Any, ...]]) -> None:
    with connection.cursor() as cursor, without_indexes(cursor):
        cursor.copy_expert(f"COPY {FIGURES} ({COLUMNS}) FROM STDIN", _Lines(rows))


@contextmanager
def without_indexes(cursor: Any) -> Iterator[None]:
    """Constraints and indexes are dropped, and made again behind the block: so a fill is quick."""
    cursor.execute(
        "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint "
        "WHERE conrelid = %s::regclass AND contype IN ('u', 'f')",
        [FIGURES],
    )
    constraints = cursor.fetchall()
    cursor.execute(
        "SELECT i.relname, pg_get_indexdef(i.oid) FROM pg_index JOIN pg_class i ON i.oid = indexrelid "
        "WHERE indrelid = %s::regclass AND NOT indisprimary "
        "AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = i.oid AND contype = 'u')",
        [FIGURES],
    )
    indexes = cursor.fetchall()
    for name, _definition in constraints:
        cursor.execute(f"ALTER TABLE {FIGURES} DROP CONSTRAINT {name}")
    for name, _definition in indexes:
        cursor.execute(f"DROP INDEX {name}")
    yield
    cursor.execute("SET maintenance_work_mem = '1GB'")
    for _name, definition in indexes:
        cursor.execute(definition)
    for name, definition in constraints:
        cursor.execute(f"ALTER TABLE {FIGURES} ADD CONSTRAINT {name} {definition}")


def _insert(connection: Any, rows: Iterator[tuple[Any, ...]]) -> None:
    places = ", ".join(["%s"] * len(COLUMNS.split(",")))
    with connection.cursor() as cursor:
        cursor.execute("BEGIN")
        while batch := list(islice(rows, 5_000)):
            cursor.executemany(f"INSERT INTO {FIGURES} ({COLUMNS}) VALUES ({places})", batch)
        cursor.execute("COMMIT")
