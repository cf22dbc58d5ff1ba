"""The series of two regions in the formats that give it as rows."""

from collections.abc import Callable
from typing import Any, NamedTuple

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.response import Response

from trade.figures.exporting.formats import FORMATS, FileFormat
from trade.figures.exporting.series_rows import as_csv, as_sdmx_csv, as_xlsx
from trade.figures.pair_trade import PairTrade


class Series(NamedTuple):
    """What the rows are written from: the trade of two regions in one product."""

    found: PairTrade
    product: str


class SeriesRenderer(BaseRenderer):
    """The base of these formats. A series is some hundred rows: it is written at once."""

    charset = None
    made: FileFormat
    write: Callable[[PairTrade, str], bytes]

    def render(self, data: Series, *args: Any, **kwargs: Any) -> bytes:
        return type(self).write(data.found, data.product)

    def named(self, response: Response, name: str) -> Response:
        """The answer with its media type in full and the name of the file."""
        response.content_type = self.made.content_type
        file = f"{name}{self.made.suffix}"
        response.headers["Content-Disposition"] = f'attachment; filename="{file}"'
        return response


WRITTEN_BY = {"csv": as_csv, "sdmx-csv": as_sdmx_csv, "xlsx": as_xlsx}

RENDERERS: list[type[BaseRenderer]] = [
    JSONRenderer,
    *(
        type(
            f"{name.title().replace('-', '')}SeriesRenderer",
            (SeriesRenderer,),
            {
                "media_type": FORMATS[name].media_type,
                "format": name,
                "made": FORMATS[name],
                "write": staticmethod(write),
            },
        )
        for name, write in WRITTEN_BY.items()
    ),
]

NAMES = [str(renderer.format) for renderer in RENDERERS]

# Beside the JSON of the answer, in the schema.
RESPONSES: dict[Any, OpenApiResponse] = {
    (200, FORMATS[name].media_type): OpenApiResponse(
        OpenApiTypes.BINARY, description="A row for each claim of each period."
    )
    for name in WRITTEN_BY
}
