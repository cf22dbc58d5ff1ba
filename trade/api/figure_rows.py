"""Figures of a list as `TradeFigureSerializer` shows them, from values."""

from typing import Any

from django.db.models import QuerySet

from trade.api.records import ProductReferenceSerializer
from trade.api.rows import (
    SOURCE_FIELDS,
    Row,
    RowsMixin,
    amount,
    names_of_regions,
    nested,
    passages_of,
)
from trade.api.selecting import EVERYTHING, Wanted
from trade.api.serializers import TradeFigureSerializer
from trade.figures.known import KNOWN, values_as_known
from trade.models import TradeFigure

PRODUCT_FIELDS = ProductReferenceSerializer.Meta.fields
AMOUNTS = ("value", "value_low", "value_high", "change_percent")
# Shown from elsewhere than a column of the same name; regions are read with their page.
_NOT_COLUMNS = ("product", "unit_multiplier", "source", "passages")
COLUMNS = (
    *(name for name in TradeFigureSerializer.Meta.fields if name not in _NOT_COLUMNS),
    "product",  # its number: lists are ordered by it
    *(f"product__{name}" for name in PRODUCT_FIELDS),
    *(f"source__{name}" for name in SOURCE_FIELDS),
)


class FigureRowsMixin(RowsMixin):
    """Adds the list of figures."""

    def as_rows(self, records: QuerySet[Any]) -> QuerySet[Any, Row]:
        return figures_as_rows(records)

    def in_json(self, rows: list[Row], wanted: Wanted) -> list[Row]:
        return figures_in_json(rows, wanted)


def figures_as_rows(figures: QuerySet[Any]) -> QuerySet[Any, Row]:
    known = (name for name in figures.query.annotations if name.startswith(KNOWN))
    return figures.values(*COLUMNS, *known)


def figures_in_json(rows: list[Row], wanted: Wanted = EVERYTHING) -> list[Row]:
    """What is shown of figures read by `figures_as_rows`. Two queries."""
    regions = names_of_regions(code for row in rows for code in (row["reporter"], row["partner"]))
    numbers = [row["id"] for row in rows] if "passages" in wanted else []
    passages = passages_of(TradeFigure, numbers)
    return [_in_json(values_as_known(row), regions, passages) for row in rows]


def _in_json(row: Row, regions: dict[str, Row], passages: dict[int, list[Row]]) -> Row:
    made = {
        **row,
        **{name: amount(row[name]) for name in AMOUNTS},
        "reporter": regions[row["reporter"]],
        "partner": regions[row["partner"]],
        "product": nested(row, "product", PRODUCT_FIELDS),
        "unit_multiplier": 0,
        "source": nested(row, "source", SOURCE_FIELDS),
        "passages": passages.get(row["id"], []),
    }
    return {name: made[name] for name in TradeFigureSerializer.Meta.fields}
