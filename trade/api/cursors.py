"""Pages that go on behind a record, for lists too long to count (docs/decisions/0018-cursors.md)."""

import hashlib
from typing import Any, ClassVar, NamedTuple

from django.core import signing
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import remove_query_param, replace_query_param
from rest_framework.views import APIView

from trade.api.errors import InvalidParametersError
from trade.api.pagination import LINK, TOTAL_COUNT, Pages, link_header
from trade.api.seeking import (
    Column,
    columns_of,
    first_of,
    may_meet,
    ranges_behind,
    value_at,
)

CURSOR = "cursor"
COUNT = "count"
_YES_OR_NO = {"true": True, "1": True, "false": False, "0": False, "": False}
# What may change from page to page of one list.
_NOT_OF_THE_LIST = (CURSOR, COUNT, "page_size", "fields")


class Place(NamedTuple):
    """Where a page begins: behind the record with these values, or before it."""

    values: list[Any]
    is_backward: bool = False


class Cursors(Pages):
    """Pages by `cursor`, each as quick as the first; by `page` for who asks for numbers.

    Records are not counted unless `count=true` asks for it, or the first page holds them all.
    """

    parameters: ClassVar[tuple[str, ...]] = (*Pages.parameters, CURSOR, COUNT)
    page_size_query_description = _("How many records a page holds: 100, at most 500.")

    def paginate_queryset(
        self, queryset: Any, request: Request, view: APIView | None = None
    ) -> list[Any] | None:
        self.request = request
        self.by_number = self.page_query_param in request.query_params
        if self.by_number:
            if CURSOR in request.query_params:
                raise _refused(CURSOR, _t("Give a cursor or a page, not both."))
            return super().paginate_queryset(queryset, request, view)
        self.columns = columns_of(queryset)
        place = self.place()
        size = self.get_page_size(request)
        wants_count = self.wants_count()
        rows = self.rows(queryset, place, size + 1, view)
        is_cut = len(rows) > size
        rows = rows[:size]
        if place and place.is_backward:
            rows.reverse()
        self.find_neighbours(rows, place, is_cut=is_cut)
        self.count = queryset.count() if wants_count else None
        if place is None and not is_cut:
            self.count = len(rows)
        return rows

    def rows(self, queryset: QuerySet[Any], place: Place | None, size: int, view: Any) -> list[Any]:
        backward = place is not None and place.is_backward
        ordered = queryset.order_by(*(column.order(backward=backward) for column in self.columns))
        branches = view.branches()
        if place is None:
            found = first_of(ordered, branches, size=size) if branches else ordered[:size]
        else:
            behind = list(ranges_behind(self.columns, place.values, backward=backward))
            ranges = [
                branch & part for branch in branches for part in behind if may_meet(branch, part)
            ]
            ranges = ranges if branches else behind
            found = first_of(ordered, ranges, size=size)
        return list(found)

    def find_neighbours(self, rows: list[Any], place: Place | None, *, is_cut: bool) -> None:
        has_next = is_cut or bool(place and place.is_backward)
        has_previous = is_cut if place and place.is_backward else place is not None
        values = [[_written(value_at(row, c.path)) for c in self.columns] for row in rows]
        self.next = Place(values[-1]) if rows and has_next else None
        self.previous = Place(values[0], is_backward=True) if rows and has_previous else None

    def wants_count(self) -> bool:
        given = self.request.query_params.get(COUNT, "").lower()
        if given not in _YES_OR_NO:
            raise InvalidParametersError(
                [
                    {
                        "parameter": COUNT,
                        "reason": _t("Give true or false."),
                        "allowed": ["true", "false"],
                    }
                ]
            )
        return _YES_OR_NO[given]

    def place(self) -> Place | None:
        """Where the cursor given points; one of another list or order is refused."""
        cursor = self.request.query_params.get(CURSOR)
        if cursor is None:
            return None
        try:
            which, *place = signing.Signer(salt=CURSOR).unsign_object(cursor)
        except (signing.BadSignature, ValueError):
            raise _refused(CURSOR, _t("This is no cursor. Take the address of “next”.")) from None
        if which != name_of_list(self.request, self.columns):
            raise _refused(CURSOR, _t("This cursor is of another list, filter or order."))
        return Place(*place)

    def address_of(self, place: Place | None) -> str | None:
        if place is None:
            return None
        which = name_of_list(self.request, self.columns)
        # Without a time in it: the same page has the same body, and so the same tag.
        cursor = signing.Signer(salt=CURSOR).sign_object([which, *place])
        return replace_query_param(self.request.build_absolute_uri(), CURSOR, cursor)

    def get_paginated_response(self, data: Any) -> Response:
        if self.by_number:
            return super().get_paginated_response(data)
        links = {
            "first": remove_query_param(self.request.build_absolute_uri(), CURSOR),
            "prev": self.address_of(self.previous),
            "next": self.address_of(self.next),
        }
        answer = Response(
            {
                "count": self.count,
                "next": links["next"],
                "previous": links["prev"],
                "results": data,
            },
            headers={LINK: link_header(links)},
        )
        if self.count is not None:
            answer[TOTAL_COUNT] = str(self.count)
        return answer

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        described = super().get_paginated_response_schema(schema)
        described["properties"]["count"] = {
            "type": ["integer", "null"],
            "description": _t("null where it was neither asked for nor known without counting."),
        }
        return described

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        of_cursors = {
            CURSOR: (
                "string",
                _t(
                    "Where the page begins: take it from “next” or “previous”. Quick however far "
                    "down, and no record is missed or seen twice while others are added."
                ),
            ),
            COUNT: (
                "boolean",
                _t("true: count the records, which takes long in a long list. `page` counts too."),
            ),
        }
        return super().get_schema_operation_parameters(view) + [
            {
                "name": name,
                "required": False,
                "in": "query",
                "description": description,
                "schema": {"type": kind},
            }
            for name, (kind, description) in of_cursors.items()
        ]


def name_of_list(request: Request, columns: list[Column]) -> str:
    """Tells one list from another: by its filters and its order."""
    query: QueryDict = request.query_params
    asked = sorted(
        (name, sorted(values)) for name, values in query.lists() if name not in _NOT_OF_THE_LIST
    )
    return hashlib.sha256(repr((request.path, asked, columns)).encode()).hexdigest()[:12]


def _written(value: Any) -> Any:
    """A value as JSON can hold it and a query takes it back."""
    return value if value is None or isinstance(value, bool | int) else str(value)


def _refused(parameter: str, reason: str) -> InvalidParametersError:
    return InvalidParametersError([{"parameter": parameter, "reason": reason}])
