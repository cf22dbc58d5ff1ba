"""“Use this data”: the addresses of this site, and what to do with them."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from cooperation.tables import TABLES
from cooperation.web.views import ReadersView


class UseView(ReadersView):
    """How to read the data with a program, with this site's own addresses filled in."""

    def get(self, request: HttpRequest) -> HttpResponse:
        def absolute(name: str) -> str:
            return request.build_absolute_uri(reverse(name))

        return render(
            request,
            "cooperation/use.html",
            {
                "root": absolute("home"),
                "tables": absolute("tables"),
                "docs": absolute("api-docs"),
                "is_open": settings.ANONYMOUS_READING,
                "tables_shown": [
                    {"title": table.title, "address": absolute(f"table-{name}")}
                    for name, table in TABLES.items()
                ],
            },
        )
