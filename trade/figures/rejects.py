"""Rows that are not taken: kept in a file of the same layout, to be put right and read again."""

import csv
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, TextIO

from trade.figures.exporting.rows import harmless_text
from trade.figures.observation import Fault
from trade.models import ImportReject, ImportRun

KEPT = 1_000  # that many are also on record
_KINDS = 1_000
ADDED_COLUMNS = ("line", "column", "reason")


def is_header_of_rejects(header: Sequence[str]) -> bool:
    return tuple(header[-len(ADDED_COLUMNS) :]) == ADDED_COLUMNS


class Rejects:
    """The file `<name>.rejects.csv`, made when the first row is rejected, whole when kept.

    A cell that a spreadsheet would take for a formula has an apostrophe before it, which goes when
    the file is read again. It gets its name by `keep`, once the import has succeeded. Until then it is a `.part` beside it.
    """

    def __init__(self, name: str, *, folder: Path) -> None:
        self.path = folder / f"{name}.rejects.csv"
        self.count = 0
        self.first: list[Fault] = []
        self.kinds: Counter[tuple[str, str]] = Counter()
        self._header: tuple[str, ...] = ()
        self._delimiter = ","
        self._file: TextIO | None = None
        self._writer: Any = None

    def begin(self, header: Iterable[str], delimiter: str) -> None:
        """Take over the layout of the file whose rows these are."""
        self._header, self._delimiter = tuple(header), delimiter
        if is_header_of_rejects(self._header):  # this file's own ones say it anew
            self._header = self._header[: -len(ADDED_COLUMNS)]
        self.path = self.path.with_suffix(".tsv" if delimiter == "\t" else ".csv")

    def add(self, fault: Fault) -> None:
        if self._file is None:
            self._open()
        self.count += 1
        if len(self.first) < KEPT:
            self.first.append(fault)
        kind = (fault.column, fault.reason)
        if kind in self.kinds or len(self.kinds) < _KINDS:
            self.kinds[kind] += 1
        row = fault.row[: len(self._header)]
        missing = [""] * (len(self._header) - len(row))
        cells = [*row, *missing, fault.line, fault.column, fault.reason]
        self._writer.writerow([harmless_text(str(cell)) for cell in cells])

    def finish(self) -> None:
        """Write out what is still on its way: a disk that is full shows now."""
        if self._file is not None:
            self._file.close()

    def keep(self) -> Path | None:
        """Give the file its name; None, and no file of an earlier import, if nothing is in it."""
        if self._file is None:
            self.path.unlink(missing_ok=True)
            return None
        return self._unfinished.replace(self.path)

    def discard(self) -> None:
        """Leave nothing of an import that has failed."""
        if self._file is not None:
            self._file.close()
            self._unfinished.unlink(missing_ok=True)

    def record(self, run: ImportRun) -> None:
        """Put the first of them on record with the import."""
        ImportReject.objects.bulk_create(
            [
                ImportReject(
                    run=run,
                    line=fault.line,
                    column=fault.column[:80],
                    reason=fault.reason[:300],
                    row=self._delimiter.join(fault.row),
                )
                for fault in self.first
            ],
            batch_size=200,
            ignore_conflicts=True,
        )

    @property
    def _unfinished(self) -> Path:
        return self.path.with_name(f"{self.path.name}.part")

    def _open(self) -> None:
        self._file = self._unfinished.open("w", encoding="utf-8", newline="")
        self._writer = csv.writer(self._file, delimiter=self._delimiter, lineterminator="\n")
        self._writer.writerow([*map(harmless_text, self._header), *ADDED_COLUMNS])
