"""Lists in pages, with the addresses of the others in the answer's head (RFC 8288)."""

from typing import Any, ClassVar, NoReturn

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import NotFound
from rest_framework.pagination import PageNumberPagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param
from rest_framework.views import APIView

from trade.api.errors import InvalidParametersError

TOTAL_COUNT = "X-Total-Count"
LINK = "Link"


def whole_number(request: Request, parameter: str, *, default: int, most: int | None = None) -> int:
    """The positive whole number a parameter gives; anything else is an InvalidParametersError."""
    given = request.query_params.get(parameter)
    if given is None:
        return default
    if given.isascii() and given.isdecimal() and len(given) <= 18:
        number = int(given)
        if number >= 1 and (most is None or number <= most):
            return number
    reason = (
        _t("Give a whole number from 1.")
        if most is None
        else _t("Give a whole number from 1 to %(most)d.") % {"most": most}
    )
    raise InvalidParametersError([{"parameter": parameter, "reason": reason}])


class Pages(PageNumberPagination):
    """Pages of 100 records, or of `page_size`, at most 500."""

    parameters: ClassVar[tuple[str, ...]] = ("page", "page_size")
    request: Any  # both are set before anything asks for them
    page: Any
    page_size = 100
    max_page_size = 500
    page_query_description = _("The page of the list, from 1.")  # type: ignore[assignment]
    page_size_query_param = "page_size"
    page_size_query_description = _(  # type: ignore[assignment]
        "How many records a page holds: 100, at most 500."
    )
    last_page_strings = ()

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        described = super().get_paginated_response_schema(schema)
        for link in ("next", "previous"):  # OpenAPI 3.1 no longer knows DRF's “nullable”
            field = described["properties"][link]
            del field["nullable"], field["example"]
            field["type"] = ["string", "null"]
        described["required"] = ["count", "next", "previous", "results"]
        return described

    def get_page_size(self, request: Request) -> int:
        return whole_number(
            request, self.page_size_query_param, default=self.page_size, most=self.max_page_size
        )

    def paginate_queryset(
        self, queryset: Any, request: Request, view: APIView | None = None
    ) -> list[Any] | None:
        number = whole_number(request, self.page_query_param, default=1)
        size = self.get_page_size(request)
        paginator = self.django_paginator_class(queryset, size)
        if number > paginator.num_pages:
            self.refuse(number, paginator.num_pages)
        self.request = request
        self.page = paginator.page(number)
        return list(self.page)

    def get_paginated_response(self, data: Any) -> Response:
        answer = super().get_paginated_response(data)
        answer[LINK] = link_header(self.links())
        answer[TOTAL_COUNT] = str(self.page.paginator.count)
        return answer

    def links(self) -> dict[str, str | None]:
        """The addresses of other pages, by what they are to this one."""
        here = self.request.build_absolute_uri()
        first, last = "1", str(self.page.paginator.num_pages)
        return {
            "first": replace_query_param(here, self.page_query_param, first),
            "prev": self.get_previous_link(),
            "next": self.get_next_link(),
            "last": replace_query_param(here, self.page_query_param, last),
        }

    def get_previous_link(self) -> str | None:
        # With its number also for the first page: lists with cursors start differently without.
        if not self.page.has_previous():
            return None
        number = str(self.page.previous_page_number())
        here = self.request.build_absolute_uri()
        return replace_query_param(here, self.page_query_param, number)

    def refuse(self, number: int, pages: int) -> NoReturn:
        raise NotFound(
            _t("There is no page %(number)d: with this page size the list has %(pages)d.")
            % {"number": number, "pages": pages}
        )


def link_header(links: dict[str, str | None]) -> str:
    """Addresses as the header `Link` gives them."""
    return ", ".join(f'<{address}>; rel="{name}"' for name, address in links.items() if address)
