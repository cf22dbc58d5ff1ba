"""What the status of one partnership costs as the table of figures grows.

python -m bench.status_growth [--held 100000 10000000] [--rounds 50]
"""

import argparse
import datetime as dt
import statistics
import time

from bench.databases import url_of, use
from bench.fresh import in_fresh_process
from bench.import_speed import prepared


def seconds_of_status(url: str, rounds: int) -> list[float]:
    use(url)
    from django.contrib.auth.models import AnonymousUser

    from cooperation.models import Partnership
    from cooperation.status import status_of

    pair = Partnership.objects.of("BY", "RU").select_related("region_a", "region_b").get()
    measured = []
    for _round in range(rounds + 5):  # the first five warm the caches
        started = time.perf_counter()
        status_of(pair, as_of=dt.date(2025, 12, 31), user=AnonymousUser())
        measured.append(time.perf_counter() - started)
    return measured[5:]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--held", type=int, nargs="+", default=[100_000, 10_000_000])
    parser.add_argument("--rounds", type=int, default=50)
    asked = parser.parse_args()
    medians = []
    for held in asked.held:
        url = url_of(prepared(held, sqlite=False))
        times = in_fresh_process(seconds_of_status, url, asked.rounds)
        medians.append(statistics.median(times))
        print(f"status of BY and RU among {held} figures: {medians[-1] * 1000:.1f} ms (median)")
    print(f"{medians[-1] / medians[0]:.2f} times from the first to the last")


if __name__ == "__main__":
    main()
