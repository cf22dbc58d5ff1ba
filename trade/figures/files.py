"""Reading a file of trade statistics: whatever its kind, encoding and layout, as observations."""

import re
from collections.abc import Collection, Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

from django.utils.translation import gettext as _t

from trade.figures.containers import Container
from trade.figures.exporting.rows import restored
from trade.figures.layouts import LAYOUTS, find_layout
from trade.figures.layouts.base import Header
from trade.figures.limits import COMMAND_LIMITS, Limits
from trade.figures.observation import Codes, Fault, Row
from trade.figures.problems import BadCellError, WrongFileError
from trade.figures.rejects import is_header_of_rejects
from trade.figures.tables import open_table
from trade.figures.tables.base import Unreadable
from trade.figures.terms import read_edition

# The row counts at which UN Comtrade cuts a download off.
CUT_OFF_COUNTS = (500, 100_000, 250_000)
_SHOWN = 2_000

_broken = re.compile("[\0\ud800-\udfff]").search


class TradeFile:
    """An open file: its layout and header at once, its rows in one pass.

    `warnings` is complete when the rows have been read.
    """

    def __init__(
        self,
        path: Path,
        *,
        codes: Codes,
        layout: str | None,
        edition: str,
        limits: Limits,
        source: str = "",
    ) -> None:
        self.path = path
        self.codes = codes
        self._row: list[str] = []
        self.warnings: list[str] = []
        self._container = Container(path, limits)
        try:
            self._table = open_table(self._container)
            if len(self._table.header) > limits.columns:
                raise WrongFileError(_t("a table of %d columns") % len(self._table.header), line=1)
            header = Header(tuple(restored(_shown(cell)) for cell in self._table.header))
            found = find_layout(header, layout)
            self._layout = found(header, codes, edition or _edition_in_name(path.name))
            self._layout.source = source
        except BaseException:
            self.close()
            raise
        self.header = header.cells
        self._is_of_rejects = is_header_of_rejects(header.cells)
        self.layout = found.name
        self.encoding = self._table.encoding
        self.delimiter = self._table.delimiter
        self.size = self._container.size

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        if hasattr(self, "_layout"):
            self._layout.close()
        self._container.close()

    def position(self) -> int:
        """How many bytes of the file on the disk have been read, of `size`."""
        share = self._table.share_read()
        return self._container.position if share is None else int(share * self.size)

    def rows(self) -> Iterator[Row]:
        """Every row of the file, good, faulty or set aside, then sums of rows if there are any.

        Raises WrongFileError where the file breaks off or cannot be read on.
        """
        table, width, read = self._table, len(self.header), self._layout.read
        doubt = table.doubt
        is_of_rejects = self._is_of_rejects
        count = 0
        for record in table.records():
            count += 1
            if isinstance(record, Unreadable):
                yield Fault(record.line, "", record.reason, ())
                continue
            line, row = record
            if is_of_rejects:
                row[:] = map(restored, row)
            if len(row) != width and not _fit(row, width):
                yield self._fault(line, row, "", _ragged(row, width, line, table.line))
                continue
            if doubt.is_due and _broken("".join(row)):
                yield self._broken_row(line, row)
                continue
            row.append("")
            self._row = row
            try:
                yield read(line, row)
            except BadCellError as bad:
                row.pop()
                yield self._fault(line, row, bad.column, bad.reason)
        self._row = []  # what follows stands in no single row
        yield from self._layout.rest()
        self._warn(count)

    def cells(self) -> tuple[str, ...]:
        """The cells of the row that `rows` gave last."""
        return tuple(map(_shown, self._row[: len(self.header)]))

    def cells_at(self, lines: Collection[int]) -> Iterator[tuple[int, tuple[str, ...]]]:
        """The cells of the rows at these lines, instead of `rows`."""
        for record in self._table.records():
            if not isinstance(record, Unreadable) and record[0] in lines:
                yield record[0], tuple(map(self._plain, record[1]))

    def _plain(self, cell: str) -> str:
        return _shown(restored(cell) if self._is_of_rejects else cell)

    def _fault(self, line: int, row: list[str], column: str, reason: str) -> Fault:
        return Fault(line, column, reason[:300], tuple(map(_shown, row)))

    def _broken_row(self, line: int, row: list[str]) -> Fault:
        place = next(place for place, cell in enumerate(row) if _broken(cell))
        if "\0" in row[place]:
            reason = _t("a NUL byte")
        elif self.encoding:
            reason = _t("a byte that is none of %s") % self.encoding
        else:
            reason = _t("a character that cannot be stored")
        return self._fault(line, row, self.header[place], reason)

    def _warn(self, count: int) -> None:
        if count in CUT_OFF_COUNTS:
            self.warnings.append(
                _t("Exactly %d rows: the download was probably cut off there.") % count
            )
        if not count:
            self.warnings.append(_t("The file has a header but no rows."))


def open_trade_file(
    path: str | Path,
    *,
    codes: Codes,
    layout: str | None = None,
    edition: str = "",
    limits: Limits = COMMAND_LIMITS,
    source: str = "",
) -> TradeFile:
    """Open a file and recognise its layout, unless told. Raises WrongFileError.

    `edition` is the product edition (HS2012, H4, ...) of files that do not say theirs; `source` the
    key that rows which name a source must name.
    """
    if layout is not None and layout not in LAYOUTS:
        raise WrongFileError(_t("“%s” is no layout we know") % layout)
    if edition:
        try:
            edition = read_edition(edition)
        except ValueError as error:
            raise WrongFileError(error) from error
    return TradeFile(
        Path(path), codes=codes, layout=layout, edition=edition, limits=limits, source=source
    )


def _edition_in_name(name: str) -> str:
    """The edition in names such as BACI_HS12_Y2020_V202401b.csv; empty if there is none."""
    match = re.search("(?:^|[^A-Z0-9])HS?((?:19|20)?[0-9]{2})(?![0-9])", name.upper())
    try:
        return read_edition(f"HS{match[1]}") if match else ""
    except ValueError:
        return ""


def _fit(row: list[str], width: int) -> bool:
    """Does the row fit once the empty cells behind its last column are dropped?"""
    if len(row) > width and not any(cell.strip() for cell in row[width:]):
        del row[width:]
        return True
    return False


def _ragged(row: list[str], width: int, first: int, last: int) -> str:
    reason = _t("%(cells)d cells, the header has %(width)d") % {"cells": len(row), "width": width}
    if last > first:
        reason += " " + _t("(the row runs to line %d: is a quotation mark not closed?)") % last
    return reason


def _shown(cell: str) -> str:
    """The cell as it can be stored and printed, what is broken in it written out."""
    if _broken(cell):
        cell = (
            cell.replace("\0", "\\x00")
            .encode(
                "utf-8",
                "surrogateescape"
                if not re.search("[\ud800-\udc7f\udd00-\udfff]", cell)
                else "backslashreplace",
            )
            .decode("utf-8", "backslashreplace")
        )
    return cell if len(cell) <= _SHOWN else cell[:_SHOWN] + "…"
