"""The bytes of a file as its readers take them: several files as one, UTF-16 as UTF-8."""

import codecs
from collections.abc import Callable, Sequence
from typing import Protocol

from django.utils.translation import gettext as _t

from trade.figures.problems import WrongFileError

_AT_ONCE = 1 << 16


class Bytes(Protocol):
    """Whatever bytes are read from, at most so many at once; none at the end."""

    def read(self, size: int = -1, /) -> bytes: ...


class Utf8FromUtf16:
    """UTF-16 with its mark, read as UTF-8."""

    def __init__(self, stream: Bytes) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder("utf-16")()
        self._ready = b""

    def read(self, size: int = -1, /) -> bytes:
        while not self._ready:
            chunk = self._stream.read(size)
            try:
                self._ready = self._decoder.decode(chunk, final=not chunk).encode()
            except UnicodeDecodeError as error:
                raise WrongFileError(_t("the text is broken UTF-16: %s") % error.reason) from error
            if not chunk:
                break
        end = len(self._ready) if size < 0 else size
        part, self._ready = self._ready[:end], self._ready[end:]
        return part


class Joined:
    """Files of one layout, one below the other; the headers of all but the first are empty lines.

    So a line has the number it has where the files are put together as they are.
    """

    def __init__(self, files: Sequence[Callable[[], Bytes]]) -> None:
        self._waiting = list(files[1:])
        self._stream = files[0]()
        self._ends_a_line = True

    def read(self, size: int = -1, /) -> bytes:
        while not (chunk := self._stream.read(size)):
            if not self._waiting:
                return b""
            if not self._ends_a_line:
                self._ends_a_line = True
                return b"\n"
            self._stream = _Behind(self._waiting.pop(0)())
        self._ends_a_line = chunk.endswith(b"\n")
        return chunk


class _Behind:
    """A file from the end of its first line."""

    def __init__(self, stream: Bytes) -> None:
        self._stream = stream
        self._is_at_header = True
        self._rest = b""

    def read(self, size: int = -1, /) -> bytes:
        while self._is_at_header:
            chunk = self._stream.read(_AT_ONCE)
            _header, end, self._rest = chunk.partition(b"\n")
            self._rest = end + self._rest
            self._is_at_header = bool(chunk) and not end
        if not self._rest:
            return self._stream.read(size)
        end_of_part = len(self._rest) if size < 0 else size
        part, self._rest = self._rest[:end_of_part], self._rest[end_of_part:]
        return part


def first_line(stream: Bytes) -> bytes:
    """The first line without the mark of its encoding, its end and blanks around it."""
    line = stream.read(_AT_ONCE).partition(b"\n")[0]
    return line.removeprefix(codecs.BOM_UTF8).strip()
