"""Loading reference data: the lists of the ground floor, and the areas regions cooperate in."""

import hashlib
import time
from pathlib import Path
from typing import Protocol

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cooperation.sector_tree import load_sector_terms, load_sectors
from trade.history import recording
from trade.models import ImportRun
from trade.reference import REASON, Outcome, load_products, load_region_names, load_regions

FILES = (
    "country_codes.csv",
    "subdivisions.csv",
    "areas.csv",
    "region_names.csv",
    "hs_sections.csv",
    "hs_2022.csv",
    "isic4.csv",
    "sectors.yaml",
)
STEPS = (
    (_("regions"), load_regions),
    (_("names of regions"), load_region_names),
    (_("products"), load_products),
    (_("sectors"), load_sectors),
    (_("terms of sectors"), load_sector_terms),
)


class Watcher(Protocol):
    """Somebody who wants to see how a load goes on."""

    def goes_on(self, step: str, done: int, total: int) -> None: ...

    def is_done(self, step: str, outcome: Outcome, seconds: float) -> None: ...


@transaction.atomic
def load_reference(*, folder: Path, watcher: Watcher) -> Outcome:
    """Bring all reference data to what the files in `folder` say, or nothing.

    Raises BadFileError for the first mistake in a file. When something changed, an ImportRun
    keeps the counts.
    """
    run = ImportRun(kind=ImportRun.Kind.REFERENCE, file_name=f"{folder.parent.name}/{folder.name}")
    _wait_for_other_loads()
    whole = Outcome()
    with recording(reason=REASON):
        for label, load in STEPS:
            step, started = str(label), time.perf_counter()

            def progress(done: int, total: int, step: str = step) -> None:
                watcher.goes_on(step, done, total)

            outcome = load(folder, progress)
            watcher.is_done(step, outcome, time.perf_counter() - started)
            whole += outcome
    if whole.has_written:
        run.sha256 = _digest(folder)
        run.rows_read, run.rows_added = whole.read, whole.added
        run.rows_changed, run.rows_unchanged = whole.changed, whole.unchanged
        run.finished_at = timezone.now()
        run.full_clean()
        run.save()
    return whole


def _wait_for_other_loads() -> None:
    # SQLite takes its one write lock when a transaction begins.
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [REASON])


def _digest(folder: Path) -> str:
    """The SHA-256 of all files, one behind the other."""
    digest = hashlib.sha256()
    for name in FILES:
        digest.update((folder / name).read_bytes())
    return digest.hexdigest()
