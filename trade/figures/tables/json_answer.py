"""Tables in JSON: the answer of UN Comtrade's API, or a plain list of records."""

import io
import json
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _t

from trade.figures.containers import Container
from trade.figures.problems import WrongFileError
from trade.figures.streams import WatchedStream
from trade.figures.tables.base import Table, Unreadable

_CHUNK = 1 << 16
# Numbers keep the digits they are written with.
_decoder = json.JSONDecoder(parse_float=str, parse_int=str, parse_constant=str)


class JsonTable(Table):
    """Records under "data", or on their own; the keys of the first one are the header.

    The line of a row is its number, counted from 1.
    """

    encoding = "utf-8"

    def __init__(self, container: Container) -> None:
        self._scanner = _Scanner(container)
        self._count = 0
        self._first: dict[str, Any] = {}
        self._values = self._scanner.records()
        for value in self._values:
            if not isinstance(value, dict):
                raise WrongFileError(_t("the JSON holds no records"), line=1)
            self._first = value
            break
        if not self._first:
            raise WrongFileError(self._scanner.error or _t("the JSON holds no records"))
        self.header = tuple(self._first)

    @property
    def line(self) -> int:
        return self._count

    def share_read(self) -> float | None:
        return None

    def records(self) -> Iterator[tuple[int, list[str]] | Unreadable]:
        self._count = 1
        yield 1, self._cells(self._first)
        for value in self._values:
            self._count += 1
            if isinstance(value, dict):
                yield self._count, self._cells(value)
            else:
                yield Unreadable(self._count, _t("no record"))

    def _cells(self, record: dict[str, Any]) -> list[str]:
        return [_text(record.get(name)) for name in self.header]


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else json.dumps(value)


class _Scanner:
    """Reads JSON value by value, so that only one record is in memory."""

    def __init__(self, container: Container) -> None:
        self._limit = container.limits.line
        self._text = io.TextIOWrapper(
            io.BufferedReader(WatchedStream(container.open(), container.limits)),
            encoding="utf-8-sig",
            errors="surrogateescape",
        )
        self._buffer = ""
        self._place = 0
        self._is_read = False
        self.error = ""

    def records(self) -> Iterator[Any]:
        """The elements of the list, or of the list called "data" in the object."""
        if self._peek() == "[":
            yield from self._elements()
            return
        self._take("{")
        while self._peek() != "}":
            name = self._value()
            self._take(":")
            if name == "data" and self._peek() == "[":
                yield from self._elements()
            else:
                value = self._value()
                if name == "error" and value:
                    self.error = _t("the answer is an error: %s") % str(value)[:200]
            if self._peek() != "}":
                self._take(",")

    def _elements(self) -> Iterator[Any]:
        self._take("[")
        while self._peek() != "]":
            yield self._value()
            if self._peek() != "]":
                self._take(",")
        self._take("]")

    def _peek(self) -> str:
        """The next character that is no blank."""
        while True:
            while self._place < len(self._buffer) and self._buffer[self._place] in " \t\r\n":
                self._place += 1
            if self._place < len(self._buffer):
                return self._buffer[self._place]
            if not self._read_on():
                raise WrongFileError(_t("the JSON ends too early; was its download cut off?"))

    def _take(self, character: str) -> None:
        if self._peek() != character:
            raise WrongFileError(_t("the JSON is broken: “%s” is missing") % character)
        self._place += 1

    def _value(self) -> Any:
        self._peek()
        while True:
            try:
                value, end = _decoder.raw_decode(self._buffer, self._place)
            except json.JSONDecodeError as error:
                if len(self._buffer) - self._place > self._limit or not self._read_on():
                    raise WrongFileError(_t("the JSON is broken: %s") % error.msg) from error
            except RecursionError as error:
                raise WrongFileError(_t("the JSON is nested too deeply")) from error
            else:
                # A number may go on behind the buffer's end.
                if end < len(self._buffer) or not self._read_on():
                    self._place = end
                    return value

    def _read_on(self) -> bool:
        """Read another piece; False at the end of the file."""
        piece = self._text.read(_CHUNK)
        self._buffer = self._buffer[self._place :] + piece
        self._place = 0
        return bool(piece)
