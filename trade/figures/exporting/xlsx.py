"""Excel workbooks, written row by row so that memory stays flat."""

import datetime as dt
import tempfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _t

from trade.figures.exporting.rows import (
    HARMLESS_COLUMNS,
    Figures,
    in_chunks,
    rows_of,
)

# A sheet has 1,048,576 rows; the first names the columns.
MOST_ROWS = 1_048_576 - 1
# Excel keeps 15 digits of a number; a longer amount is written as text.
MOST_IN_A_NUMBER = Decimal(10) ** 13
CHUNK = 1 << 16
# The same figures give the same file: it does not say when it was written.
NO_DATE = dt.datetime(1980, 1, 1, tzinfo=dt.UTC)


class TooManyRowsError(Exception):
    """More figures than a sheet has rows."""


def stream_xlsx(figures: Figures) -> Iterator[bytes]:
    """The figures as a workbook of one sheet. Raises TooManyRowsError at once, not when read."""
    count = figures.count()
    if count > MOST_ROWS:
        raise TooManyRowsError(
            _t(
                "%(count)d figures are too many for a workbook: a sheet has %(rows)d rows and one "
                "is for the names of the columns. Narrow the selection, or take CSV."
            )
            % {"count": count, "rows": MOST_ROWS + 1}
        )
    return _streamed(figures)


def _streamed(figures: Figures) -> Iterator[bytes]:
    with tempfile.TemporaryDirectory(prefix="trade-figures-") as directory:
        path = Path(directory, "figures.xlsx")
        _write(figures, path)
        with path.open("rb") as workbook:
            while chunk := workbook.read(CHUNK):
                yield chunk


def _write(figures: Figures, path: Path) -> None:
    options = {
        "constant_memory": True,
        "tmpdir": str(path.parent),
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(str(path), options) as workbook:
        workbook.set_properties({"created": NO_DATE})
        sheet = workbook.add_worksheet("trade figures")
        sheet.freeze_panes(1, 0)
        for column, name in enumerate(HARMLESS_COLUMNS):
            sheet.write_string(0, column, name)
        line = 0
        for chunk in in_chunks(rows_of(figures, HARMLESS_COLUMNS)):
            for row in chunk:
                line += 1
                _write_row(sheet, line, row)


def _write_row(sheet: Any, line: int, row: tuple[Any, ...]) -> None:
    for column, cell in enumerate(row):
        if cell is None:
            continue
        if isinstance(cell, int) or (isinstance(cell, Decimal) and cell < MOST_IN_A_NUMBER):
            sheet.write_number(line, column, cell)
        else:
            sheet.write_string(line, column, str(cell))
