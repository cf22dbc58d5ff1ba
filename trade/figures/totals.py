"""Annual totals, kept exactly in step with the figures they are summed from.

What is summed, and what is not, is written in docs/decisions/0012-annual-totals.md. Whoever writes
figures past `TradeFigureQuerySet` and `save_figure` calls a `refresh_...` function in the same
transaction; an import does it once, for all keys it touched.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.db.models import QuerySet

from trade.figures.totals_sql import KEY, computed, lock_sources
from trade.models import AnnualTotal, Frequency, Source, TradeFigure

TOTAL_COLUMNS = (
    *KEY,
    "level",
    "edition",
    "currency",
    "value",
    "figures",
    "is_from_months",
)
_TOTALS = AnnualTotal._meta.db_table
_BATCH = 500


class TotalKey(NamedTuple):
    """What totals are kept for; each key has one at every level, edition and currency."""

    source_id: int
    reporter_id: str
    partner_id: str
    flow: str
    year: int


def keys_of(figures: "QuerySet[TradeFigure]") -> set[TotalKey]:
    """The keys whose totals these figures are, or would be, summed into."""
    rows = figures.filter(
        source__kind=Source.Kind.RELEASE, frequency__in=[Frequency.ANNUAL, Frequency.MONTHLY]
    ).order_by()
    found = rows.values_list("source_id", "reporter_id", "partner_id", "flow", "period")
    return {
        TotalKey(source_id, reporter, partner, flow, int(period[:4]))
        for source_id, reporter, partner, flow, period in found.distinct()
    }


def refresh_totals(keys: Iterable[TotalKey]) -> None:
    """Compute the totals of these keys anew."""
    every = sorted(keys)
    with transaction.atomic():
        lock_sources({key.source_id for key in every})
        for start in range(0, len(every), _BATCH):
            batch = every[start : start + _BATCH]
            row = f"({', '.join(['%s'] * len(KEY))})"
            touched = f"WITH touched ({', '.join(KEY)}) AS (VALUES {', '.join([row] * len(batch))})"
            _replace("touched", touched, [value for key in batch for value in key])


def refresh_totals_of(rows: Sequence[int], keys: Iterable[TotalKey] = ()) -> None:
    """Compute the totals anew of the figures with these numbers, and of the keys given."""
    found = set(keys)
    for start in range(0, len(rows), _BATCH):
        found |= keys_of(TradeFigure.objects.filter(pk__in=rows[start : start + _BATCH]))
    refresh_totals(found)


def refresh_totals_in(table: str) -> None:
    """Compute the totals anew of the keys in a table an import made.

    Its columns are source_id, reporter_id, partner_id, flow and year (a number), its rows distinct.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SELECT DISTINCT source_id FROM {table}")  # noqa: S608
        lock_sources({source_id for (source_id,) in cursor.fetchall()})
        if connection.vendor == "postgresql":
            cursor.execute(f"ANALYZE {table}")
        _replace(table)


def _replace(touched: str, introduced: str = "", values: Iterable[Any] = ()) -> None:
    given = list(values)
    key = ", ".join(KEY)
    with connection.cursor() as cursor:
        cursor.execute(
            f"{introduced} DELETE FROM {_TOTALS} WHERE ({key}) IN (SELECT {key} FROM {touched})",  # noqa: S608
            given,
        )
        cursor.execute(
            f"{introduced} INSERT INTO {_TOTALS} ({', '.join(TOTAL_COLUMNS)}) "
            f"{computed(of_keys_in=touched)}",
            given,
        )


def refresh_totals_of_source(source_id: int) -> None:
    """Compute all totals of one source anew, for example after it has become a release."""
    with transaction.atomic(), connection.cursor() as cursor:
        lock_sources({source_id})
        cursor.execute(f"DELETE FROM {_TOTALS} WHERE source_id = %s", [source_id])  # noqa: S608
        cursor.execute(
            f"INSERT INTO {_TOTALS} ({', '.join(TOTAL_COLUMNS)}) {computed(of_one_source=True)}",
            [source_id],
        )


def rebuild_totals() -> int:
    """Compute every total anew, source by source; how many there are then."""
    sources = Source.objects.filter(kind=Source.Kind.RELEASE).order_by("pk")
    AnnualTotal.objects.exclude(source__kind=Source.Kind.RELEASE).delete()
    for source_id in sources.values_list("pk", flat=True):
        refresh_totals_of_source(source_id)
    return AnnualTotal.objects.count()


@contextmanager
def keeping_totals(figures: "QuerySet[TradeFigure]") -> Iterator[None]:
    """Refresh, behind the block, the totals of what these figures were and of what they become."""
    with transaction.atomic():
        rows = list(figures.order_by().values_list("pk", flat=True))
        keys = keys_of(figures)
        yield
        refresh_totals_of(rows, keys)
