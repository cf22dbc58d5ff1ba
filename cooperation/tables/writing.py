"""Rows of a table as text: JSON, a JSON object a line, CSV; each a stream of bytes."""

import csv
import datetime as dt
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import orjson
from django.db import models

from cooperation.tables.rows import Row, Rows
from trade.figures.exporting.rows import APOSTROPHE, FORMULA_STARTS

BOM = "\N{BYTE ORDER MARK}".encode()


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


def harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return APOSTROPHE + text if text.startswith(FORMULA_STARTS) else text


def _moment(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")


def _yes_or_no(answer: bool) -> str:
    return "true" if answer else "false"


def _cell_of(column: Any) -> Callable[[Any], Any] | None:
    """What makes a cell of a value of this column; None where it is written as it is."""
    if isinstance(column, models.TextField):
        return harmless
    if isinstance(column, models.DateTimeField):
        return _moment
    return _yes_or_no if isinstance(column, models.BooleanField) else None


class _Line:
    """Hands a written line back."""

    def write(self, line: str) -> str:
        return line


def stream_csv(rows: Rows) -> Iterator[bytes]:
    """CSV as RFC 4180 describes it, in UTF-8, with a header; an empty cell is null."""
    line_of: Any = csv.writer(_Line()).writerow
    cells = [_cell_of(column) for column in rows.columns]
    yield line_of(rows.names).encode()

    def shown(row: Row) -> list[Any]:
        return [
            value if value is None or cell is None else cell(value)
            for value, cell in zip(row, cells, strict=True)
        ]

    for chunk in rows.in_chunks():
        yield "".join(line_of(shown(row)) for row in chunk).encode()
