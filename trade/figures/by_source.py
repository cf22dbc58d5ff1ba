"""Loading a file of our own layout whose rows name their sources, each source as its own dataset.

The file is read once and its rows are put apart by source; then every source is loaded as if it
had come in a file of its own, whole or not at all, in the order of their keys.
"""

import pickle
import re
import tempfile
from collections.abc import Collection, Iterator
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import IO, NamedTuple, Self, Unpack

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _t

from trade.figures.codes import codes_from_database
from trade.figures.exporting.rows import restored
from trade.figures.files import TradeFile, open_trade_file
from trade.figures.importing import import_trade_file
from trade.figures.layouts.simple import SimpleLayout
from trade.figures.observation import Fault, Row
from trade.figures.outcome import Importing, Outcome, Reading
from trade.figures.problems import WrongFileError
from trade.models import PartialDate, Precision, Source

# Files of rejected rows have it in their names.
_is_key = re.compile("[a-zA-Z0-9_-]{1,80}").fullmatch
_IN_MEMORY = 1 << 16  # bytes of each source; a larger one waits on the disk


class Named(NamedTuple):
    """What a row says of its source, as columns of our own layout."""

    source: str
    source_kind: str
    source_title: str
    source_publisher: str
    source_url: str
    source_published_on: str


_NOBODY = Named("", "", "", "", "", "")


class Part:
    """The rows of one source, read as a file of them would be; faults keep their lines."""

    def __init__(self, file: TradeFile, named: Named, reading: Reading, spool: IO[bytes]) -> None:
        self.named = named
        self.path, self.header, self.delimiter = file.path, file.header, file.delimiter
        self.codes = file.codes
        self.warnings: list[str] = []
        self.size = 0
        self.refused = ""
        self._reading = reading
        self._spool = spool
        self._cells: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What its file of rejected rows is called by."""
        return f"{self.path.name}.{self.named.source or 'unnamed'}"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        pass

    def add(self, row: Row, cells: tuple[str, ...]) -> None:
        pickle.dump((row, cells), self._spool)

    def rows(self) -> Iterator[Row]:
        self._spool.seek(0)
        while True:
            try:
                # Written by `add` a moment ago, into a file without a name.
                row, self._cells = pickle.load(self._spool)  # noqa: S301
            except EOFError:
                return
            yield Fault(row.line, "source", self.refused, self._cells) if self.refused else row

    def cells(self) -> tuple[str, ...]:
        return self._cells

    def position(self) -> int:
        return 0

    def cells_at(self, lines: Collection[int]) -> Iterator[tuple[int, tuple[str, ...]]]:
        with open_trade_file(self.path, codes=self.codes, **self._reading) as again:
            yield from again.cells_at(lines)

    def source(self) -> Source | None:
        """The source on record under the key, else a new one of what the rows say of it."""
        named = self.named
        if not named.source:
            return None
        stored = Source.objects.filter(key=named.source).first()
        if stored is not None:
            return stored
        try:
            published = _published(named.source_published_on)
            source = Source(
                key=named.source,
                kind=named.source_kind or Source.Kind.RELEASE,
                title=named.source_title or named.source,
                publisher=named.source_publisher or named.source_title or named.source,
                url=named.source_url,
                published_on=published and published.first,
                published_on_precision=published.precision if published else Precision.DAY,
            )
            source.full_clean()
        except (ValidationError, ValueError) as error:
            self.refused = "; ".join(getattr(error, "messages", [str(error)]))[:300]
            return None
        return source


def import_by_source(
    path: Path,
    *,
    check: bool = False,
    strict: bool = False,
    **options: Unpack[Importing],
) -> Iterator[Outcome]:
    """Load every source of a file; the outcome of each as it is there, in the order of their keys.

    `strict` takes nothing of the file where a row of any source is to be rejected. Raises
    WrongFileError for a file that does not name the sources of its rows.
    """
    with ExitStack() as spools:
        parts = _parts(path, options, spools)
        sources = [part.source() or _nowhere(part) for part in parts]
        together = list(zip(parts, sources, strict=True))
        if strict and not check:
            checked = [_load(part, source, options, check=True) for part, source in together]
            if any(outcome.rejected for outcome in checked):
                yield from checked
                return
        for part, source in together:
            yield _load(part, source, options, check=check)


def _load(part: Part, source: Source, options: Importing, *, check: bool) -> Outcome:
    is_nowhere = source.pk is None and bool(part.refused or not part.named.source)
    outcome = import_trade_file(
        part.path, source=source, check=check or is_nowhere, part=part, **options
    )
    outcome.source = part.named.source
    outcome.is_loaded |= is_nowhere and not check
    return outcome


def _nowhere(part: Part) -> Source:
    """A source that is never recorded, for rows that are all refused."""
    return Source(key=part.named.source[:80])


def _parts(path: Path, options: Importing, spools: ExitStack) -> list[Part]:
    """The rows of each source, in the order of the keys."""
    reading: Reading = {  # type: ignore[assignment]
        name: value for name, value in options.items() if name in Reading.__annotations__
    }
    with open_trade_file(path, codes=codes_from_database(), **reading) as file:
        if file.layout != SimpleLayout.name or "source" not in map(str.casefold, file.header):
            raise WrongFileError(_t("it does not say which source its rows are of: name one"))
        places = [_place(file.header, name) for name in Named._fields]
        found: dict[str, Part] = {}
        for row in file.rows():
            cells = row.row if isinstance(row, Fault) else file.cells()
            told = [restored(cells[p].strip()) if p < len(cells) else "" for p in places]
            named = Named(*told)
            if not _is_key(named.source):
                row, named = Fault(row.line, "source", _no_key(named.source), cells), _NOBODY
            part = found.get(named.source)
            if part is None:
                spool = spools.enter_context(tempfile.SpooledTemporaryFile(_IN_MEMORY))  # noqa: SIM115
                part = found[named.source] = Part(file, named, reading, spool)
            part.add(row, cells)
        warnings = list(file.warnings)
    parts = [found[key] for key in sorted(found)]
    if parts:
        parts[0].warnings = warnings
    return parts


def _no_key(text: str) -> str:
    if not text:
        return _t("no source is named")
    return _t("“%s” is no key of a source: write letters, digits and hyphens") % text[:80]


def _place(header: tuple[str, ...], name: str) -> int:
    folded = [cell.casefold() for cell in header]
    return folded.index(name) if name in folded else len(header)


def _published(text: str) -> PartialDate | None:
    """2025, 2025-03 or 2025-03-31. Raises ValueError."""
    try:
        return PartialDate.parse(text) if text else None
    except ValueError as error:
        raise ValueError(_t("“%s” is no date: write 2025-03-31") % text[:40]) from error
