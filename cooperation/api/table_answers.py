"""How a request to a table is read: format, columns, page; each fault names its parameter."""

from typing import Any

from django.core import signing
from django.http import QueryDict
from django.utils.translation import gettext as _t
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.utils.urls import replace_query_param

from cooperation.tables.formats import FORMATS, TableFormat
from cooperation.tables.rows import Row
from trade.api.errors import InvalidParametersError
from trade.api.pagination import whole_number

FORMAT, BOM, FIELDS, PAGE_SIZE, CURSOR = "format", "bom", "fields", "page_size", "cursor"
ALL = "all"
ROWS_ON_A_PAGE = 1_000
MOST_ON_A_PAGE = 10_000


class TableRenderer(BaseRenderer):
    """Stands for a format when the Accept header is read; what writes it is no renderer."""

    def render(self, data: Any, *args: Any, **kwargs: Any) -> Any:
        raise NotImplementedError("tables are written, not rendered")


RENDERERS = [
    type(
        f"{made.name.title()}TableRenderer",
        (TableRenderer,),
        {"media_type": made.media_type, "format": made.name},
    )
    for made in FORMATS.values()
]


def refuse(parameter: str, reason: str, allowed: list[str] | None = None) -> Exception:
    """The fault of one parameter."""
    if allowed is None:
        return InvalidParametersError([{"parameter": parameter, "reason": reason}])
    return InvalidParametersError([{"parameter": parameter, "reason": reason, "allowed": allowed}])


def asked_format(request: Request) -> TableFormat:
    """The format the address names, else the one the Accept header asks for."""
    renderer: Any = request.accepted_renderer
    name = request.query_params.get(FORMAT, renderer.format)
    if name not in FORMATS:
        raise refuse(FORMAT, _t("There is no such format."), list(FORMATS))
    return FORMATS[name]


def wants_bom(request: Request, file_format: TableFormat) -> bool:
    """Is a byte order mark asked for, by which Excel knows UTF-8?"""
    given = request.query_params.get(BOM, "0")
    if given not in ("0", "1"):
        raise refuse(BOM, _t("Give 1 or 0."), ["0", "1"])
    if given == "1" and file_format.name != "csv":
        raise refuse(BOM, _t("Only CSV has a byte order mark."))
    return given == "1"


def asked_columns(request: Request, columns: list[Any]) -> list[Any]:
    """The columns asked for, in the order of the table whatever the order they are named in."""
    given = request.query_params.get(FIELDS)
    if given is None:
        return columns
    names = {name.strip() for name in given.split(",")}
    allowed = [column.name for column in columns]
    if not names <= set(allowed):
        reason = _t("Give one or more of the allowed names, separated by commas.")
        raise refuse(FIELDS, reason, allowed)
    return [column for column in columns if column.name in names]


def asked_size(request: Request, file_format: TableFormat) -> int | None:
    """How many rows a page has; None for all of them."""
    given = request.query_params.get(PAGE_SIZE)
    if given == ALL or (given is None and file_format.is_a_file):
        return None
    try:
        return whole_number(request, PAGE_SIZE, default=ROWS_ON_A_PAGE, most=MOST_ON_A_PAGE)
    except InvalidParametersError as error:
        reason = _t("Give “all”, or a whole number from 1 to %(most)d.") % {"most": MOST_ON_A_PAGE}
        raise refuse(PAGE_SIZE, reason) from error


class Cursor:
    """Marks a place in the rows of one table under one set of filters, so that none is misread.

    It is signed: what comes back is what was given out.
    """

    def __init__(self, request: Request, filters: list[str]) -> None:
        self.request = request
        asked = QueryDict(mutable=True)
        for name in sorted(set(request.query_params) & set(filters)):
            asked.setlist(name, request.query_params.getlist(name))
        self.salt = f"{request.path}?{asked.urlencode()}"

    def place(self) -> tuple[Any, ...] | None:
        """The values of the order columns of the last row given out; None at the beginning."""
        given = self.request.query_params.get(CURSOR)
        if given is None:
            return None
        try:
            return tuple(signing.Signer(salt=self.salt).unsign_object(given))
        except signing.BadSignature as error:
            reason = _t("Take it from a “next” link, and leave table and filters as they are.")
            raise refuse(CURSOR, reason) from error

    def link_behind(self, place: Row) -> str:
        """The address of the rows behind a place."""
        values = [v if isinstance(v, int | str) else v.isoformat() for v in place]
        mark = signing.Signer(salt=self.salt).sign_object(values, compress=True)
        return replace_query_param(self.request.build_absolute_uri(), CURSOR, mark)
