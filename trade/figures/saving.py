"""Changing one figure, by hand or from an article: what it said before is kept, totals follow."""

import datetime as dt

from django.db import transaction

from trade.figures.remembering import remember_imports
from trade.figures.totals import keys_of, refresh_totals, refresh_totals_of
from trade.models import ImportRun, TradeFigure, TradeFigureRevision
from trade.models.revision import SAID


def save_figure(*, figure: TradeFigure, at: dt.datetime, run: ImportRun | None = None) -> None:
    """Save a new or changed figure; where it now says something else, keep what it said before.

    `at` is when that became known: `?known_at=` of the API goes by it. `run` is the import that
    brings it, where it is no hand that does.
    """
    with transaction.atomic():
        stored = TradeFigure.objects.filter(pk=figure.pk)
        keys = keys_of(stored)
        before = stored.select_for_update().first()
        remember_imports(stored)
        if before is None:
            figure.recorded_at, figure.import_run = at, run or figure.import_run
        elif any(getattr(before, name) != getattr(figure, name) for name in SAID):
            TradeFigureRevision.objects.create(
                figure=before,
                **{name: getattr(before, name) for name in SAID},
                import_run=before.import_run,
                recorded_at=before.recorded_at,
                replaced_at=at,
                replaced_by=run,
            )
            figure.recorded_at, figure.import_run = at, run
        figure.save()
        refresh_totals_of([figure.pk], keys)


def delete_figure(*, figure: TradeFigure) -> None:
    """Delete a figure; the totals follow."""
    with transaction.atomic():
        stored = TradeFigure.objects.filter(pk=figure.pk)
        keys = keys_of(stored)
        remember_imports(stored)
        figure.delete()
        refresh_totals(keys)
