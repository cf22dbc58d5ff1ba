"""The signs of life of a job: that its process runs, and how far it has come."""

import threading
from contextlib import suppress
from types import TracebackType

from django.db import OperationalError, connection
from django.utils import timezone

from trade.figures.phases import Phase, Step
from trade.models import ImportRun, Upload

BEAT_EVERY = 2.0


class Heartbeat:
    """Writes every few seconds, on a connection of its own, how far a job has come.

    Loading is one transaction: what it writes itself, nobody sees before its end. SQLite lets
    nobody write while it lasts; that the dataset is held is then the sign of life (`jobs.py`).
    """

    def __init__(self, upload: Upload, run: ImportRun, *, every: float = BEAT_EVERY) -> None:
        self._upload = Upload.objects.filter(pk=upload.pk, attempts=upload.attempts)
        self._run = run
        self._every = every
        self._step = Step(Phase.READING, 0, None)
        self._phase_started_at = timezone.now()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._beat, name="heartbeat", daemon=True)

    def note(self, step: Step) -> None:
        """Remember how far the job has come; costs nothing, so it may be called for each row."""
        if step.phase != self._step.phase:
            self._phase_started_at = timezone.now()
        self._step = step

    def __enter__(self) -> "Heartbeat":
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._ended.set()
        self._thread.join()
        with suppress(OperationalError):
            self._write()

    def _beat(self) -> None:
        while not self._ended.wait(self._every):
            # SQLite's one writer is at work, or the server restarts: the next beat says more.
            with suppress(OperationalError):
                self._write()
            connection.close()

    def _write(self) -> None:
        self._upload.update(
            heartbeat_at=timezone.now(),
            phase=self._step.phase,
            phase_started_at=self._phase_started_at,
            rows_done=self._step.rows,
            share_done=self._step.share,
            run=self._run if self._run.pk else None,
        )
