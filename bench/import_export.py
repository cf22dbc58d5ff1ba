"""Rows a second of our import beside django-import-export, by default and at its best setting.

    pip install --target var/bench/lib --no-deps django-import-export tablib diff-match-patch
    PYTHONPATH=var/bench/lib python -m bench.import_export [--rows 20000]

It gets the rows ready made, with the numbers of sources and products, so reading is not counted.
At its best it looks nothing up: it creates in bulk, and takes the numbers and codes as they are;
once with our history and annual totals of every figure, which it writes through the model, and once
past them.
"""

import argparse
from decimal import Decimal
from itertools import islice
from typing import Any

from bench.databases import DATASET, FOLDER, copy, drop, use
from bench.fresh import Measured, Watch, backend_of, describe, in_fresh_process, keep, median
from bench.generate import observations
from bench.import_speed import file_of, ours, prepared

FIELDS = (
    "source", "reporter", "partner", "flow", "product", "frequency", "period", "value", "currency",
    "amount_as_written",
)  # fmt: skip


BULK = ("at its best", "at its best, past history and totals")
DEFAULT = "by default"


def theirs(url: str, rows: int, what: str) -> Measured:
    use(url)
    from django.db import connection, models
    from import_export.fields import Field
    from import_export.resources import ModelResource
    from tablib import Dataset

    from trade.models import Product, Source, TradeFigure
    from trade.models.figure import TradeFigureQuerySet

    class FigureResource(ModelResource):
        class Meta:
            model = TradeFigure
            fields = FIELDS
            import_id_fields = (*FIELDS[:5], "period", "amount_as_written")

    class PlainResource(FigureResource):
        source = Field("source_id", "source")
        reporter = Field("reporter_id", "reporter")
        partner = Field("partner_id", "partner")
        product = Field("product_id", "product")

        class Meta(FigureResource.Meta):
            use_bulk = True
            batch_size = 1000
            skip_diff = True
            force_init_instance = True  # every row is new

    source = Source.objects.get(key=DATASET).pk
    lines = Product.objects.filter(edition__in=["ANY", "HS2022"])
    products = dict(lines.values_list("code", "pk"))
    data: Any = Dataset(headers=FIELDS)
    for one in islice(observations(years=range(2023, 2040)), rows):
        data.append(
            (source, one.reporter, one.partner, one.flow, products[one.good.code], "A",
             str(one.year), Decimal(str(one.value)).quantize(Decimal("0.01")), "USD", "")
        )  # fmt: skip
    if what == BULK[1]:
        TradeFigureQuerySet.bulk_create = models.QuerySet.bulk_create
    resource = PlainResource() if what in BULK else FigureResource()
    with Watch(backend_of(connection)) as watch:
        result = resource.import_data(data, raise_errors=True)
    return watch.result(dict(result.totals))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    name = prepared(20_000, sqlite=False)
    path = str(file_of(asked.rows))
    runs: dict[str, list[Any]] = {"ours": [], **{what: [] for what in (*BULK, DEFAULT)}}
    for number in range(asked.rounds):
        runs["ours"].append(in_fresh_process(ours, copy(name, "run"), path)[0])
        for what in (*BULK, DEFAULT):
            if what == DEFAULT and number >= 3:
                continue  # it takes minutes
            runs[what].append(in_fresh_process(theirs, copy(name, "run"), asked.rows, what))
    drop("run")
    for what, done in runs.items():
        print(describe(f"{asked.rows} rows, {what}", done))
        print(f"  {asked.rows / median(done).seconds:,.0f} rows a second")
    keep(FOLDER, f"import_export_{asked.rows}", runs)


if __name__ == "__main__":
    main()
