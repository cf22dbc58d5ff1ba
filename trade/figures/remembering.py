"""What imports brought, written into the history of a figure before somebody changes it.

An import writes no history: the figure itself, its import and its revisions say all of it
(docs/decisions/0003-history.md). Once a figure is changed by hand they no longer do, and once it
is deleted its revisions are gone. So what they say is put on record first.
"""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet

from trade.history import RecordedHistory
from trade.models import ImportRun, TradeFigure, TradeFigureRevision
from trade.models.revision import SAID

# What an import gives a figure beside what a revision keeps.
AS_IMPORTED: dict[str, Any] = {
    "value_low": None,
    "value_high": None,
    "qualifier": TradeFigure.Qualifier.EXACT,
}
_AT_ONCE = 1_000


def remember_imports(figures: QuerySet[TradeFigure]) -> None:
    """Put into the history what imports said of these figures, where it is not there yet."""
    for some in _in_batches(figures):
        _remember(some)


def _in_batches(figures: QuerySet[TradeFigure]) -> Iterator[list[TradeFigure]]:
    keys = list(figures.order_by("pk").values_list("pk", flat=True))
    for first in range(0, len(keys), _AT_ONCE):
        yield list(TradeFigure.objects.filter(pk__in=keys[first : first + _AT_ONCE]))


def _remember(figures: list[TradeFigure]) -> None:
    by_key = {figure.pk: figure for figure in figures}
    history: Any = TradeFigure.history.model
    known = history.objects.filter(id__in=by_key).order_by("history_date", "history_id")
    told: dict[int, set[dt.datetime]] = {}
    for key, recorded_at in known.values_list("id", "recorded_at"):
        told.setdefault(key, set()).add(recorded_at)
    rows = []
    for key, recorded_at, run, said in _statements(figures):
        if recorded_at in told.get(key, ()):
            continue
        figure = by_key[key]
        is_new = key not in told
        told.setdefault(key, set()).add(recorded_at)
        columns = {f.attname: getattr(figure, f.attname) for f in history.tracked_fields}
        rows.append(
            history(
                **{**columns, **AS_IMPORTED, **said, "recorded_at": recorded_at},
                history_date=recorded_at,
                history_type="+" if is_new else "~",
                history_change_reason=f"import {run.file_name}"[:100],
                history_user_id=run.started_by_id,
            )
        )
    if not rows:
        return
    through = TradeFigure.passages.through.objects.filter(tradefigure__in=figures)
    quoted = set(through.values_list("tradefigure_id", flat=True))
    for row in history.objects.bulk_create(rows):
        if row.id in quoted:
            RecordedHistory().create_historical_record_m2ms(row, by_key[row.id])


def _statements(
    figures: list[TradeFigure],
) -> list[tuple[int, dt.datetime, ImportRun, dict[str, Any]]]:
    """What imports said of the figures, the earliest first."""
    revisions = TradeFigureRevision.objects.filter(
        figure__in=[figure.pk for figure in figures], import_run__isnull=False
    )
    sayings: list[TradeFigure | TradeFigureRevision] = [
        *revisions,
        *(figure for figure in figures if figure.import_run_id),
    ]
    runs = ImportRun.objects.in_bulk([saying.import_run_id for saying in sayings])
    found = [
        (
            saying.figure_id if isinstance(saying, TradeFigureRevision) else saying.pk,
            saying.recorded_at,
            runs[saying.import_run_id],
            {"import_run_id": saying.import_run_id, **{n: getattr(saying, n) for n in SAID}},
        )
        for saying in sayings
        if saying.import_run_id
    ]
    return sorted(found, key=lambda statement: statement[:2])
