"""How long the overview of all partnerships takes: a page of it, and all of it as CSV."""

import statistics
import time
import urllib.request

OVERVIEW = "/api/v1/partnerships/status/"


def overview_times(port: int, headers: dict[str, str], *, rounds: int = 5) -> str:
    """Milliseconds of each, medians, as lines of Markdown; one reader, nobody else asks."""
    lines = []
    for what, address in (
        ("a page of 100", f"{OVERVIEW}?page_size=100"),
        ("all as CSV", f"{OVERVIEW}?format=csv"),
    ):
        times, size = [], 0
        for _round in range(rounds + 1):
            started = time.perf_counter()
            asked = urllib.request.Request(f"http://127.0.0.1:{port}{address}", headers=headers)
            with urllib.request.urlopen(asked, timeout=300) as answer:
                size = len(answer.read())
            times.append((time.perf_counter() - started) * 1000)
        first, *others = times
        lines.append(
            f"Overview, {what}: {statistics.median(others):.0f} ms (median of {rounds}), "
            f"the first time {first:.0f} ms, {size:,} bytes"
        )
    return "\n".join(lines)
