"""JSON: one array, an object for each figure."""

import json
from collections.abc import Iterator

from trade.figures.exporting.rows import COLUMNS, Figures, in_chunks, rows_of

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=str).encode


def stream_json(figures: Figures) -> Iterator[bytes]:
    """The figures as a JSON array in UTF-8, a line each; amounts are strings, to stay exact."""
    names = tuple(COLUMNS)
    before = "[\n"
    for chunk in in_chunks(rows_of(figures, COLUMNS)):
        lines = ",\n".join(_encode(dict(zip(names, row, strict=True))) for row in chunk)
        yield (before + lines).encode()
        before = ",\n"
    yield b"\n]\n" if before == ",\n" else b"[]\n"
