"""Tables in text: cells between commas, semicolons, tabs or bars."""

import csv
import io
from collections.abc import Iterator

from django.utils.translation import gettext as _t

from trade.figures.containers import Container
from trade.figures.encodings import encoding_of
from trade.figures.problems import WrongFileError
from trade.figures.streams import WatchedStream
from trade.figures.tables.base import Table, Unreadable

DELIMITERS = ",;\t|"
_BUFFER = 1 << 18


class DelimitedTable(Table):
    """CSV and its relatives."""

    def __init__(self, container: Container) -> None:
        limits = container.limits
        scanned = io.BufferedReader(WatchedStream(container.open(), limits), _BUFFER)
        encoding = encoding_of(scanned)
        scanned.detach()
        self.encoding = "utf-16" if container.is_utf16 else encoding
        self._stream = WatchedStream(container.open(), limits, encoding)
        self.doubt = self._stream.doubt
        self._text = io.TextIOWrapper(
            io.BufferedReader(self._stream, _BUFFER),
            encoding=encoding,
            # Nothing is ignored: broken bytes are marked, and their rows are not taken.
            errors="surrogateescape",
            newline="",
        )
        self._lines_before = 0
        first = "\n"
        while first and not first.strip():
            first = self._text.readline()
            self._lines_before += 1
        if not first:
            raise WrongFileError(_t("the file is empty"))
        readings = [_cells(first, delimiter) for delimiter in DELIMITERS]
        self.header = max(readings, key=len)
        self.delimiter = DELIMITERS[readings.index(self.header)]
        self._reader = csv.reader(self._text, delimiter=self.delimiter)

    @property
    def line(self) -> int:
        return self._lines_before + self._reader.line_num

    def share_read(self) -> float | None:
        return None

    def records(self) -> Iterator[tuple[int, list[str]] | Unreadable]:
        reader, before = self._reader, self._lines_before
        line = before + 1
        while True:
            try:
                for row in reader:
                    if row:
                        yield line, row
                    line = before + reader.line_num + 1
            except csv.Error as error:
                yield Unreadable(line, _t("no row of cells: %s") % error)
                line = before + reader.line_num + 1
            else:
                return


def _cells(line: str, delimiter: str) -> tuple[str, ...]:
    try:
        return tuple(next(csv.reader([line], delimiter=delimiter), []))
    except csv.Error as error:
        raise WrongFileError(_t("this is no table: %s") % error, line=1) from error
