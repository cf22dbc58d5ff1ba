"""The formats a table is given in."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from cooperation.tables.rows import Rows
from cooperation.tables.writing import stream_csv, stream_json, stream_ndjson, stream_xlsx
from trade.figures.exporting.workbook import MOST_ROWS


@dataclass(frozen=True)
class TableFormat:
    """A format: its name in addresses, its media type, what writes it, what it has room for."""

    name: str
    media_type: str
    stream: Callable[[Rows], Iterator[bytes]]
    is_text: bool = True
    is_a_file: bool = False
    most_rows: int | None = None

    @property
    def content_type(self) -> str:
        is_declared = self.is_text and self.media_type.startswith("text/")
        return f"{self.media_type}; charset=utf-8" if is_declared else self.media_type


_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

FORMATS = {
    known.name: known
    for known in (
        TableFormat("json", "application/json", stream_json),
        TableFormat("ndjson", "application/x-ndjson", stream_ndjson),
        TableFormat("csv", "text/csv", stream_csv, is_a_file=True),
        TableFormat("xlsx", _XLSX, stream_xlsx, is_text=False, is_a_file=True, most_rows=MOST_ROWS),
    )
}
