"""Addresses that name a partnership by its two regions, in any order and case."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import status
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from cooperation.api.as_of import AS_OF, as_of_parameter, asked_day
from cooperation.models import Partnership
from trade.api.viewsets import KnownParameters
from trade.models import Region

F = TypeVar("F", bound=Callable[..., Any])
REGION_CODE = re.compile(r"[A-Z]{2}(-[A-Z0-9]{1,3})?")


def root_of(request: Request) -> str:
    """The address of the API, to which the paths of records are added."""
    return request.build_absolute_uri(reverse("api-root"))


class OfTwoRegionsView(KnownParameters):
    """A view of the partnership of two regions; the other order and lower case lead to it."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: Request, region_a: str, region_b: str) -> HttpResponseBase:
        asked_day(request)
        codes = [known_region(code) for code in (region_a, region_b)]
        first, second = sorted(codes)
        found = self.find(first, second)
        if [region_a, region_b] != [first, second]:
            return moved(request, f"{region_a}/{region_b}", f"{first}/{second}")
        return self.answer(found)

    def find(self, first: str, second: str) -> Partnership:
        """The partnership, with its regions loaded."""
        found = Partnership.objects.of(first, second).select_related("region_a", "region_b").first()
        if found is None:
            raise NotFound(
                _t("No partnership of %(first)s and %(second)s is recorded.")
                % {"first": first, "second": second}
            )
        return found

    def answer(self, partnership: Partnership) -> HttpResponseBase:
        return Response(self.shown(partnership))

    def shown(self, partnership: Partnership) -> Any:
        """What this view shows of it."""
        raise NotImplementedError

    def known_parameters(self) -> list[str]:
        return [AS_OF]


def known_region(code: str) -> str:
    """The code in capitals, if there is such a region."""
    capitals = code.upper()
    known = code.isascii() and REGION_CODE.fullmatch(capitals)
    if not known or not Region.objects.filter(code=capitals).exists():
        raise NotFound(_t("There is no region with the code “%(code)s”.") % {"code": code})
    return capitals


def moved(request: Request, pair: str, canonical: str) -> Response:
    """Send on to the same address with the pair as it is stored, keeping the query."""
    path = request.path.replace(f"/{pair}/", f"/{canonical}/", 1)
    query = request.META.get("QUERY_STRING", "")
    return Response(
        status=status.HTTP_301_MOVED_PERMANENTLY,
        headers={"Location": f"{path}?{query}" if query else path},
    )


def described(
    summary: Any,
    serializer: Any,
    parameters: Sequence[OpenApiParameter] = (as_of_parameter,),
    files: Mapping[Any, Any] | None = None,
) -> Callable[[F], F]:
    """The schema of a view of two regions, and the query parameters it takes."""
    region = _("The ISO 3166 code of a region, such as BY or RU-MO.")
    return extend_schema(
        summary=str(summary),
        parameters=[
            OpenApiParameter("region_a", str, OpenApiParameter.PATH, description=str(region)),
            OpenApiParameter("region_b", str, OpenApiParameter.PATH, description=str(region)),
            *parameters,
        ],
        responses={
            (200, "application/json"): serializer,
            **(files or {}),
            301: OpenApiResponse(
                description=str(_("The pair is stored in the other order, or in capitals."))
            ),
        },
    )
