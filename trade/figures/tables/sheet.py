"""Tables in Excel workbooks (.xlsx)."""

import datetime as dt
import warnings
from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _t
from openpyxl import load_workbook

from trade.figures.containers import Container
from trade.figures.problems import WrongFileError
from trade.figures.tables.base import Table, Unreadable

_HEADER_ROWS = 20


class SheetTable(Table):
    """The first sheet that has a table. Formulas are read as their text, never worked out."""

    def __init__(self, container: Container) -> None:
        self._count = 0
        try:
            with warnings.catch_warnings(action="ignore"):  # about styles and the like
                book = load_workbook(container.open(), read_only=True, data_only=False)
            sheets = book.worksheets
        except Exception as error:  # the reader passes on whatever a part of it raises
            raise WrongFileError(_t("the workbook is damaged: %s") % error) from error
        for sheet in sheets:
            columns = container.limits.columns + 1
            for row in islice(self._read(sheet, 1, columns), _HEADER_ROWS):
                if sum(map(bool, row)) > 1:
                    self.header = tuple(_trimmed(row))
                    self._total = max(sheet.max_row or 0, 1)
                    self._rows = self._read(sheet, self._count + 1, len(self.header) + 1)
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
            cells = _trimmed(row)
            if cells:
                yield self._count, cells + [""] * (width - len(cells))

    def _read(self, sheet: Any, first: int, columns: int) -> Iterator[list[str]]:
        self._count = first - 1
        try:
            for row in sheet.iter_rows(values_only=True, min_row=first, max_col=columns):
                self._count += 1
                yield [] if row.count(None) == len(row) else [_text(value) for value in row]
        except Exception as error:  # as above
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
