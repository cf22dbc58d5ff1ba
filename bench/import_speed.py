"""How fast a file of UN Comtrade is imported, beside COPY and an upsert written by hand.

    python -m bench.import_speed [--rows 1000000] [--rounds 3] [--held 2000000]
    python -m bench.import_speed --sqlite --rows 100000 --held 0

Every measurement is a fresh process on a fresh copy of the same database; ours and the one by hand
take turns. The same file is then loaded again.
"""

import argparse
from pathlib import Path
from typing import Any

from bench.databases import DATASET, FOLDER, copy, create, drop, exists, fill, use
from bench.fresh import Measured, Watch, backend_of, describe, in_fresh_process, keep, median
from bench.generate import write_comtrade


def ours(url: str, path: str, times: int = 2) -> list[Measured]:
    """Our import of a file, and of the same file again."""
    use(url)
    from django.db import connection

    from trade.figures.importing import import_trade_file
    from trade.models import Source

    source = Source.objects.get(key=DATASET)
    measured = []
    for _again in range(times):
        with Watch(backend_of(connection)) as watch:
            outcome = import_trade_file(path, source=source)
        measured.append(
            watch.result([outcome.added, outcome.changed, outcome.unchanged, outcome.rejected])
        )
    return measured


def hand_written(url: str, path: str) -> Measured:
    use(url)
    from django.db import connection

    from bench.by_hand import copy_and_upsert

    backend = backend_of(connection)
    with Watch(backend) as watch:
        written = copy_and_upsert(connection.connection, Path(path))
    return watch.result(written)


def prepared(held: int, *, sqlite: bool) -> str:
    """The name of a database that holds so many figures, made if it is not there."""
    name = f"held_{held}" + (".sqlite3" if sqlite else "")
    if not exists(name):
        in_fresh_process(fill, create(name), held)
    return name


def file_of(rows: int) -> Path:
    FOLDER.mkdir(parents=True, exist_ok=True)
    path = FOLDER / f"comtrade_{rows}.csv"
    if not path.exists():
        write_comtrade(path, rows)
    return path


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--held", type=int, default=2_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--sqlite", action="store_true")
    asked = parser.parse_args()
    path = str(file_of(asked.rows))
    name = prepared(asked.held, sqlite=asked.sqlite)
    copied = "run.sqlite3" if asked.sqlite else "run"
    runs: dict[str, list[Any]] = {"ours": [], "ours again": []}
    for number in range(asked.rounds):
        first, again = in_fresh_process(ours, copy(name, copied), path)
        runs["ours"].append(first)
        runs["ours again"].append(again)
        if not asked.sqlite:
            runs.setdefault("by hand", []).append(
                in_fresh_process(hand_written, copy(name, copied), path)
            )
        print(number, {what: [*done[-1]] for what, done in runs.items()}, flush=True)
    drop(copied)
    for what, done in runs.items():
        print(describe(f"{asked.rows} rows, {what}", done))
    if "by hand" in runs:
        ratio = median(runs["ours"]).seconds / median(runs["by hand"]).seconds
        print(f"ours takes {ratio:.2f} times the time of the one by hand")
    kind = "sqlite" if asked.sqlite else "postgresql"
    keep(FOLDER, f"import_{kind}_{asked.rows}", runs)


if __name__ == "__main__":
    main()
