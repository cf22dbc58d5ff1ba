"""Figures as files: the same filters as the list, every row, streamed."""

from typing import Any

from django.http import HttpResponseBase, StreamingHttpResponse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request

from trade.api.backends import Filters
from trade.api.errors import InvalidParametersError
from trade.api.export_schema import PageOrFile
from trade.api.file_formats import FORMAT, FileRenderer, FormatOrAccept, format_parameter
from trade.api.serializers import TradeFigureSerializer
from trade.api.viewsets import RecordViewSet
from trade.figures.exporting.formats import FORMATS, FileFormat
from trade.figures.exporting.rows import COLUMNS
from trade.figures.exporting.xlsx import TooManyRowsError
from trade.models import TradeFigure

EXPORT = "export"
# How many figures a format had to leave out.
LEFT_OUT = "Figures-Left-Out"

RENDERERS = [
    type(
        f"{made.name.title().replace('-', '')}Renderer",
        (FileRenderer,),
        {"media_type": made.media_type, "format": made.name},
    )
    for made in FORMATS.values()
]

WHAT_FORMATS_ARE = _(
    "csv: our simple layout, which an import reads back. sdmx-csv: SDMX-CSV 2.0, statistical "
    "figures only; the header Figures-Left-Out says how many figures it cannot express. "
    "xlsx: Excel, at most 1,048,575 figures. json: an array."
)
FORMAT_PARAMETER = format_parameter(
    list(FORMATS),
    format_lazy(
        "{} {}", WHAT_FORMATS_ARE, _("Without it, what the Accept header asks for, else csv.")
    ),
)
FORMAT_OF_LIST = format_parameter(
    list(FORMATS),
    format_lazy(
        "{} {}",
        _(
            "Every figure the filters leave, in a file, as export/ gives it; the Accept header may "
            "ask for one too. Without either, a page."
        ),
        WHAT_FORMATS_ARE,
    ),
)

ROWS: Any = inline_serializer(
    "ExportedFigure",
    {
        name: serializers.IntegerField(help_text=_("Power of ten the amounts are given in: 0."))
        if name == "unit"
        else serializers.CharField(allow_null=True)
        for name in COLUMNS
    },
    many=True,
)


FILES: dict[Any, Any] = {
    (200, made.media_type): OpenApiResponse(
        ROWS if made.name == "json" else OpenApiTypes.BINARY,
        description=_("Every figure the filters leave, in a file."),
    )
    for made in FORMATS.values()
}
BESIDE_THE_LIST = {key: file for key, file in FILES.items() if "json" not in key[1]}


class ExportMixin(RecordViewSet):
    """Gives a list of figures as files: at its own address, and at `export/`."""

    content_negotiation_class = FormatOrAccept
    schema = PageOrFile()
    exported_row = ROWS.child

    def get_renderers(self) -> list[Any]:
        if getattr(self, "action", None) == "list":
            return [*super().get_renderers(), *(made() for made in RENDERERS)]
        return super().get_renderers()

    def known_parameters(self) -> list[str]:
        if self.action == EXPORT or self.asked_file():
            return sorted([FORMAT, *self.filters()])
        known = super().known_parameters()
        return sorted([FORMAT, *known]) if self.action == "list" else known

    def asked_file(self) -> str:
        """The name of the format in which the list is asked for; empty for a page of it."""
        if self.action != "list":
            return ""
        renderer: Any = self.request.accepted_renderer
        by_header = renderer.format if isinstance(renderer, FileRenderer) else ""
        return self.request.query_params.get(FORMAT) or by_header

    @extend_schema(
        parameters=[FORMAT_OF_LIST],
        responses={(200, "application/json"): TradeFigureSerializer(many=True), **BESIDE_THE_LIST},
    )
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        """A page of figures; or all of them, in a file, where a format is asked for."""
        name = self.asked_file()
        if name:
            return self.sent(request, FORMATS[name])
        return super().list(request, *args, **kwargs)  # type: ignore[misc]

    @extend_schema(
        summary=_("Export trade figures as a file"),
        filters=True,
        parameters=[FORMAT_PARAMETER],
        responses=FILES,
    )
    @action(
        detail=False,
        filter_backends=[Filters],
        pagination_class=None,
        renderer_classes=RENDERERS,
    )
    def export(self, request: Request) -> HttpResponseBase:
        """Every figure the filters leave, with source, unit, status and release, in one file.

        Rows come by source, reporter, partner, flow, product, period. The file is streamed: it
        may be of any size.
        """
        renderer: Any = request.accepted_renderer
        return self.sent(request, FORMATS[renderer.format])

    def sent(self, request: Request, file_format: FileFormat) -> HttpResponseBase:
        """The file, in the order of files whatever the order of the list."""
        figures: Any = Filters().filter_queryset(request, TradeFigure.objects.all(), self)
        try:
            chunks = file_format.stream(figures)
        except TooManyRowsError as error:
            raise InvalidParametersError([{"parameter": FORMAT, "reason": str(error)}]) from error
        return StreamingHttpResponse(
            iter(()) if request.method == "HEAD" else chunks,
            content_type=file_format.content_type,
            headers={
                "Content-Disposition": f'attachment; filename="trade-figures{file_format.suffix}"',
                LEFT_OUT: str(file_format.left_out(figures)),
            },
        )
