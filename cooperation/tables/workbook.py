"""Rows of a table as an Excel workbook, written row by row so that memory stays flat."""

import datetime as dt
import tempfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlsxwriter

from cooperation.tables.rows import Rows
from cooperation.tables.writing import harmless
from trade.figures.exporting.xlsx import MOST_IN_A_NUMBER, NO_DATE

CHUNK = 1 << 16
# Excel counts days from 1900.
FIRST_DAY = dt.date(1900, 3, 1)
LONGEST_TEXT = 32_767


def stream_xlsx(rows: Rows) -> Iterator[bytes]:
    """A workbook of one sheet, with days as days and numbers as numbers."""
    with tempfile.TemporaryDirectory(prefix="table-") as directory:
        path = Path(directory, "table.xlsx")
        _write(rows, path)
        with path.open("rb") as workbook:
            while chunk := workbook.read(CHUNK):
                yield chunk


def _write(rows: Rows, path: Path) -> None:
    options = {
        "constant_memory": True,
        "tmpdir": str(path.parent),
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(str(path), options) as workbook:
        workbook.set_properties({"created": NO_DATE})
        formats = {
            dt.date: workbook.add_format({"num_format": "yyyy-mm-dd"}),
            dt.datetime: workbook.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
        }
        sheet = workbook.add_worksheet("table")
        sheet.freeze_panes(1, 0)
        for column, name in enumerate(rows.names):
            sheet.write_string(0, column, name)
        line = 0
        for chunk in rows.in_chunks():
            for row in chunk:
                line += 1
                for column, value in enumerate(row):
                    _write_cell(sheet, line, column, value, formats)


def _write_cell(sheet: Any, line: int, column: int, value: Any, formats: dict[type, Any]) -> None:
    if value is None:
        return
    if isinstance(value, bool):
        sheet.write_boolean(line, column, value)
    elif isinstance(value, int) or (isinstance(value, Decimal) and value < MOST_IN_A_NUMBER):
        sheet.write_number(line, column, value)
    elif isinstance(value, dt.datetime):
        naive = value.astimezone(dt.UTC).replace(tzinfo=None)
        sheet.write_datetime(line, column, naive, formats[dt.datetime])
    elif isinstance(value, dt.date) and value >= FIRST_DAY:
        sheet.write_datetime(line, column, value, formats[dt.date])
    else:
        sheet.write_string(line, column, harmless(str(value))[:LONGEST_TEXT])
