"""What kind of file it is, by its first bytes, and the way to the bytes inside it."""

import gzip
import zipfile
import zlib
from enum import StrEnum
from functools import partial
from pathlib import Path, PurePosixPath
from typing import IO, Any

from django.utils.translation import gettext as _t

from trade.figures.encodings import is_utf16 as is_utf16_text
from trade.figures.limits import Limits
from trade.figures.problems import WrongFileError
from trade.figures.unpacked import Joined, Utf8FromUtf16, first_line

_DATA_SUFFIXES = frozenset({".csv", ".tsv", ".txt", ".json"})
_OTHER_KINDS = (
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"\xd0\xcf\x11\xe0", "XLS"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7z"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ", "XZ"),
    (b"\x28\xb5\x2f\xfd", "Zstandard"),
    (b"SQLite format 3", "SQLite"),
    (b"<", "HTML, XML"),
)


class Kind(StrEnum):
    """What the bytes are, once out of their wrapping."""

    TEXT = "text"
    JSON = "json"
    XLSX = "xlsx"
    PARQUET = "parquet"


class Container:
    """A file on the disk, what it is wrapped in, and what is inside."""

    def __init__(self, path: Path, limits: Limits) -> None:
        self.path = path
        self.limits = limits
        self.members: list[str] = []
        self.is_utf16 = False
        try:
            self.size = path.stat().st_size
            self._file: IO[bytes] = path.open("rb")
        except FileNotFoundError as error:
            raise WrongFileError(_t("there is no such file")) from error
        except IsADirectoryError as error:
            raise WrongFileError(_t("this is a directory, not a file")) from error
        except OSError as error:
            raise WrongFileError(_t("the file cannot be opened: %s") % error.strerror) from error
        try:
            self._wrapping = self._find_wrapping()
            self.kind = self._find_kind()
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        self._file.close()

    @property
    def position(self) -> int:
        """How far into the file on the disk the reading has come, in bytes."""
        return self.size if self._file.closed else min(self._file.tell(), self.size)

    def open(self) -> IO[bytes]:
        """The bytes inside, from their start; UTF-16 as UTF-8, several files as one."""
        self._file.seek(0)
        if len(self.members) > 1:
            stream: Any = Joined([partial(self._open, name) for name in self.members])
        else:
            stream = self._open(self.members[0] if self.members else "")
        opened: IO[bytes] = stream
        return opened

    def _open(self, member: str) -> Any:
        raw: Any = self._file
        if self._wrapping == "gzip":
            raw = gzip.GzipFile(fileobj=self._file)
        elif member:
            raw = zipfile.ZipFile(self._file).open(member)  # noqa: SIM115 - closed with the file
        is_utf16 = is_utf16_text(raw.read(2))
        raw.seek(0)
        self.is_utf16 |= is_utf16
        return Utf8FromUtf16(raw) if is_utf16 else raw

    def _find_wrapping(self) -> str:
        start = self._file.read(8)
        if not start:
            raise WrongFileError(_t("the file is empty"))
        if start.startswith(b"\x1f\x8b"):
            return "gzip"
        if start.startswith(b"PK\x03\x04"):
            return "zip"
        if start.startswith(b"PK"):
            raise WrongFileError(_t("the zip file is empty, or a part of several"))
        return ""

    def _find_kind(self) -> Kind:
        if self._wrapping == "zip":
            names = self._zip_names()
            if "xl/workbook.xml" in names:
                return Kind.XLSX
            self.members = self._data(names)
        try:
            self._compare_headers()
            start = self.open().read(1024)
        except EOFError as error:
            raise WrongFileError(
                _t("the compressed file ends too early; was its download cut off?")
            ) from error
        except (OSError, RuntimeError, zlib.error, zipfile.BadZipFile) as error:
            raise WrongFileError(_t("the file cannot be unpacked: %s") % error) from error
        return self._kind_of(start)

    def _kind_of(self, start: bytes) -> Kind:
        if not start:
            raise WrongFileError(_t("the file is empty"))
        for mark, name in _OTHER_KINDS:
            if start.lstrip().startswith(mark):
                raise WrongFileError(_t("this is a file of kind %s, not trade statistics") % name)
        if start.startswith(b"PAR1"):
            if self._wrapping:
                raise WrongFileError(_t("unpack the Parquet file first"))
            return Kind.PARQUET
        if start.startswith((b"PK\x03\x04", b"\x1f\x8b")):
            raise WrongFileError(_t("a packed file inside a packed file; unpack it first"))
        if b"\0" in start.partition(b"\n")[0]:
            raise WrongFileError(_t("this is no text, no XLSX and no Parquet file"))
        if start.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in {b"{", b"["}:
            return Kind.JSON
        return Kind.TEXT

    def _zip_names(self) -> list[str]:
        try:
            entries = zipfile.ZipFile(self._file).infolist()
        except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
            raise WrongFileError(_t("the zip file is damaged: %s") % error) from error
        if len(entries) > self.limits.entries:
            raise WrongFileError(_t("a zip file of %d files") % len(entries))
        is_sheet = any(entry.filename == "xl/workbook.xml" for entry in entries)
        bound = min(self.limits.sheet, self.limits.expanded) if is_sheet else self.limits.expanded
        if sum(entry.file_size for entry in entries) > bound:
            raise WrongFileError(
                _t("more than %d MB unpacked, which is not allowed here") % (bound // 1_000_000)
            )
        if any(entry.flag_bits & 1 for entry in entries):
            raise WrongFileError(_t("the zip file is locked with a password"))
        return [entry.filename for entry in entries]

    def _data(self, names: list[str]) -> list[str]:
        """The files of the zip to be read, in the order of their names."""
        data = [
            name
            for name in sorted(names)
            if PurePosixPath(name).suffix.lower() in _DATA_SUFFIXES
            and not name.startswith("__MACOSX/")
        ]
        if len(data) > 1:  # such as a data file with its notes
            data = [name for name in data if not name.lower().endswith(".txt")] or data
        if not data:
            raise WrongFileError(_t("the zip file holds no data file"))
        return data

    def _compare_headers(self) -> None:
        """Files that are read as one have to say so in their first lines."""
        first, *others = self.members or [""]
        if not others:
            return
        header = first_line(self._open(first))
        for other in others:
            if header[:1] in b"{[" or first_line(self._open(other)) != header:
                raise WrongFileError(
                    _t(
                        "the zip file holds %(first)s and %(other)s, which are no parts of one table: unpack it, load each"
                    )
                    % {"first": first, "other": other}
                )
