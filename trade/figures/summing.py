"""Sums over the rows of a file that come in any order, kept on the disk."""

import sqlite3
from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _t

from trade.figures.amounts import from_hundredths
from trade.figures.problems import BadCellError

Key = tuple[str, ...]
_AT_ONCE = 10_000
# Ten trillion in hundredths; thousands of such rows still sum up exactly in 64 bits.
_TOO_MUCH = 10**15


class Sums:
    """Amounts by key. A sum that lacks one of its rows is told from a whole one."""

    def __init__(self, column: str) -> None:
        self.column = column
        self._waiting: dict[Key, list[int]] = {}
        # A nameless database is a temporary file of SQLite's own.
        self._database = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self._database.execute("PRAGMA journal_mode = OFF")
        self._database.execute(
            "CREATE TABLE sums (key TEXT PRIMARY KEY, line INT, hundredths INT, lacking INT)"
        )

    def close(self) -> None:
        self._database.close()

    def add(self, line: int, key: Key, amount: str | None) -> None:
        """Count the amount in. Raises BadCellError for one too large to be summed."""
        if amount is None:
            self.spoil(line, key)
            return
        hundredths = int(Decimal(amount) * 100)
        if hundredths >= _TOO_MUCH:
            self.spoil(line, key)
            raise BadCellError(self.column, _t("“%s” is too large") % amount)
        self._count(line, key, hundredths, 0)

    def spoil(self, line: int, key: Key) -> None:
        """Mark a sum as one that lacks this row."""
        self._count(line, key, 0, line)

    def results(self) -> Iterator[tuple[int, Key, str, int]]:
        """First line, key and sum, in order of their first lines; then a line the sum lacks, or 0."""
        self._store()
        found = self._database.execute("SELECT * FROM sums ORDER BY line")
        for key, line, hundredths, lacking in found:
            yield line, tuple(key.split("\t")), from_hundredths(hundredths), lacking

    def _count(self, line: int, key: Key, hundredths: int, lacking: int) -> None:
        waiting = self._waiting.get(key)
        if waiting is None:
            self._waiting[key] = [line, hundredths, lacking]
        else:
            waiting[1] += hundredths
            waiting[2] = waiting[2] or lacking
        if len(self._waiting) >= _AT_ONCE:
            self._store()

    def _store(self) -> None:
        self._database.execute("BEGIN")
        self._database.executemany(
            "INSERT INTO sums VALUES (?, ?, ?, ?) ON CONFLICT (key) DO UPDATE SET"
            " hundredths = hundredths + excluded.hundredths,"
            " lacking = coalesce(nullif(lacking, 0), excluded.lacking)",
            (("\t".join(key), *counted) for key, counted in self._waiting.items()),
        )
        self._database.execute("COMMIT")
        self._waiting.clear()
