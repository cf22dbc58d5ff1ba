"""One import at a time into a dataset: a lock that goes with the process that holds it."""

import sqlite3
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connection
from django.utils.translation import gettext as _t

from trade.models import ImportRun, Source

# Any number will do, as long as nothing else locks under it.
_IMPORTS = 7_204_031
_PAUSE = 0.2  # seconds between two looks

_in_this_process: dict[int, threading.Lock] = defaultdict(threading.Lock)


class DatasetBusyError(Exception):
    """Another import into this dataset is running: which one, since when."""

    def __init__(self, run: ImportRun | None) -> None:
        self.run = run
        if run is None:
            super().__init__(_t("Another import into this dataset is running."))
            return
        super().__init__(
            _t("%(file)s is being imported into this dataset since %(time)s by %(who)s.")
            % {
                "file": run.file_name,
                "time": f"{run.started_at:%Y-%m-%d %H:%M:%S} UTC",
                "who": run.started_by or _t("a command"),
            }
        )


@contextmanager
def one_import_into(
    source: Source, *, wait: bool, waiting: Callable[[DatasetBusyError], None] | None = None
) -> Iterator[None]:
    """Hold the dataset until the block ends; others wait, or get DatasetBusyError.

    `waiting` is told once whom we wait for. On SQLite, which lets one writer in at a time anyway,
    the lock is one for all datasets.
    """
    hold = _on_postgresql if connection.vendor == "postgresql" else _on_sqlite
    told = False
    while True:
        with hold(source.pk) as is_ours:
            if is_ours:
                yield
                return
            busy = DatasetBusyError(running_import(source))
        if not wait:
            raise busy
        if waiting is not None and not told:
            waiting(busy)
            told = True
        time.sleep(_PAUSE)


def running_import(source: Source) -> ImportRun | None:
    """The unfinished import into this dataset that began last."""
    runs = ImportRun.objects.filter(source=source, finished_at__isnull=True)
    return runs.select_related("started_by").first()


@contextmanager
def _on_postgresql(number: int) -> Iterator[bool]:
    key = [_IMPORTS, number % 2_147_483_647]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", key)
        [is_ours] = cursor.fetchone() or [False]
    try:
        yield is_ours
    finally:
        # A connection that is lost, or whose transaction failed, is closed by Django: so is its lock.
        if is_ours and connection.is_usable():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", key)


@contextmanager
def _on_sqlite(number: int) -> Iterator[bool]:
    if connection.is_in_memory_db():  # type: ignore[attr-defined]
        lock = _in_this_process[number]
        is_ours = lock.acquire(blocking=False)
        try:
            yield is_ours
        finally:
            if is_ours:
                lock.release()
        return
    # A file beside the database, locked as SQLite locks: the system frees it when a process dies.
    name = f"{connection.settings_dict['NAME']}-import-lock"
    holder = sqlite3.Connection(name, timeout=0, isolation_level=None)
    try:
        try:
            holder.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError:
            yield False
        else:
            yield True
    finally:
        holder.close()
