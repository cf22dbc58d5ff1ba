"""One import at a time into a dataset: a lock that goes with the process that holds it."""

import sqlite3
import threading
import time
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress

from django.db import DatabaseError, InterfaceError, connection, transaction
from django.utils.translation import gettext as _t

from trade.models import ImportRun, Source

# Any number will do, as long as nothing else locks under it.
_IMPORTS = 7_204_031
_PAUSE = 0.2  # seconds between two looks
_LOOKS = 10  # before an import that cannot be named is called just that

_in_this_process = threading.Lock()


class DatasetBusyError(Exception):
    """Another import is running into this dataset: which one, since when, by whom."""

    def __init__(self, run: ImportRun | None, *, is_of_another: bool = False) -> None:
        self.run = run
        if run is None:
            super().__init__(_t("Another import into this dataset is running."))
            return
        words = (
            _t("%(file)s is being imported into %(dataset)s since %(time)s by %(who)s.")
            if is_of_another
            else _t("%(file)s is being imported into this dataset since %(time)s by %(who)s.")
        )
        super().__init__(
            words
            % {
                "file": run.file_name,
                "dataset": run.source,
                "time": f"{run.started_at:%Y-%m-%d %H:%M:%S} UTC",
                "who": run.started_by or _t("a command"),
            }
        )


@contextmanager
def one_import_into(
    *sources: Source, wait: bool, waiting: Callable[[DatasetBusyError], None] | None = None
) -> Iterator[None]:
    """Hold the datasets until the block ends; others wait, or get DatasetBusyError.

    `waiting` is told once whom we wait for. The keys of the sources are what is locked, so that
    one not recorded yet is held too. On SQLite, which lets one writer in at a time anyway, the
    lock is one for all datasets.
    """
    looks, seen = 0, None
    while True:
        with _holding(sources) as is_ours:
            if is_ours:
                yield
                return
            busy = _busy(sources)
        # Whoever began just now is not on record yet, and may have to close the record of one
        # that was killed first: only a run that is seen twice is named.
        if (busy.run is None or busy.run != seen) and looks < _LOOKS:
            looks, seen = looks + 1, busy.run
        elif not wait:
            raise busy
        elif waiting is not None:
            waiting(busy)
            waiting = None
        time.sleep(_PAUSE)


@contextmanager
def on_record(source: Source) -> Iterator[Source]:
    """The source as it is on record, put there if it is new.

    A new one goes again where nothing came into it; the records of the failures stay. Called by who
    holds the dataset.
    """
    if source.pk is not None:
        yield source
        return
    stored = Source.objects.filter(key=source.key).first()
    if stored is not None:
        yield stored
        return
    source.save()
    try:
        yield source
    finally:
        with suppress(DatabaseError, InterfaceError), transaction.atomic():
            if not source.tradefigures.exists():
                source.import_runs.update(source=None)
                source.delete()


def is_being_imported_into(source: Source) -> bool:
    """Does a process that lives hold the dataset now?"""
    with _holding([source]) as is_ours:
        return not is_ours


def _busy(sources: Iterable[Source]) -> DatasetBusyError:
    """Who holds one of the datasets: the unfinished import that began last."""
    runs = ImportRun.objects.filter(kind=ImportRun.Kind.TRADE, finished_at__isnull=True)
    keys = [source.key for source in sources]
    if connection.vendor == "postgresql":
        runs = runs.filter(source__key__in=keys)
    run = runs.select_related("started_by", "source").first()
    return DatasetBusyError(
        run, is_of_another=bool(run and run.source and run.source.key not in keys)
    )


@contextmanager
def _holding(sources: Iterable[Source]) -> Iterator[bool]:
    if connection.vendor == "postgresql":
        # In one order, whoever asks: two imports of several datasets never wait in a circle.
        numbers = sorted({zlib.crc32(source.key.encode()) >> 1 for source in sources})
        with ExitStack() as held:
            yield all(held.enter_context(_on_postgresql(number)) for number in numbers)
    elif connection.is_in_memory_db():  # type: ignore[attr-defined]
        is_ours = _in_this_process.acquire(blocking=False)
        try:
            yield is_ours
        finally:
            if is_ours:
                _in_this_process.release()
    else:
        with _on_sqlite() as is_ours:
            yield is_ours


@contextmanager
def _on_postgresql(number: int) -> Iterator[bool]:
    key = [_IMPORTS, number]
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
def _on_sqlite() -> Iterator[bool]:
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
