"""What the OpenAPI schema says of the flat tables."""

from functools import cache
from typing import Any

from django.db import models
from django.utils.translation import gettext as _t
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse
from rest_framework import serializers

from cooperation.api.table_answers import (
    BOM,
    CURSOR,
    FIELDS,
    FORMAT,
    MOST_ON_A_PAGE,
    PAGE_SIZE,
    ROWS_ON_A_PAGE,
)
from cooperation.tables import TABLES, Table
from cooperation.tables.base import columns_of
from cooperation.tables.formats import FORMATS
from trade.api.records import RecordSerializer
from trade.api.schema import OperationSchema


class Number(serializers.DecimalField):
    """A number with decimals, written as a JSON number."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options, coerce_to_string=False)


class RowSerializer(RecordSerializer):
    """The shape of a row. Rows are written without it; a test holds both together."""

    serializer_field_mapping = {
        **RecordSerializer.serializer_field_mapping,
        models.DecimalField: Number,
    }


@cache
def row_serializer(table: type[Table]) -> type[RowSerializer]:
    """Describes the rows of a table by its columns."""
    meta = type("Meta", (), {"model": table, "fields": [c.name for c in columns_of(table)]})
    return type(f"{table.__name__}RowSerializer", (RowSerializer,), {"Meta": meta, "__doc__": None})


class TableSchema(OperationSchema):
    """Describes a table: its formats, its columns, its parameters."""

    @property
    def table(self) -> type[Table]:
        return TABLES[self.view.name]

    def get_operation_id(self) -> str:
        return f"tables_{self.view.name}"

    def get_summary(self) -> str:
        return _t("Read the table “%(table)s”") % {"table": self.table.title}

    def get_filter_backends(self) -> list[Any]:
        return list(self.view.filter_backends)

    def get_override_parameters(self) -> list[Any]:
        names = {
            "columns": ", ".join(column.name for column in columns_of(self.table)),
            "page": ROWS_ON_A_PAGE,
            "most": MOST_ON_A_PAGE,
        }
        return [
            OpenApiParameter(
                FORMAT,
                enum=list(FORMATS),
                description=_t(
                    "json: an array. ndjson: an object a line. csv: RFC 4180 in UTF-8. xlsx: "
                    "Excel. Without it, what the Accept header asks for, else json."
                ),
            ),
            OpenApiParameter(
                BOM,
                enum=["0", "1"],
                description=_t("1: CSV starts with a byte order mark, by which Excel knows UTF-8."),
            ),
            OpenApiParameter(
                FIELDS,
                description=_t("The columns wanted, separated by commas: %(columns)s.") % names,
            ),
            OpenApiParameter(
                PAGE_SIZE,
                description=_t(
                    "How many rows: a number up to %(most)d, or “all”. Without it %(page)d in "
                    "JSON and NDJSON, all in the files CSV and XLSX."
                )
                % names,
            ),
            OpenApiParameter(
                CURSOR,
                description=_t(
                    "Where to go on, from the “next” link of the Link header. Rows added "
                    "meanwhile shift nothing."
                ),
            ),
            OpenApiParameter(
                "Link",
                location=OpenApiParameter.HEADER,
                response=[200],
                description=_t("The next page, as RFC 8288 writes it; none behind the last."),
            ),
            OpenApiParameter(
                "X-Total-Count",
                int,
                location=OpenApiParameter.HEADER,
                response=[200],
                description=_t("How many rows there are, where all are given."),
            ),
        ]

    def get_response_serializers(self) -> Any:
        rows = row_serializer(self.table)(many=True)
        return {
            (200, made.media_type): OpenApiResponse(
                rows if made.name == "json" else OpenApiTypes.BINARY,
                description=_t("The rows the filters leave, in their order."),
            )
            for made in FORMATS.values()
        }
