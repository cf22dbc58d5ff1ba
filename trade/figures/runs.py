"""The record of an import: begun, ended well, failed, or interrupted."""

import datetime as dt
import hashlib
import logging
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import DatabaseError, InterfaceError
from django.utils.translation import gettext as _t

from trade.models import ImportRun, Source
from trade.models.upload import ON_THE_WAY

if TYPE_CHECKING:
    from trade.figures.outcome import Outcome

logger = logging.getLogger(__name__)


def close_interrupted_runs(source: Source, *, but: ImportRun | None, now: dt.datetime) -> None:
    """Say of imports whose process died that it did; called by who alone may import now."""
    unfinished = ImportRun.objects.filter(
        source=source, kind=ImportRun.Kind.TRADE, finished_at__isnull=True
    )
    # Uploads that wait for a worker have a run too, and nobody has interrupted it.
    waiting = unfinished.filter(uploads__state__in=ON_THE_WAY).values("pk")
    unfinished.exclude(pk__in=list(waiting)).exclude(pk=but.pk if but else 0).update(
        finished_at=now, error=_t("It was interrupted; nothing was loaded.")
    )


def finish_run(run: ImportRun, outcome: "Outcome", *, now: dt.datetime) -> None:
    """Put on record what an import did."""
    run.finished_at = now
    run.rows_read = outcome.read
    run.rows_added, run.rows_changed = outcome.added, outcome.changed
    run.rows_unchanged, run.rows_rejected = outcome.unchanged, outcome.rejected
    run.rows_set_aside = outcome.set_aside.total()
    run.rejects_file = str(outcome.rejects_file or "")
    aside = [f"{reason}: {count}" for reason, count in outcome.set_aside.most_common(20)]
    run.remarks = "\n".join([*outcome.warnings, *aside])
    run.error = "" if outcome.is_loaded else _t("Nothing was loaded: some rows were rejected.")
    run.save()


def fail_run(run: ImportRun, error: BaseException, *, now: dt.datetime) -> None:
    """Put on record that an import failed and why."""
    run.finished_at = now
    run.error = str(error) or type(error).__name__
    for name in ("rows_read", "rows_added", "rows_changed", "rows_unchanged", "rows_rejected"):
        setattr(run, name, 0)
    try:
        run.save()
    except (DatabaseError, InterfaceError):
        # The database is what failed: the next import into the dataset closes the record.
        logger.warning("The import of %s failed and could not be recorded.", run.file_name)


class Digest:
    """The SHA-256 of a file, computed in a thread while the file is read."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._digest = ""
        self._thread = threading.Thread(target=self._compute, name="digest", daemon=True)
        self._thread.start()

    def result(self) -> str:
        self._thread.join()
        return self._digest

    def _compute(self) -> None:
        try:
            with self._path.open("rb") as file:
                self._digest = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError:
            self._digest = ""  # reading it as a table says what is wrong
