"""Has anything been recorded since? One number-only look at the database that says so.

Every change of a record adds a row to its history (trade/history.py); imports add revisions,
figures and totals. Each such row draws a number from the counter of its table. So the counters
together say what the database holds: while none has moved, nothing has changed. Reading them all
takes a third of a millisecond, however large the tables are.
"""

from functools import cache

from django.apps import apps
from django.db import connection

from trade.history import RecordedModel
from trade.models import AnnualTotal, TradeFigure, TradeFigureRevision

# What imports write without a history of their own.
WRITTEN_IN_BULK = (TradeFigure, TradeFigureRevision, AnnualTotal)

# PostgreSQL counts at once and shows rows at the commit: what is read while somebody writes may be
# older than what the counters say. A snapshot does not tell, since it does not know transactions
# younger than the last one to end. A session we may not look into counts as one that writes.
_SOMEBODY_WRITES = """
    SELECT EXISTS (
        SELECT FROM pg_stat_activity WHERE datname = current_database()
        AND pid <> pg_backend_pid()
        AND (backend_xid IS NOT NULL OR query = '<insufficient privilege>'))
"""


def version_of_records() -> str:
    """What the counters say now; the same as before when nothing has been written between."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(_sqlite_counters(), list(watched_tables()))
        else:
            cursor.execute(f"SELECT {_postgresql_counters()}")
        return repr(cursor.fetchall())


def settled_version_of_records() -> str | None:
    """The same, to be remembered with what is read after it; None while somebody else writes."""
    version = version_of_records()
    if connection.vendor == "sqlite":  # one writer at a time, and its counters with its rows
        return version
    with connection.cursor() as cursor:
        # Behind the counters: who begins between the two moves them on.
        cursor.execute(_SOMEBODY_WRITES)
        [(somebody_writes,)] = cursor.fetchall()
    return None if somebody_writes else version


@cache
def watched_tables() -> dict[str, str]:
    """The tables whose counters are read, each with its numbered column."""
    recorded = [
        model.history.model for model in apps.get_models() if issubclass(model, RecordedModel)
    ]
    return {
        model._meta.db_table: str(model._meta.pk.column) for model in (*recorded, *WRITTEN_IN_BULK)
    }


def _sqlite_counters() -> str:
    places = ", ".join(["%s"] * len(watched_tables()))
    return f"SELECT name, seq FROM sqlite_sequence WHERE name IN ({places}) ORDER BY name"  # noqa: S608


@cache
def _postgresql_counters() -> str:
    """The part of a SELECT that reads every counter; how the counters are called is asked once."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_get_serial_sequence(name, number) FROM unnest(%s::text[], %s::text[]) AS t (name, number)",
            [list(watched_tables()), list(watched_tables().values())],
        )
        # A counter nobody has drawn from yet says 1, like one drawn from once.
        return ", ".join(
            f"(SELECT last_value + is_called::int FROM {name})"  # noqa: S608
            for (name,) in cursor.fetchall()
        )
