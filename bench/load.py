"""Loading a server: wrk for HTTP, pgbench for PostgreSQL alone; time, CPU and noise of each run."""

import json
import statistics
import subprocess
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from bench.fresh import TICKS, busy_seconds

NUMBERS = 300  # of questions; wrk and pgbench draw from them


class Request(NamedTuple):
    """One request as wrk sends it."""

    path: str
    headers: dict[str, str] = {}
    body: str | None = None


class Run(NamedTuple):
    """One measurement: requests a second, milliseconds, CPU milliseconds a request, and noise.

    `cpu` is that of client, server and database; `foreign` what others took, in processors.
    """

    rps: float
    p50: float
    p99: float
    errors: int
    cpu: float
    foreign: float


WRK = """
local requests = {}
init = function()
  math.randomseed(20251020)
  for line in io.lines(%(path)s) do
    local method, path, headers, body = line:match("^(.-)\\t(.-)\\t(.-)\\t(.*)$")
    local given = {}
    for name, value in headers:gmatch("(.-)\\1(.-)\\2") do given[name] = value end
    if body == "" then body = nil end
    requests[#requests + 1] = wrk.format(method, path, given, body)
  end
end
request = function() return requests[math.random(#requests)] end
done = function(summary, latency)
  local e = summary.errors
  io.write(string.format('{"n":%%d,"us":%%d,"errors":%%d,"p50":%%f,"p99":%%f}\\n', summary.requests,
    summary.duration, e.connect + e.read + e.write + e.status + e.timeout,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000))
end
"""


class Trees:
    """CPU seconds of processes and all that descend from them, also of those that have ended."""

    def __init__(self, roots: Iterable[int]) -> None:
        self.roots = set(roots)

    def seconds(self) -> float:
        processes = {}
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit():
                try:
                    fields = (entry / "stat").read_text().rpartition(")")[2].split()
                except OSError:
                    continue
                processes[int(entry.name)] = (int(fields[1]), sum(map(int, fields[11:15])))
        return (
            sum(
                ticks
                for process, (_parent, ticks) in processes.items()
                if self._holds(process, processes)
            )
            / TICKS
        )

    def _holds(self, process: int, processes: dict[int, tuple[int, int]]) -> bool:
        while process in processes:
            if process in self.roots:
                return True
            process = processes[process][0]
        return False


def _measured(command: list[str], trees: Trees) -> tuple[str, float, float]:
    """What the command printed, the CPU seconds of our processes, the foreign processors."""
    before, own, started = busy_seconds(), trees.seconds(), time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    time.sleep(0.1)  # a database connection that has just ended is counted when it is reaped
    own, took = trees.seconds() - own, time.perf_counter() - started
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)}: {done.stderr or done.stdout}")
    return done.stdout, own, max(0.0, (busy_seconds() - before - own) / took)


def wrk(port: int, requests: list[Request], *, clients: int, seconds: int, trees: Trees) -> Run:
    with tempfile.TemporaryDirectory() as folder:
        listed, script = Path(folder, "requests"), Path(folder, "wrk.lua")
        listed.write_text("".join(map(_line, requests)))
        script.write_text(WRK % {"path": json.dumps(str(listed))})
        command = f"wrk -t1 -c{clients} -d{seconds}s --timeout 20s -s {script}".split()
        printed, cpu, foreign = _measured([*command, f"http://127.0.0.1:{port}"], trees)
    found = json.loads(printed[printed.index('{"n"') :].splitlines()[0])
    count = max(found["n"], 1)
    return Run(
        found["n"] / found["us"] * 1e6,
        found["p50"],
        found["p99"],
        found["errors"],
        cpu / count * 1000,
        foreign,
    )


def _line(request: Request) -> str:
    headers = "".join(f"{name}\1{value}\2" for name, value in request.headers.items())
    method = "POST" if request.body else "GET"
    return "\t".join((method, request.path, headers, request.body or "")) + "\n"


def pgbench(url: str, statement: str, *, clients: int, seconds: int, trees: Trees) -> Run:
    """A statement about question number `:n`, as often as PostgreSQL can, prepared."""
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder, "script.sql")
        script.write_text(f"\\set n random(1, {NUMBERS})\n{statement};\n")
        command = f"pgbench -n -M prepared -c {clients} -T {seconds} -l".split()
        command += ["--log-prefix", f"{folder}/log", "-f", str(script), url]
        printed, cpu, foreign = _measured(command, trees)
        logs = [line.split() for path in Path(folder).glob("log*") for line in path.open()]
    times = sorted(int(fields[2]) / 1000 for fields in logs)
    rps = float(printed.partition("tps = ")[2].split()[0])
    return Run(
        rps,
        statistics.median(times),
        times[len(times) * 99 // 100],
        0,
        cpu / len(times) * 1000,
        foreign,
    )


def postmaster(url: str) -> int:
    """The process of the PostgreSQL server behind a URL; it must run on this machine."""
    import psycopg2

    if urlsplit(url).hostname not in ("127.0.0.1", "localhost", None):
        raise SystemExit("CPU is counted in /proc: PostgreSQL has to run on this machine.")
    connection = psycopg2.connect(url)
    backend = connection.info.backend_pid
    fields = Path(f"/proc/{backend}/stat").read_text().rpartition(")")[2].split()
    connection.close()
    return int(fields[1])


def median(runs: list[Run]) -> Run:
    """Each number's own median; errors are added."""
    middle = Run(*(statistics.median(column) for column in zip(*runs, strict=True)))
    return middle._replace(errors=sum(run.errors for run in runs))
