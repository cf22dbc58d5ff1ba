"""Which flat tables there are, and what their columns mean."""

from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from cooperation.api.tables import VIEWS
from cooperation.tables import TABLES
from cooperation.tables.base import columns_of
from cooperation.tables.formats import FORMATS
from trade.api.viewsets import KnownParameters

TYPES: dict[Any, str] = {
    models.TextField: "text",
    models.BigIntegerField: "integer",
    models.DecimalField: "decimal",
    models.DateField: "date",
    models.DateTimeField: "moment",
    models.BooleanField: "boolean",
}


class ColumnSerializer(serializers.Serializer[Any]):
    """A column of a table."""

    name = serializers.CharField()
    type = serializers.ChoiceField(choices=[(name, name) for name in TYPES.values()])
    description = serializers.CharField(help_text=_("What stands in it, and in which unit."))


class TableSerializer(serializers.Serializer[Any]):
    """A flat table."""

    name = serializers.CharField(help_text=_("As in its address."))
    title = serializers.CharField()
    rows = serializers.CharField(help_text=_("What a row is."))
    url = serializers.URLField(help_text=_("Where it is read."))
    formats = serializers.ListField(child=serializers.CharField())
    columns = ColumnSerializer(many=True)


class TableListView(KnownParameters):
    """The flat tables with their columns. Columns are only ever added, at the end of a table."""

    rests_on_records = True
    same_for_all_readers = True

    @extend_schema(
        operation_id="tables_list",
        summary=_("List flat tables"),
        responses=TableSerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        return Response([_shown(view.name, request) for view in VIEWS])


def _shown(name: str, request: Request) -> dict[str, Any]:
    table = TABLES[name]
    return {
        "name": name,
        "title": str(table.title),
        "rows": str(table.__doc__),
        "url": request.build_absolute_uri(reverse(f"table-{name}")),
        "formats": list(FORMATS),
        "columns": [
            {"name": column.name, "type": TYPES[type(column)], "description": column.help_text}
            for column in columns_of(table)
        ],
    }
