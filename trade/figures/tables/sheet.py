"""Tables in Excel workbooks (.xlsx)."""

import datetime as dt
import itertools
import zipfile
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import ParseError

from django.utils.translation import gettext as _t
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from trade.figures.containers import Container
from trade.figures.problems import WrongFileError
from trade.figures.tables.base import Table, Unreadable

# What a broken or malicious workbook makes its reader raise.
_BROKEN = (
    InvalidFileException,
    ParseError,
    zipfile.BadZipFile,
    KeyError,
    ValueError,
    TypeError,
    IndexError,
    AttributeError,
    OSError,
    EOFError,
)
_HEADER_ROWS = 20
_BLANK_ROWS = 10_000


class SheetTable(Table):
    """The first sheet that has a table. Formulas are read as their text, never worked out."""

    def __init__(self, container: Container) -> None:
        self._columns = container.limits.columns
        self._count = 0
        try:
            self._book = load_workbook(container.open(), read_only=True, data_only=False)
            sheets = self._book.worksheets
        except _BROKEN as error:
            raise WrongFileError(_t("the workbook is damaged: %s") % error) from error
        for sheet in sheets:
            self._rows = self._read(sheet)
            for row in itertools.islice(self._rows, _HEADER_ROWS):
                if sum(map(bool, row)) > 1:
                    self.header = tuple(_trimmed(row))
                    self._total = max(sheet.max_row or 0, 1)
                    return
        raise WrongFileError(_t("no sheet of the workbook has a table"))

    @property
    def line(self) -> int:
        return self._count

    def share_read(self) -> float | None:
        return min(self._count / max(self._total, self._count), 1.0)

    def records(self) -> Iterator[tuple[int, list[str]] | Unreadable]:
        width = len(self.header)
        for row in self._rows:
            if any(row):
                cells = _trimmed(row)
                yield self._count, cells + [""] * (width - len(cells))

    def _read(self, sheet: Any) -> Iterator[list[str]]:
        self._count = blank = 0
        try:
            for row in sheet.iter_rows(values_only=True, max_col=self._columns + 1):
                self._count += 1
                cells = [_text(value) for value in row]
                blank = 0 if any(cells) else blank + 1
                if blank > _BLANK_ROWS:
                    return
                yield cells
        except _BROKEN as error:
            raise WrongFileError(
                _t("the workbook is damaged: %s") % error, line=self._count + 1
            ) from error


def _trimmed(cells: list[str]) -> list[str]:
    """The cells up to the last that is not empty."""
    end = len(cells)
    while end and not cells[end - 1]:
        end -= 1
    return cells[:end]


def _text(value: Any) -> str:
    """The cell as text; a whole number without its point, as it is shown."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    return str(value)
