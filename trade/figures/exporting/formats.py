"""The formats figures are given back in."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from trade.figures.exporting.json_array import stream_json
from trade.figures.exporting.rows import Figures
from trade.figures.exporting.sdmx_csv import expressible, stream_sdmx_csv
from trade.figures.exporting.simple_csv import stream_csv
from trade.figures.exporting.xlsx import stream_xlsx


def everything(figures: Figures) -> Figures:
    """The figures as they are: most formats leave none out."""
    return figures


@dataclass(frozen=True)
class FileFormat:
    """A kind of file: its name in addresses and commands, its media type, what writes it.

    `stream` gives the file in chunks of bytes; `kept` are the figures the format can express;
    `content_type` is the media type with what else an answer says of it.
    """

    name: str
    media_type: str
    content_type: str
    suffix: str
    stream: Callable[[Figures], Iterator[bytes]]
    kept: Callable[[Figures], Figures] = everything

    def left_out(self, figures: Figures) -> int:
        """How many of the figures the format cannot express."""
        if self.kept is everything:
            return 0
        return figures.count() - self.kept(figures).count()


_CSV = "text/csv"
_SDMX_CSV = "application/vnd.sdmx.data+csv"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_JSON = "application/json"
_UTF8 = "charset=utf-8"

FORMATS = {
    known.name: known
    for known in (
        FileFormat("csv", _CSV, f"{_CSV}; {_UTF8}", ".csv", stream_csv),
        FileFormat(
            "sdmx-csv",
            _SDMX_CSV,
            f"{_SDMX_CSV}; version=2.0.0; {_UTF8}",
            ".sdmx.csv",
            stream_sdmx_csv,
            expressible,
        ),
        FileFormat("xlsx", _XLSX, _XLSX, ".xlsx", stream_xlsx),
        FileFormat("json", _JSON, _JSON, ".json", stream_json),
    )
}
