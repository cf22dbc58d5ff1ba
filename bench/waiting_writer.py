"""How long somebody else waits who writes while a file is imported.

    python -m bench.waiting_writer [--rows 1000000] [--held 2000000] [--sqlite]

The other writer changes the notes of one partnership through Django, every 20 milliseconds.
"""

import argparse
import multiprocessing
import statistics
import time
from typing import Any

from bench.databases import copy, drop, use
from bench.import_speed import file_of, ours, prepared


def write(url: str, stop: Any, waits: Any) -> None:
    use(url)
    from cooperation.models import Partnership

    partnership = Partnership.objects.first()
    assert partnership is not None
    while not stop.is_set():
        started = time.perf_counter()
        partnership.notes = f"{started}"
        partnership.save()
        waits.append(time.perf_counter() - started)
        time.sleep(0.02)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--held", type=int, default=2_000_000)
    parser.add_argument("--sqlite", action="store_true")
    asked = parser.parse_args()
    name = "run.sqlite3" if asked.sqlite else "run"
    url = copy(prepared(asked.held, sqlite=asked.sqlite), name)
    spawn = multiprocessing.get_context("spawn")
    with spawn.Manager() as manager:
        stop, waits = manager.Event(), manager.list()
        writer = spawn.Process(target=write, args=(url, stop, waits))
        importer = spawn.Process(target=ours, args=(url, str(file_of(asked.rows))))
        writer.start()
        time.sleep(3)  # until it writes
        first = len(waits)
        importer.start()
        importer.join()
        stop.set()
        writer.join()
        during = sorted(list(waits)[first:])
    drop(name)
    p99 = statistics.quantiles(during, n=100)[98]
    print(
        f"{len(during)} writes during two imports of {asked.rows} rows: median "
        f"{statistics.median(during) * 1000:.1f} ms, p99 {p99 * 1000:.1f} ms, "
        f"longest {during[-1] * 1000:.0f} ms"
    )


if __name__ == "__main__":
    main()
