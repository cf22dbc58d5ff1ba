"""How fast the API answers, beside PostgreSQL alone and other programs over the same rows.

    python -m bench.serving [--rounds 3] [--seconds 2] [--clients 1 8 32] [--threads]
    python -m bench.serving --markdown      # the tables of the last run

Ours runs with production settings, two workers, a reader's token, and filters. Every answer is
first compared with the limit's: the same records, or there is no measuring. Then all take turns,
round by round; the medians count. Needs wrk, and pip and npm for the peers; what cannot be
installed is left out.
"""

import argparse
import json
import os
import random
import shutil
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg2

from bench.cooperation_data import prepared
from bench.databases import FOLDER, url_of
from bench.load import Request, Run, Trees, pgbench, postmaster, wrk
from bench.serving_databases import add_questions, in_sqlite, token_of_a_reader
from bench.serving_overview import overview_times
from bench.serving_questions import LIMIT, OURS, QUESTIONS, SELECTED, STATUS, Drawn, Question
from bench.serving_report import tables
from bench.serving_servers import THREADED, install_peers, running, servers

RESULTS = FOLDER / "serving.json"
NOT_CHANGED = "304"
OWN = (OURS, SELECTED, THREADED)
Cell = tuple[str, str, int]  # question, server, clients


def fetched(port: int, request: Request) -> tuple[Any, Any]:
    """The JSON of an answer and its headers; an error for anything but 200."""
    asked = urllib.request.Request(
        f"http://127.0.0.1:{port}{request.path}",
        data=request.body.encode() if request.body else None,
        headers=request.headers,
    )
    try:
        with urllib.request.urlopen(asked, timeout=60) as answer:
            return json.load(answer), answer.headers
    except urllib.error.HTTPError as error:
        raise SystemExit(f"{error} on port {port}: {request}: {error.read(2000)!r}") from error


class Asked:
    """The requests of one run: each question as each server takes it."""

    def __init__(
        self, drawn: list[Drawn], ports: dict[str, int], token: str, only: str = ""
    ) -> None:
        self.questions = [one for one in QUESTIONS if only.lower() in one.name.lower()]
        self.drawn = drawn
        self.ports = ports
        self.headers = {"Authorization": f"Bearer {token}"}

    def servers_of(self, question: Question) -> list[str]:
        threaded = [THREADED] if THREADED in self.ports else []
        return [name for name in [*question.ask, *threaded] if name in self.ports]

    def requests(self, question: Question, server: str) -> list[Request]:
        ask = question.ask[OURS if server == THREADED else server]
        made = [ask(one) for one in self.drawn]
        if server in OWN:
            return [one._replace(headers={**one.headers, **self.headers}) for one in made]
        return made

    def unchanged(self, question: Question) -> list[Request]:
        """Requests for what a client already has: each with the ETag of its answer."""
        found = []
        for request in self.requests(question, OURS)[:20]:
            _answer, headers = fetched(self.ports[OURS], request)
            etag = headers["ETag"] or ""
            found.append(request._replace(headers={**request.headers, "If-None-Match": etag}))
        return found


def verify(asked: Asked, url: str, *, count: int = 20) -> None:
    """Stop unless every server gives the limit's records, for a sample of each question."""
    connection = psycopg2.connect(url)
    chance = random.Random(1)
    for question in asked.questions:
        for place in chance.sample(range(len(asked.drawn)), count):
            with connection.cursor() as cursor:
                cursor.execute(question.limit.replace(":n", str(asked.drawn[place].number)))
                (answer,) = cursor.fetchone()
            wanted = question.records[LIMIT](answer)
            for server in asked.servers_of(question):
                records = question.records[OURS if server == THREADED else server]
                request = asked.requests(question, server)[place]
                answer, _headers = fetched(asked.ports[server], request)
                found = records(answer)
                if found != (len(wanted) if isinstance(found, int) else wanted):
                    raise SystemExit(f"{server} answers {question.name!r} with {found}: {request}")
    connection.close()
    print(f"{count} answers of each server hold the records of the limit's", flush=True)


def measure(
    asked: Asked, url: str, trees: Trees, options: argparse.Namespace
) -> dict[Cell, list[Run]]:
    runs: dict[Cell, list[Run]] = {}
    listed = {
        (question.name, server): asked.requests(question, server)
        for question in asked.questions
        for server in asked.servers_of(question)
    }
    listed |= {(f"{q.name}, {NOT_CHANGED}", OURS): asked.unchanged(q) for q in asked.questions}
    limits = {question.name: question.limit for question in asked.questions}
    for (_question, server), requests in listed.items():  # what is kept is there before we begin
        wrk(asked.ports[server], requests, clients=4, seconds=options.warm, trees=trees)
    for number in range(options.rounds):
        for clients in options.clients:
            load = {"clients": clients, "seconds": options.seconds, "trees": trees}
            for name, statement in limits.items():
                runs.setdefault((name, LIMIT, clients), []).append(pgbench(url, statement, **load))
            for (question, server), requests in listed.items():
                run = wrk(asked.ports[server], requests, **load)
                runs.setdefault((question, server, clients), []).append(run)
        print(f"round {number + 1} of {options.rounds}", flush=True)
        keep(runs, options)
    return runs


def keep(runs: dict[Cell, list[Run]], options: argparse.Namespace) -> None:
    kept = [[*cell, [list(run) for run in done]] for cell, done in runs.items()]
    RESULTS.write_text(json.dumps({"options": vars(options), "runs": kept}))


def kept() -> dict[Cell, list[Run]]:
    found = json.loads(RESULTS.read_text())["runs"]
    return {(q, server, clients): [Run(*run) for run in done] for q, server, clients, done in found}


def warm_up(asked: Asked) -> None:
    """Read every status once, so that what the program keeps of it is there."""
    for question in asked.questions:
        if question.records is not STATUS.records:
            continue
        started = time.perf_counter()
        requests = asked.requests(question, OURS)
        with ThreadPoolExecutor(4) as readers:
            list(readers.map(lambda request: fetched(asked.ports[OURS], request), requests))
        seconds = time.perf_counter() - started
        print(f"{question.name}, {len(requests)} for the first time: {seconds:.0f} s", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--figures", type=int, default=2_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=2)
    parser.add_argument("--warm", type=int, default=1)
    parser.add_argument("--clients", type=int, nargs="+", default=[1, 8, 32])
    parser.add_argument("--only", default="", help="questions whose name has these words")
    parser.add_argument("--threads", action="store_true", help="measure threaded workers too")
    parser.add_argument("--markdown", action="store_true", help="only print the last run's tables")
    options = parser.parse_args()
    if options.markdown:
        print(tables(kept()))
        return
    if shutil.which("wrk") is None or shutil.which("pgbench") is None:
        raise SystemExit("Install wrk and pgbench: apt-get install wrk postgresql-client-15")
    install_peers()
    url = url_of(prepared(options.figures))
    drawn = add_questions(url)
    token = token_of_a_reader(url)
    listed = servers(url, in_sqlite(url, options.figures), threads=options.threads)
    with running(listed) as processes:
        ports = {name: server.port for server in listed for name in server.names}
        asked = Asked(drawn, ports, token, options.only)
        verify(asked, url)
        warm_up(asked)
        trees = Trees([*processes.values(), postmaster(url), os.getpid()])
        overview = overview_times(ports[OURS], asked.headers)
        print(tables(measure(asked, url, trees, options)))
        print(f"\n{overview}")


if __name__ == "__main__":
    main()
