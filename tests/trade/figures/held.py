"""A dataset that somebody else is importing into."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from trade.figures.datasets import one_import_into
from trade.models import Source


@contextmanager
def elsewhere(source: Source) -> Iterator[None]:
    """Hold a dataset in another thread, on another connection, while the block runs."""
    held, ended = threading.Event(), threading.Event()

    def hold() -> None:
        try:
            with one_import_into(source, wait=False):
                held.set()
                ended.wait(timeout=20)
        finally:
            connection.close()

    holder = threading.Thread(target=hold)
    holder.start()
    assert held.wait(timeout=20)
    try:
        yield
    finally:
        ended.set()
        holder.join()
