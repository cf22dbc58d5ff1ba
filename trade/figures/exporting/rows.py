"""The rows every export gives: which columns, in which order, and what a blank cell is."""

from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from typing import Any, NamedTuple

from django.db import connections
from django.db.models import Case, CharField, F, QuerySet, Value, When
from django.db.models.functions import Cast, Collate, Concat, NullIf, Substr
from django.db.models.lookups import In

from trade.figures.known import name_of
from trade.models import Precision, TradeFigure

Figures = QuerySet[TradeFigure]
Row = tuple[Any, ...]


class Text(NamedTuple):
    """A column of text, and what makes a cell of it."""

    path: str
    cell: Callable[[str], Any]


# For each name of a column what stands in it: a path from a figure, a text, or the same everywhere.
Columns = Mapping[str, str | Text | Value]

# How many rows are held at once.
ROWS_AT_ONCE = 2_000

# A spreadsheet takes a cell that starts with one of these for a formula. Texts that do are given
# an apostrophe, and so are those that start with one, so that `restored` can tell them apart.
APOSTROPHE = "'"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", APOSTROPHE)


def given(path: str) -> Any:
    """A text, or nothing where it is blank: files have one kind of empty cell."""
    return NullIf(F(path), Value(""))


def harmless(path: str) -> Any:
    """A text that no spreadsheet takes for a formula, or nothing where it is blank."""
    return Case(
        When(
            In(Substr(F(path), 1, 1), FORMULA_STARTS),
            then=Concat(Value(APOSTROPHE), F(path), output_field=CharField()),
        ),
        default=given(path),
        output_field=CharField(),
    )


def as_known_of_date(path: str) -> Any:
    """A date as far as it is known: 2025, 2025-03 or 2025-03-31."""
    text = Cast(F(path), CharField())
    return Case(
        When(**{f"{path}_precision": Precision.YEAR}, then=Substr(text, 1, 4)),
        When(**{f"{path}_precision": Precision.MONTH}, then=Substr(text, 1, 7)),
        default=text,
        output_field=CharField(),
    )


def harmless_text(text: str) -> str:
    """The same of a text at hand."""
    return APOSTROPHE + text if text.startswith(FORMULA_STARTS) else text


def restored(text: str) -> str:
    """The text that `harmless` made a cell of."""
    is_marked = text[:1] == APOSTROPHE and text[1:2] in FORMULA_STARTS and len(text) > 1
    return text[1:] if is_marked else text


# As trade/figures/layouts/simple.py reads them back; it leaves what it does not know.
COLUMNS: Columns = {
    "reporter": "reporter_id",
    "partner": "partner_id",
    "flow": "flow",
    "product": "product__code",
    "edition": "product__edition",
    "frequency": "frequency",
    "period": Text("period", given),
    "value": "value",
    "value_low": "value_low",
    "value_high": "value_high",
    "currency": "currency",
    "unit": Value(0),  # the power of ten the value is given in: whole units
    "qualifier": "qualifier",
    "status": "observation_status",
    "valuation": Text("valuation", given),
    "source": "source__key",
    "released_on": "released_on",
    "amount_as_written": Text("amount_as_written", given),
    "claimed_by": Text("claimed_by", given),
    "period_as_written": Text("period_as_written", given),
    "change_percent": "change_percent",
    "change_as_written": Text("change_as_written", given),
    "source_kind": "source__kind",
    "source_title": "source__title",
    "source_publisher": "source__publisher",
    "source_url": Text("source__url", given),
    "source_published_on": Text("source__published_on", as_known_of_date),
}

# For files that spreadsheets open. Every other text is a code of ours.
HARMLESS_COLUMNS: Columns = {
    **COLUMNS,
    "source": Text("source__key", harmless),
    "amount_as_written": Text("amount_as_written", harmless),
    "claimed_by": Text("claimed_by", harmless),
    "period_as_written": Text("period_as_written", harmless),
    "change_as_written": Text("change_as_written", harmless),
    "source_title": Text("source__title", harmless),
    "source_publisher": Text("source__publisher", harmless),
    "source_url": Text("source__url", harmless),
}


def in_order(figures: Figures) -> Figures:
    """The figures in an order that is the same in every database that holds them.

    By the columns that tell figures apart, compared byte by byte.
    """
    is_postgresql = connections[figures.db].vendor == "postgresql"

    def by_bytes(path: str) -> Any:
        return Collate(F(path), "C") if is_postgresql else F(path)

    return figures.order_by(
        by_bytes("source__key"),
        "reporter_id",  # region codes compare byte by byte in any case
        "partner_id",
        by_bytes("flow"),
        by_bytes("product__code"),
        by_bytes("product__edition"),
        by_bytes("period"),
        by_bytes("amount_as_written"),
    )


def rows_of(figures: Figures, columns: Columns) -> QuerySet[TradeFigure, Row]:
    """The figures as rows of these columns, read when iterated over.

    Where the figures are those known at an earlier moment, with what they said then.
    """

    def cell(column: str | Text | Value) -> Any:
        if isinstance(column, Text):
            return column.cell(name_of(column.path, figures))
        return name_of(column, figures) if isinstance(column, str) else column

    return in_order(figures).values_list(*map(cell, columns.values()))


def in_chunks(rows: QuerySet[TradeFigure, Row]) -> Iterator[list[Row]]:
    """The rows, a few thousand at a time, so that memory does not grow with their number."""
    read = rows.iterator(chunk_size=ROWS_AT_ONCE)
    while chunk := list(islice(read, ROWS_AT_ONCE)):
        yield chunk
