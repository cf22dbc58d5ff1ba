"""Figures as files: the same filters as the list, every row, streamed."""

from typing import Any

from django.http import HttpResponseBase, StreamingHttpResponse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import (
    OpenApiParameter,
    OpenApiResponse,
    extend_schema,
    inline_serializer,
)
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

from trade.api.backends import Filters
from trade.api.errors import InvalidParametersError
from trade.api.viewsets import RecordViewSet
from trade.figures.exporting.formats import FORMATS, FileFormat
from trade.figures.exporting.rows import COLUMNS
from trade.figures.exporting.xlsx import TooManyRowsError
from trade.models import TradeFigure

FORMAT = "format"
EXPORT = "export"
# How many figures a format had to leave out.
LEFT_OUT = "Figures-Left-Out"


class FileRenderer(BaseRenderer):
    """Stands for a format when the Accept header is read; the file itself is streamed."""

    def render(self, data: Any, *args: Any, **kwargs: Any) -> Any:
        raise NotImplementedError("files are streamed, not rendered")


RENDERERS = [
    type(
        f"{made.name.title().replace('-', '')}Renderer",
        (FileRenderer,),
        {"media_type": made.media_type, "format": made.name},
    )
    for made in FORMATS.values()
]

FORMAT_PARAMETER = OpenApiParameter(
    FORMAT,
    str,
    enum=list(FORMATS),
    description=_(
        "csv: our simple layout, which an import reads back. sdmx-csv: SDMX-CSV 2.0, statistical "
        "figures only; the header Figures-Left-Out says how many figures it cannot express. "
        "xlsx: Excel, at most 1,048,575 figures. json: an array. Without it, what the Accept "
        "header asks for, else csv."
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


class ExportMixin(RecordViewSet):
    """Adds `export/` to a list of figures."""

    def known_parameters(self) -> list[str]:
        if self.action == EXPORT:
            return sorted([FORMAT, *self.filters()])
        return super().known_parameters()

    @extend_schema(
        summary=_("Export trade figures as a file"),
        filters=True,
        parameters=[FORMAT_PARAMETER],
        responses={
            (200, made.media_type): OpenApiResponse(
                ROWS if made.name == "json" else OpenApiTypes.BINARY,
                description=_("Every figure the filters leave, in a file."),
            )
            for made in FORMATS.values()
        },
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
        file_format = asked_format(request)
        figures: Any = self.filter_queryset(TradeFigure.objects.all())
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


def asked_format(request: Request) -> FileFormat:
    """The format the address names, else the one the Accept header asks for."""
    renderer: Any = request.accepted_renderer
    name = request.query_params.get(FORMAT, renderer.format)
    if name not in FORMATS:
        reason = _t("There is no such format.")
        raise InvalidParametersError(
            [{"parameter": FORMAT, "reason": reason, "allowed": list(FORMATS)}]
        )
    return FORMATS[name]
