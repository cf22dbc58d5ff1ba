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

# PostgreSQL counts at once and shows rows at the commit. Counters are settled only while no other
# transaction writes. A snapshot alone does not tell: it does not know those that began after the
# last one to end. The number we draw tells: it is the first the snapshot left open, or somebody
# else has drawn one.
_SETTLED = (
    "CASE WHEN pg_is_in_recovery() THEN FALSE ELSE "
    "pg_snapshot_xmin(pg_current_snapshot()) = pg_snapshot_xmax(pg_current_snapshot()) "
    "AND pg_current_xact_id() = pg_snapshot_xmax(pg_current_snapshot()) END"
)


def version_of_records() -> str:
    """What the counters say now; the same as before when nothing has been written between."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(_sqlite_counters(), list(watched_tables()))
        else:
            cursor.execute(f"SELECT {_postgresql_counters()}")
        return repr(cursor.fetchall())


def settled_version_of_records() -> str | None:
    """The same, to be remembered with what is read after it; None while somebody else writes.

    Draws a transaction number on PostgreSQL, so it is not for every request.
    """
    if connection.vendor == "sqlite":  # one writer at a time, and its counters with its rows
        return version_of_records()
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {_SETTLED}, {_postgresql_counters()}")
        [(is_settled, *counters)] = cursor.fetchall()
        return repr([tuple(counters)]) if is_settled else None


@cache
def watched_tables() -> dict[str, str]:
    """The tables whose counters are read, each with its numbered column."""
    recorded = [
        model.history.model  # type: ignore[attr-defined]
        for model in apps.get_models()
        if issubclass(model, RecordedModel)
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
