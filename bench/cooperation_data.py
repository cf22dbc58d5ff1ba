"""Made-up cooperation of a realistic shape, always the same: what the API is measured on.

    python -m bench.cooperation_data [--figures 2000000] [--again]

5,000 partnerships, 20,000 officials, 50,000 meetings with participants, topics, sources and
passages, 50,000 proposals with their steps, mechanisms, follow-ups, and trade figures. A few
partnerships are busy and most are quiet. Written by COPY, so every constraint holds, without the
history that saves would leave: nothing that is measured reads it.
"""

import argparse
import random
from collections.abc import Iterator
from itertools import chain, islice
from typing import Any

from bench.databases import COLUMNS, FIGURES, create, drop, exists, use, without_indexes
from bench.fresh import in_fresh_process
from bench.generate import SEED, goods

PARTNERSHIPS, OFFICIALS, MEETINGS, PROPOSALS = 5_000, 20_000, 50_000, 50_000
ARTICLES, MECHANISMS, FOLLOW_UPS = 20_000, 10_000, 15_000
YEARS = range(2018, 2026)


def prepared(figures: int, *, again: bool = False) -> str:
    """The name of a database with all of it and so many figures, made if it is not there."""
    name = f"serving_{figures}"
    if again or not exists(name):
        try:
            in_fresh_process(fill_all, create(name), figures)
        except BaseException:
            drop(name)  # half a database would be taken for a whole one
            raise
    return name


def fill_all(url: str, figures: int) -> None:
    """Tables, reference data, cooperation and figures. In a process of its own."""
    use(url)
    from django.core.management import call_command
    from django.db import connection

    from bench.cooperation_meetings import make_meetings
    from bench.cooperation_people import make_pairs, make_people
    from bench.cooperation_work import (
        make_articles,
        make_follow_ups,
        make_mechanisms,
        make_proposals,
        numbered_models,
    )
    from bench.copying import set_sequences
    from trade.figures.totals import rebuild_totals

    call_command("migrate", verbosity=0)
    call_command("load_reference", verbosity=0)
    chance = random.Random(SEED)
    passages = make_articles(chance, ARTICLES)
    pairs = make_pairs(chance, PARTNERSHIPS)
    people = make_people(chance, pairs, ARTICLES, OFFICIALS)
    proposals = make_proposals(chance, pairs, ARTICLES, PROPOSALS)
    make_mechanisms(chance, pairs, ARTICLES, MECHANISMS)
    make_meetings(chance, pairs, people, proposals, passages, MEETINGS)
    make_follow_ups(chance, MEETINGS, FOLLOW_UPS)
    set_sequences(numbered_models())
    _copy_figures(connection, [pair.regions for pair in pairs], figures)
    rebuild_totals()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _copy_figures(connection: Any, pairs: list[tuple[str, str]], figures: int) -> None:
    from bench.copying import Lines
    from trade.models import Product, Source

    release = Source.objects.create(
        key="bench-release", kind="release", title="Made up", publisher="UNSD"
    )
    lines = Product.objects.filter(edition__in=["ANY", "HS2022"])
    products = dict(lines.values_list("code", "pk"))
    rows = islice(_figures(pairs, figures, products, release.pk), figures)
    with connection.cursor() as cursor, without_indexes(cursor):
        text = ("\t".join(map(str, row)) for row in rows)
        cursor.copy_expert(f"COPY {FIGURES} ({COLUMNS}) FROM STDIN", Lines(text))


def _figures(
    pairs: list[tuple[str, str]], wanted: int, products: dict[str, int], release: int
) -> Iterator[tuple[Any, ...]]:
    """All goods of every pair first, then the lines that make it up, the busiest pairs first."""
    chance = random.Random(SEED + 1)
    total = [(one, other, ["TOTAL"]) for one, other in pairs]
    codes = [good.code for good in sorted(goods(), key=lambda good: good.level) if good.level > 1]
    weights = [(place + 200) ** -0.6 for place in range(len(pairs))]
    cells = 2 * 2 * len(YEARS)  # two reporters, two flows
    share = 1.02 * (wanted - len(pairs) * cells / 2) / cells / sum(weights)
    lines = (
        (reporter, partner, codes[: max(6, round(share * weight))])
        for (one, other), weight in zip(pairs, weights, strict=True)
        for reporter, partner in ((one, other), (other, one))
    )
    for reporter, partner, traded in chain(total, lines):
        for flow in ("X", "M"):
            for code in traded:
                size = chance.lognormvariate(15 if code == "TOTAL" else 11, 1.5)
                for year in YEARS:
                    value = size * chance.lognormvariate(0, 0.2)
                    # fmt: off
                    yield (
                        release, reporter, partner, flow, products[code], "A", str(year),
                        f"{year}-01-01", f"{year}-12-31", f"{value:.2f}", "USD", "exact", "A",
                        "CIF" if flow == "M" else "FOB", "", "", "", "", False, "",
                        "2024-06-01 00:00:00+00",
                    )
                    # fmt: on


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--figures", type=int, default=2_000_000)
    parser.add_argument("--again", action="store_true", help="even if the database is there")
    asked = parser.parse_args()
    print(prepared(asked.figures, again=asked.again))


if __name__ == "__main__":
    main()
