"""Measuring in a fresh process: time, the CPU it took, the memory it needed, and the noise."""

import json
import multiprocessing
import os
import statistics
import time
import traceback
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple

TICKS = os.sysconf("SC_CLK_TCK")
MEGABYTE = 1024 * 1024


class Measured(NamedTuple):
    """One measurement. `cpu` is ours and our database connection's; `foreign` what others took.

    `foreign` is in processors: 0.5 is half of one, all the time.
    """

    seconds: float
    cpu: float
    foreign: float
    peak_mb: float
    said: Any


def busy_seconds() -> float:
    """CPU seconds the whole machine has spent."""
    fields = Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:]
    user, nice, system, _idle, _waiting, irq, softirq, steal = map(int, fields[:8])
    return (user + nice + system + irq + softirq + steal) / TICKS


def _cpu_of(process: int | None) -> float:
    """CPU seconds a process has spent; 0 for none, and for one on another machine."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / TICKS


def _peak_mb() -> float:
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


class Watch:
    """Times a block: `with Watch(backend) as watch: ...`, then `watch.result(said)`."""

    def __init__(self, backend: int | None = None) -> None:
        self.backend = backend

    def __enter__(self) -> "Watch":
        self.busy, self.own = busy_seconds(), time.process_time() + _cpu_of(self.backend)
        self.started = time.perf_counter()
        return self

    def __exit__(self, *error: object) -> None:
        self.seconds = time.perf_counter() - self.started
        self.cpu = time.process_time() + _cpu_of(self.backend) - self.own
        self.foreign = max(0.0, (busy_seconds() - self.busy - self.cpu) / self.seconds)

    def result(self, said: Any = None) -> Measured:
        return Measured(self.seconds, self.cpu, self.foreign, _peak_mb(), said)


def in_fresh_process(function: Callable[..., Any], *args: Any) -> Any:
    """What the function returns in a process of its own, so that nothing is warm or left over."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        result, error = pool.apply(_answer, (function, args))
    if error:
        raise RuntimeError(error)
    return result


def _answer(function: Callable[..., Any], args: tuple[Any, ...]) -> tuple[Any, str]:
    """The result, or the traceback as text: not every error can leave its process."""
    try:
        return function(*args), ""
    except Exception:  # noqa: BLE001
        return None, traceback.format_exc()


def backend_of(connection: Any) -> int | None:
    """The process that serves a Django connection to PostgreSQL."""
    if connection.vendor != "postgresql":
        return None
    connection.ensure_connection()
    return connection.connection.info.backend_pid


def median(runs: Iterable[Measured]) -> Measured:
    """The run in the middle by time, the upper one of two."""
    ordered = sorted(runs, key=lambda run: run.seconds)
    return ordered[len(ordered) // 2]


def describe(what: str, runs: list[Measured]) -> str:
    """A line to print: the median, the span, CPU and noise."""
    middle = median(runs)
    times = [run.seconds for run in runs]
    return (
        f"{what}: {middle.seconds:.2f} s (median of {len(runs)}; {min(times):.2f} to "
        f"{max(times):.2f}), CPU {middle.cpu:.2f} s, foreign "
        f"{statistics.median(run.foreign for run in runs):.2f}, peak {middle.peak_mb:.0f} MB"
    )


def keep(folder: Path, name: str, runs: dict[str, list[Measured]]) -> None:
    """Keep every run, for whoever doubts a median."""
    path = folder / f"{name}.json"
    path.write_text(json.dumps({k: [r._asdict() for r in v] for k, v in runs.items()}, default=str))
