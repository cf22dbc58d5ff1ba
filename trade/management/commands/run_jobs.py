"""The worker: runs the jobs that the admin has queued."""

import threading
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker

from trade.figures.background import ThreadBackend
from trade.figures.reaper import reap, reap_until

REAP_EVERY = 10.0


class Command(BaseCommand):
    help = "Runs queued jobs until it is stopped, and takes back those of workers that died."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--until-done", action="store_true", help="Stop when no job is left to run."
        )

    def handle(self, *args: Any, until_done: bool, **options: Any) -> None:
        ThreadBackend.is_in_a_worker = True
        reap()
        stop = threading.Event()
        reaper = threading.Thread(target=reap_until, args=(stop, REAP_EVERY), name="reaper")
        reaper.daemon = True
        reaper.start()
        worker = Worker(
            queue_names=["*"],
            interval=1,
            batch=until_done,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=get_random_string(32),
            excluded_queue_names=[],
        )
        worker.configure_signals()
        try:
            worker.run()
        finally:
            stop.set()
            reaper.join()
