"""Figures as files at /api/v1/trade-figures/export/."""

import csv
import io
import json
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from drf_spectacular.generators import SchemaGenerator
from rest_framework.test import APIClient

from tests import factories as make
from trade.figures.exporting import xlsx
from trade.figures.exporting.formats import FORMATS

pytestmark = pytest.mark.django_db

EXPORT = "/api/v1/trade-figures/export/"


def body(answer: Any) -> bytes:
    assert answer.status_code == 200, answer.content
    return b"".join(answer.streaming_content)


def rows(answer: Any) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(body(answer).decode(), newline="")))


@pytest.mark.parametrize(
    ("name", "content_type", "start"),
    [
        ("csv", "text/csv; charset=utf-8", b"reporter,partner,flow,"),
        (
            "sdmx-csv",
            "application/vnd.sdmx.data+csv; version=2.0.0; charset=utf-8",
            b"STRUCTURE,STRUCTURE_ID,ACTION,FREQ,",
        ),
        ("xlsx", FORMATS["xlsx"].media_type, b"PK"),
        ("json", "application/json", b"[\n{"),
    ],
)
def test_each_format_comes_as_a_file_of_its_kind(
    api: APIClient, name: str, content_type: str, start: bytes
) -> None:
    make.TradeFigureFactory()

    answer = api.get(EXPORT, {"format": name})

    assert answer["Content-Type"] == content_type
    assert answer["Content-Disposition"] == (
        f'attachment; filename="trade-figures{FORMATS[name].suffix}"'
    )
    assert body(answer).startswith(start)


LIST = "/api/v1/trade-figures/"


@pytest.mark.parametrize("name", list(FORMATS))
def test_the_list_in_a_format_is_the_file_of_the_export(api: APIClient, name: str) -> None:
    make.TradeFigureFactory(period="2023")
    make.TradeFigureFactory(period="2024")
    query = {"format": name, "period": "2024"}

    of_the_list, exported = api.get(LIST, query), api.get(EXPORT, query)

    for header in ("Content-Type", "Content-Disposition", "Figures-Left-Out"):
        assert of_the_list[header] == exported[header]
    assert body(of_the_list) == body(exported)


@pytest.mark.parametrize("name", ["csv", "sdmx-csv", "xlsx"])
def test_the_list_comes_as_a_file_to_who_accepts_one(api: APIClient, name: str) -> None:
    answer = api.get(LIST, headers={"accept": FORMATS[name].media_type})

    assert answer["Content-Type"] == FORMATS[name].content_type
    body(answer)


@pytest.mark.parametrize("accept", ["*/*", "application/json"])
def test_the_list_is_a_page_to_everybody_else(api: APIClient, accept: str) -> None:
    answer = api.get(LIST, headers={"accept": accept})

    assert "results" in answer.json()


def test_a_file_has_no_pages_and_one_order(api: APIClient) -> None:
    answer = api.get(LIST, {"format": "csv", "page": "1", "ordering": "value"})

    assert answer.status_code == 400
    assert [fault["parameter"] for fault in answer.json()["errors"]] == ["page", "ordering"]


@pytest.mark.parametrize(
    ("accept", "content_type"),
    [
        ("*/*", "text/csv"),
        ("text/csv", "text/csv"),
        ("application/json", "application/json"),
        ("application/vnd.sdmx.data+csv; version=2.0.0", "application/vnd.sdmx.data+csv"),
    ],
)
def test_without_a_format_the_accept_header_decides(
    api: APIClient, accept: str, content_type: str
) -> None:
    answer = api.get(EXPORT, headers={"accept": accept})

    assert answer["Content-Type"].startswith(content_type)
    assert answer["Vary"].startswith("Accept,")
    body(answer)


def test_the_filters_of_the_list_narrow_the_file(api: APIClient) -> None:
    make.TradeFigureFactory(period="2023")
    make.TradeFigureFactory(period="2024")

    found = rows(api.get(EXPORT, {"period_from": "2024-01-01", "partner": "RU-MO"}))

    assert [row["period"] for row in found] == ["2024"]


def test_every_filter_of_the_list_is_taken(api: APIClient) -> None:
    of_the_list = api.get("/api/v1/trade-figures/", {"x": 1}).json()["errors"][0]["allowed"]

    taken = api.get(EXPORT, {"x": 1}).json()["errors"][0]["allowed"]

    of_pages = {"page", "page_size", "cursor", "count", "ordering", "fields", "updated_since"}
    assert set(taken) == set(of_the_list) - of_pages


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ({"format": "xml"}, "format"),
        ({"format": ""}, "format"),
        ({"format": ["csv", "json"]}, "format"),
        ({"page": "1"}, "page"),
        ({"reporter": "XX"}, "reporter"),
        ({"period_from": "2024"}, "period_from"),
    ],
)
def test_a_bad_query_is_refused_with_the_reason(
    api: APIClient, query: dict[str, Any], parameter: str
) -> None:
    answer = api.get(EXPORT, query)

    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert [fault["parameter"] for fault in answer.json()["errors"]] == [parameter]


def test_a_format_that_is_not_there_is_answered_with_those_there_are(api: APIClient) -> None:
    answer = api.get(EXPORT, {"format": "xml"})

    assert answer.json()["errors"] == [
        {
            "parameter": "format",
            "reason": "There is no such format.",
            "allowed": ["csv", "sdmx-csv", "xlsx", "json"],
        }
    ]


def test_too_many_rows_for_a_workbook_are_refused_and_the_limit_named(
    api: APIClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xlsx, "MOST_ROWS", 0)
    make.TradeFigureFactory()

    answer = api.get(EXPORT, {"format": "xlsx"})

    assert answer.status_code == 400
    assert "a sheet has 1 rows" in answer.json()["errors"][0]["reason"]


def test_a_header_says_how_many_figures_sdmx_cannot_express(api: APIClient) -> None:
    make.TradeFigureFactory()

    in_sdmx = api.get(EXPORT, {"format": "sdmx-csv"})
    in_csv = api.get(EXPORT, {"format": "csv"})

    assert (in_sdmx["Figures-Left-Out"], in_csv["Figures-Left-Out"]) == ("1", "0")
    body(in_sdmx), body(in_csv)


def test_a_head_request_says_what_a_get_would_but_reads_no_rows(api: APIClient) -> None:
    make.TradeFigureFactory()

    answer = api.head(EXPORT)

    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert b"".join(answer.streaming_content) == b""


@pytest.mark.parametrize("name", FORMATS)
def test_an_export_takes_as_many_queries_for_five_figures_as_for_one(
    api: APIClient, name: str
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            body(api.get(EXPORT, {"format": name}))
        return len(captured)

    make.TradeFigureFactory(period="2019")
    for_one = queries()
    for year in range(2020, 2024):
        make.TradeFigureFactory(period=str(year))

    assert queries() == for_one


def test_values_are_those_known_at_the_moment_asked_for(api: APIClient) -> None:
    revision = make.TradeFigureRevisionFactory(
        figure__recorded_at="2025-06-15T09:00:00Z", figure__source__kind="release"
    )

    then = rows(api.get(EXPORT, {"known_at": "2025-03-01"}))
    now = rows(api.get(EXPORT, {"known_at": "2025-07-01"}))
    in_sdmx = rows(api.get(EXPORT, {"known_at": "2025-03-01", "format": "sdmx-csv"}))

    assert [(float(row["value"]), row["status"]) for row in then] == [(120_000_000, "P")]
    assert [(float(row["value"]), row["status"]) for row in now] == [(130_000_000, "A")]
    assert [(float(row["OBS_VALUE"]), row["OBS_STATUS"]) for row in in_sdmx] == [(120_000_000, "P")]
    assert revision.value == 120_000_000


def test_the_schema_says_what_each_format_is(api: APIClient) -> None:
    schema: Any = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    make.TradeFigureFactory()

    content = schema["paths"][EXPORT]["get"]["responses"]["200"]["content"]
    (row,) = json.loads(body(api.get(EXPORT, {"format": "json"})))

    assert set(content) == {made.media_type for made in FORMATS.values()}
    described = schema["components"]["schemas"]["ExportedFigure"]
    assert set(described["properties"]) == set(described["required"]) == set(row)
