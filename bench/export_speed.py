"""How fast figures leave as CSV, beside COPY TO of the same columns.

python -m bench.export_speed [--held 1000000] [--rounds 5]
"""

import argparse

from bench.databases import FIGURES, FOLDER, copy, drop, use
from bench.fresh import Measured, Watch, backend_of, describe, in_fresh_process, keep, median
from bench.import_speed import prepared

BY_HAND = f"""
    COPY (
        SELECT f.reporter_id, f.partner_id, f.flow, p.edition, p.code, f.frequency, f.period,
            f.value, f.value_low, f.value_high, f.currency, 0, f.qualifier, f.observation_status,
            f.valuation, s.key, f.released_on, f.amount_as_written, f.claimed_by
        FROM {FIGURES} AS f JOIN trade_product AS p ON p.id = f.product_id
        JOIN trade_source AS s ON s.id = f.source_id
        ORDER BY s.key COLLATE "C", f.reporter_id, f.partner_id, f.flow, p.code COLLATE "C",
            p.edition COLLATE "C", f.period COLLATE "C", f.id
    ) TO STDOUT (FORMAT csv, HEADER)
"""


def ours(url: str) -> Measured:
    use(url)
    from django.core.management import call_command
    from django.db import connection

    path = FOLDER / "export.csv"
    with Watch(backend_of(connection)) as watch:
        call_command("export_trade", str(path), "--format", "csv")
    return watch.result(path.stat().st_size)


def by_hand(url: str) -> Measured:
    use(url)
    from django.db import connection

    backend = backend_of(connection)
    path = FOLDER / "copy.csv"
    with (
        Watch(backend) as watch,
        connection.cursor() as cursor,
        path.open("w", encoding="utf-8") as file,
    ):
        cursor.copy_expert(BY_HAND, file)
    return watch.result(path.stat().st_size)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--held", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    url = copy(prepared(asked.held, sqlite=False), "run")
    runs: dict[str, list[Measured]] = {"ours": [], "by hand": []}
    for _round in range(asked.rounds):
        runs["ours"].append(in_fresh_process(ours, url))
        runs["by hand"].append(in_fresh_process(by_hand, url))
    drop("run")
    for what, done in runs.items():
        print(describe(f"{asked.held} figures as CSV, {what}", done))
    ratio = median(runs["ours"]).seconds / median(runs["by hand"]).seconds
    print(f"ours takes {ratio:.2f} times the time of COPY TO")
    keep(FOLDER, f"export_{asked.held}", runs)


if __name__ == "__main__":
    main()
