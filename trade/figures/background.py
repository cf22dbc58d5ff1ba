"""Running jobs where no worker is installed: in a thread of the web server itself."""

import threading
from typing import Any

from django.db import connection, transaction
from django.utils.crypto import get_random_string
from django_tasks_db.backend import DatabaseBackend

_running = threading.Lock()


class ThreadBackend(DatabaseBackend):
    """Keeps jobs in the database as a worker's backend does, and works them off in a thread.

    For a checkout on somebody's own machine. A server has a worker: its jobs are no load on the
    pages, and outlive a restart of them.
    """

    is_in_a_worker = False  # in a process that works the jobs off itself

    def enqueue(self, task: Any, args: Any, kwargs: Any) -> Any:
        queued: Any = super().enqueue(task, args, kwargs)
        transaction.on_commit(self.wake)
        return queued

    def wake(self) -> None:
        """Start a thread that works off what waits, unless one is at it."""
        if self.is_in_a_worker:
            return
        threading.Thread(target=self._work, name="jobs", daemon=True).start()

    def _work(self) -> None:
        # Imported when there is work: a management command brings its own logging along.
        from django_tasks_db.management.commands.db_worker import Worker

        try:
            with _running:
                Worker(
                    queue_names=["*"],
                    interval=0,
                    batch=True,
                    backend_name=self.alias,
                    startup_delay=False,
                    max_tasks=None,
                    worker_id=get_random_string(32),
                    excluded_queue_names=[],
                ).run()
        finally:
            connection.close()
