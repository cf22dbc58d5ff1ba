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
from trade.figures.tables.json_scanner import JsonScanner


class JsonTable(Table):
    """Records under "data", or on their own; the keys of the first one are the header.

    The line of a row is its number, counted from 1.
    """

    encoding = "utf-8"

    def __init__(self, container: Container) -> None:
        text = io.TextIOWrapper(
            io.BufferedReader(WatchedStream(container.open(), container.limits)),
            encoding="utf-8-sig",
            errors="surrogateescape",
        )
        self._scanner = JsonScanner(text, longest=container.limits.line)
        self._count = 0
        self._first: dict[str, Any] = {}
        self._values = self._scanner.records()
        for value in self._values:
            if not isinstance(value, dict):
                raise WrongFileError(_t("the JSON holds no records"), line=1)
            self._first = value
            break
        if not self._first:
            error = self._scanner.error
            raise WrongFileError(
                _t("the answer is an error: %s") % error
                if error
                else _t("the JSON holds no records")
            )
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
        return [cell_of(record.get(name)) for name in self.header]


def cell_of(value: Any) -> str:
    """A value as the text of a cell."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else json.dumps(value)
