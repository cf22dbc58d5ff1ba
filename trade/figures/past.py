"""Figures as they were on record at an earlier moment, those deleted since too.

What people do to figures is in the history; what imports bring is in the figure and its revisions
(trade/figures/remembering.py brings the two together where both happened).
"""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from trade.figures.remembering import AS_IMPORTED
from trade.models import TradeFigure, TradeFigureRevision
from trade.models.revision import SAID
from trade.past import Then, records_then

Statement = TradeFigure | TradeFigureRevision


def figures_then(where: Q, *, at: dt.datetime) -> Then:
    """The figures of that moment, in four queries. `where` is over paths from a figure."""
    then = records_then(TradeFigure, where, at=at)
    rows = TradeFigure.objects.filter(where | Q(pk__in=list(then.records))).order_by("pk")
    live = {figure.pk: figure for figure in rows}
    said = _said_then(live.values(), at=at)
    for key, figure in then.records.items():
        if key in said and said[key].recorded_at > figure.recorded_at:
            _say(figure, said[key])  # an import came after the last change by hand
    for key in said.keys() - _in_history(live, at=at):
        then.records[key] = live[key]
        _say(live[key], said[key])
    return then


def _said_then(figures: Iterable[TradeFigure], *, at: dt.datetime) -> dict[int, Statement]:
    """What holds the amount that each figure gave then; of those that gave one."""
    said: dict[int, Statement] = {}
    changed = []
    for figure in figures:
        if figure.recorded_at <= at:
            said[figure.pk] = figure
        else:
            changed.append(figure.pk)
    for revision in TradeFigureRevision.objects.filter(
        figure__in=changed, recorded_at__lte=at, replaced_at__gt=at
    ).order_by("recorded_at", "pk"):
        said[revision.figure_id] = revision
    return said


def _in_history(keys: Iterable[int], *, at: dt.datetime) -> set[int]:
    """Which of these figures the history knew something of by then."""
    history: Any = TradeFigure.history.model
    rows = history.objects.filter(id__in=list(keys), history_date__lte=at).order_by()
    return set(rows.values_list("id", flat=True).distinct())


def _say(figure: TradeFigure, statement: Statement) -> None:
    """Give a figure what a statement said; an import also takes away what it never brings."""
    if statement is figure:
        return
    for name in (*SAID, "recorded_at", "import_run_id"):
        setattr(figure, name, getattr(statement, name))
    if statement.import_run_id:
        for name, value in AS_IMPORTED.items():
            setattr(figure, name, value)
