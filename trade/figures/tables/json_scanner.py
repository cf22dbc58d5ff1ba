"""Reading the records of a JSON text one by one, however long it is."""

import json
from collections.abc import Iterator
from typing import Any, TextIO

from django.utils.translation import gettext as _t

from trade.figures.problems import WrongFileError

_CHUNK = 1 << 16
# Numbers keep the digits they are written with.
_decoder = json.JSONDecoder(parse_float=str, parse_int=str, parse_constant=str)


class JsonScanner:
    """Reads JSON value by value, so that only one record is in memory.

    `has_list` tells whether there was a list, `error` what the object says beside it; both are
    right when the records have been read. Raises WrongFileError for what is no JSON, or breaks off.
    """

    def __init__(self, text: TextIO, *, longest: int) -> None:
        self._text = text
        self._longest = longest
        self._buffer = ""
        self._place = 0
        self.has_list = False
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
                    self.error = " ".join(str(value).split())[:200]
            if self._peek() != "}":
                self._take(",")

    def _elements(self) -> Iterator[Any]:
        self._take("[")
        self.has_list = True
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
                if len(self._buffer) - self._place > self._longest or not self._read_on():
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
