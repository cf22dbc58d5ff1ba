"""Pieces of SQL that imports are made of, for PostgreSQL and SQLite alike."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction

# A figure of statistics is found again by these, within its source.
KEY = ("reporter_id", "partner_id", "flow", "product_id", "period")
# What a figure says, but for the day it was released.
AMOUNT = ("value", "currency", "observation_status", "valuation")

_MANY = 1_000  # figures that nobody compares with each row


def execute(statement: str, params: list[Any] | None = None) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return int(cursor.rowcount)


def fetch(statement: str, params: list[Any] | None = None) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found


def same(one: str, other: str) -> str:
    return " AND ".join(f"{one}.{name} = {other}.{name}" for name in KEY)


def differs(one: str, other: str, names: tuple[str, ...] = AMOUNT) -> str:
    unlike = "IS DISTINCT FROM" if connection.vendor == "postgresql" else "IS NOT"
    return "(" + " OR ".join(f"{one}.{name} {unlike} {other}.{name}" for name in names) + ")"


@contextmanager
def joined_to(figures: str, params: list[Any]) -> Iterator[None]:
    """Let PostgreSQL find these figures one by one in their index if it knows they are many.

    It believes that reading millions of figures is cheaper than looking up a hundred thousand;
    those of a file lie beside each other, so that it takes four times as long. Of figures just
    loaded it knows nothing, and would compare each row with each: then all are read once.
    """
    if connection.vendor != "postgresql":
        yield
        return
    with transaction.atomic():
        is_known = _rows_expected(f"SELECT 1 FROM {figures}", params) >= _MANY  # noqa: S608
        kind = "hashjoin" if is_known else "nestloop"
        execute(f"SET LOCAL enable_{kind} = off")
        yield
        execute(f"SET LOCAL enable_{kind} = on")


def _rows_expected(statement: str, params: list[Any]) -> int:
    """How many rows PostgreSQL believes that a statement finds."""
    [(plans,)] = fetch(f"EXPLAIN (FORMAT JSON) {statement}", params)
    return int(plans[0]["Plan"]["Plan Rows"])


def drop_temporary(*tables: str) -> None:
    """Drop tables of our own, and no others of their names."""
    schema = "pg_temp" if connection.vendor == "postgresql" else "temp"
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"DROP TABLE IF EXISTS {schema}.{table}")
