"""How long somebody else waits who writes while a file is imported.

    python -m bench.waiting_writer [--rows 1000000] [--held 2000000] [--sqlite]

The other writer changes the notes of one partnership through Django, every 20 milliseconds. Its
waits count from when a write was due, so that a long one counts for all that it held up.
"""

import argparse
import multiprocessing
import statistics
import time
from typing import Any

from bench.databases import copy, drop, use
from bench.import_speed import file_of, ours, prepared

PAUSE = 0.02  # seconds
WARMING_UP = 3


def write(url: str, stop: Any, waits: Any) -> None:
    """Write until told to stop; when each write was due, and how long it took from then."""
    use(url)
    from cooperation.models import Partnership

    partnership = Partnership.objects.first()
    assert partnership is not None
    measured = []
    due = time.perf_counter()
    while not stop.is_set():
        due += PAUSE
        time.sleep(max(0, due - time.perf_counter()))
        partnership.notes = f"{due}"
        partnership.save()
        measured.append((due, time.perf_counter() - due))
    waits.extend(measured)


def load(url: str, path: str, span: Any) -> None:
    """Import the file; when that began and ended."""
    use(url)
    began = time.perf_counter()
    ours(url, path, times=1)
    span.extend((began, time.perf_counter()))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--held", type=int, default=2_000_000)
    parser.add_argument("--sqlite", action="store_true")
    asked = parser.parse_args()
    path = str(file_of(asked.rows))
    name = "run.sqlite3" if asked.sqlite else "run"
    url = copy(prepared(asked.held, sqlite=asked.sqlite), name)
    spawn = multiprocessing.get_context("spawn")
    with spawn.Manager() as manager:
        stop, waits, span = manager.Event(), manager.list(), manager.list()
        writer = spawn.Process(target=write, args=(url, stop, waits))
        importer = spawn.Process(target=load, args=(url, path, span))
        writer.start()
        time.sleep(WARMING_UP)
        importer.start()
        importer.join()
        stop.set()
        writer.join()
        began, ended = span
        during = sorted(wait for due, wait in waits if began <= due <= ended)
    drop(name)
    p99 = statistics.quantiles(during, n=100, method="inclusive")[98]
    print(
        f"{len(during)} writes due while {asked.rows} rows were imported: median "
        f"{statistics.median(during) * 1000:.1f} ms, p99 {p99 * 1000:.1f} ms, "
        f"longest {during[-1] * 1000:.0f} ms"
    )


if __name__ == "__main__":
    main()
