"""Streams of bytes that are watched while they are read, so that no file can do harm."""

import codecs
import io
import zlib
from dataclasses import dataclass
from gzip import GzipFile
from typing import IO, Any
from zipfile import BadZipFile

from django.utils.translation import gettext as _t

from trade.figures.limits import Limits
from trade.figures.problems import WrongFileError


@dataclass(slots=True)
class Doubt:
    """Whether rows are to be looked at one by one for what cannot be stored."""

    is_due: bool = False


class WatchedStream(io.RawIOBase):
    """A stream that stops at its limits, names the line of what is wrong, and counts.

    Its doubt is due once bytes have come by that the encoding does not have, or a NUL.
    """

    def __init__(self, stream: IO[bytes] | GzipFile, limits: Limits, encoding: str = "") -> None:
        self.stream = stream
        self.limits = limits
        self.size = 0
        self.lines = 0
        self.doubt = Doubt()
        self._since_line_end = 0
        self._decoder = codecs.getincrementaldecoder(encoding)() if encoding else None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            chunk = self.stream.read(len(buffer))
        except EOFError as error:
            raise WrongFileError(
                _t("the compressed file ends too early; was its download cut off?"), line=self._line
            ) from error
        except (zlib.error, BadZipFile, OSError, NotImplementedError) as error:
            raise WrongFileError(
                _t("the file cannot be read on: %s") % error, line=self._line
            ) from error
        self._watch(chunk)
        buffer[: len(chunk)] = chunk
        return len(chunk)

    @property
    def _line(self) -> int:
        return self.lines + 1

    def _watch(self, chunk: bytes) -> None:
        self.size += len(chunk)
        if self.size > self.limits.expanded:
            raise WrongFileError(
                _t("more than %d MB unpacked, which is not allowed here")
                % (self.limits.expanded // 1_000_000),
                line=self._line,
            )
        last = max(chunk.rfind(b"\n"), chunk.rfind(b"\r"))
        if last < 0:
            self._since_line_end += len(chunk)
        else:
            first = min(place for place in (chunk.find(b"\n"), chunk.find(b"\r")) if place >= 0)
            self._check_line(self._since_line_end + first)
            self._since_line_end = len(chunk) - last - 1
        self._check_line(self._since_line_end)
        self.lines += chunk.count(b"\n")
        if self._decoder is not None and not self.doubt.is_due:
            self.doubt.is_due = b"\0" in chunk or not self._decodes(chunk)

    def _check_line(self, length: int) -> None:
        if self._decoder is not None and length > self.limits.line:
            raise WrongFileError(
                _t("a line of more than %d bytes is none of trade statistics") % self.limits.line,
                line=self._line,
            )

    def _decodes(self, chunk: bytes) -> bool:
        try:
            self._decoder.decode(chunk)  # type: ignore[union-attr]
        except UnicodeDecodeError:
            return False
        return True
