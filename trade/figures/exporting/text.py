"""Rows as comma-separated text, the same bytes from every database."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db import connections
from django.db.models import QuerySet

from trade.figures.exporting.copying import copied
from trade.figures.exporting.rows import in_chunks


class _Line:
    """Hands a written line back. Python quotes line ends only where the terminator has them."""

    def write(self, line: str) -> str:
        return line[:-2] + "\n"


def stream_rows(header: Iterable[str], rows: QuerySet[Any, Any]) -> Iterator[bytes]:
    """A header and rows as CSV in UTF-8, lines ended by a line feed."""
    yield ",".join(header).encode() + b"\n"
    is_postgresql = connections[rows.db].vendor == "postgresql"
    yield from copied(rows) if is_postgresql else written(rows)


def lines_of(header: Iterable[str], rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    """The same of rows at hand; yes and no are written as JSON writes them."""
    yield ",".join(header).encode() + b"\n"
    line_of: Any = csv.writer(_Line(), lineterminator="\r\n").writerow
    for row in rows:
        yield line_of(
            [_WORDS.get(cell, cell) if isinstance(cell, bool) else cell for cell in row]
        ).encode()


_WORDS = {True: "true", False: "false"}


def written(rows: QuerySet[Any, Any]) -> Iterator[bytes]:
    """The rows as PostgreSQL writes CSV, written here."""
    line_of: Any = csv.writer(_Line(), lineterminator="\r\n").writerow
    for chunk in in_chunks(rows):
        yield "".join(map(line_of, chunk)).encode()
