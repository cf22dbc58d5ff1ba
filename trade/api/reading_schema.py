"""What the OpenAPI schema says of every answer to a reader: its head, and 304."""

from typing import Any

from django.utils.translation import gettext as _t
from drf_spectacular.utils import OpenApiParameter

from trade.api.pagination import LINK, TOTAL_COUNT
from trade.api.selecting import fields_parameter


def reading_parameters(view: Any, *, is_list: bool) -> list[OpenApiParameter]:
    """The parameters and heads a view has for what it is, beside those it declares."""
    if not hasattr(view, "rests_on_records"):
        return []
    parameters = [
        _header(
            "If-None-Match",
            _t("The ETag of the answer you hold: 304 if it is still the current one."),
            response=False,
        ),
        _header("ETag", _t("Tells this answer from every other one.")),
        _header(
            "Last-Modified",
            _t("Since when the answer has been the same; left out while that is moments ago."),
        ),
    ]
    if is_list:
        parameters += [
            _header(LINK, _t("The addresses of other pages, as RFC 8288 writes them.")),
            _header(TOTAL_COUNT, _t("How many records there are, where they were counted.")),
        ]
    if getattr(view, "selection", None) and view.action in ("list", "retrieve", "by_code"):
        parameters.append(fields_parameter)
    return parameters


def _header(name: str, description: str, *, response: Any = (200,)) -> OpenApiParameter:
    return OpenApiParameter(
        name,
        str,
        OpenApiParameter.HEADER,
        description=description,
        response=list(response) if response else False,
    )
