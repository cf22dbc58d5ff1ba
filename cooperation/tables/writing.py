"""Rows of a table as JSON, as a JSON object a line, as CSV, as a workbook: streams of bytes."""

import csv
import datetime as dt
from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import chain
from typing import Any

import orjson
from django.db import models

from cooperation.tables.rows import Rows
from trade.figures.exporting.rows import harmless_text
from trade.figures.exporting.workbook import stream_workbook

BOM = "\N{BYTE ORDER MARK}".encode()
# Characters; Excel's own limit.
LONGEST_CELL = 32_767


def _plain(value: Any) -> Any:
    """A Decimal as a JSON number with all its digits, which a float may not keep."""
    if isinstance(value, Decimal):
        return orjson.Fragment(f"{value:f}")
    raise TypeError(type(value))


def _objects(rows: Rows) -> Iterator[list[bytes]]:
    names = rows.names
    for chunk in rows.in_chunks():
        yield [
            orjson.dumps(
                dict(zip(names, row, strict=True)), default=_plain, option=orjson.OPT_UTC_Z
            )
            for row in chunk
        ]


def stream_json(rows: Rows) -> Iterator[bytes]:
    """One array, an object a row on a line of its own."""
    before = b"[\n"
    for objects in _objects(rows):
        yield before + b",\n".join(objects)
        before = b",\n"
    yield b"\n]\n" if before == b",\n" else b"[]\n"


def stream_ndjson(rows: Rows) -> Iterator[bytes]:
    """An object a row, each on a line of its own, for programs that read line by line."""
    for objects in _objects(rows):
        yield b"\n".join(objects) + b"\n"


def _moment(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")


def _yes_or_no(answer: bool) -> str:
    return "true" if answer else "false"


def _cell_of(column: Any) -> Callable[[Any], Any] | None:
    """What makes a cell of a value of this column; None where it is written as it is."""
    if isinstance(column, models.TextField):
        return harmless_text
    if isinstance(column, models.DateTimeField):
        return _moment
    return None


def _cells(
    rows: Rows, cell_of: Callable[[Any], Callable[[Any], Any] | None]
) -> Iterator[list[list[Any]]]:
    made = [cell_of(column) for column in rows.columns]
    for chunk in rows.in_chunks():
        yield [
            [
                value if value is None or cell is None else cell(value)
                for value, cell in zip(row, made, strict=True)
            ]
            for row in chunk
        ]


class _Line:
    """Hands a written line back."""

    def write(self, line: str) -> str:
        return line


def stream_csv(rows: Rows) -> Iterator[bytes]:
    """CSV as RFC 4180 describes it, in UTF-8, with a header; an empty cell is null."""

    def cell_of(column: Any) -> Callable[[Any], Any] | None:
        return _yes_or_no if isinstance(column, models.BooleanField) else _cell_of(column)

    line_of: Any = csv.writer(_Line()).writerow
    yield line_of(rows.names).encode()
    for chunk in _cells(rows, cell_of):
        yield "".join(map(line_of, chunk)).encode()


def stream_xlsx(rows: Rows) -> Iterator[bytes]:
    """An Excel workbook of one sheet: numbers as numbers, days as ISO 8601 writes them."""

    def cell_of(column: Any) -> Callable[[Any], Any] | None:
        # Excel takes no file with a longer text for whole.
        is_text = isinstance(column, models.TextField)
        return (lambda text: harmless_text(text)[:LONGEST_CELL]) if is_text else _cell_of(column)

    return stream_workbook("table", rows.names, chain.from_iterable(_cells(rows, cell_of)))
