"""Answers that come as files too: by `format` in the address, or by the Accept header."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

from trade.api.errors import InvalidParametersError

FORMAT = "format"


class FormatOrAccept(DefaultContentNegotiation):
    """The format the address names, whatever the Accept header says; else what that asks for."""

    def select_renderer(
        self, request: Any, renderers: Any, format_suffix: str | None = None
    ) -> tuple[Any, str]:
        name = asked_name(request, [renderer.format for renderer in renderers])
        for renderer in renderers:
            if renderer.format == name:
                return renderer, renderer.media_type
        chosen: tuple[Any, str] = super().select_renderer(request, renderers, format_suffix)
        return chosen


def asked_name(request: Request, known: Sequence[str]) -> str:
    """The format named in the address, empty if none is; an unknown one is refused."""
    name: str | None = request.query_params.get(FORMAT)
    if name is None:
        return ""
    if name not in known:
        reason = _t("There is no such format.")
        raise InvalidParametersError(
            [{"parameter": FORMAT, "reason": reason, "allowed": list(dict.fromkeys(known))}]
        )
    return name


class FileRenderer(BaseRenderer):
    """Stands for a format when the Accept header is read; the file itself is streamed."""

    def render(self, data: Any, *args: Any, **kwargs: Any) -> Any:
        raise NotImplementedError("files are streamed, not rendered")


def format_parameter(names: Sequence[str], description: Any = None) -> OpenApiParameter:
    """`format` in the schema."""
    otherwise = _("What the answer comes as; without it, what the Accept header asks for.")
    return OpenApiParameter(FORMAT, str, enum=list(names), description=description or otherwise)
