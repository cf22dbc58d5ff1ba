"""Tables in pages and as a whole: nothing twice, nothing left out, nothing without end."""

import json
import tracemalloc
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from rest_framework.test import APIClient

from cooperation.tables import TABLES
from tests import factories as make
from tests.cooperation.tables import facts

pytestmark = pytest.mark.django_db


def following(answer: Any) -> str:
    """The address of the next page; empty behind the last."""
    link = answer.headers.get("Link", "")
    return link.removeprefix("<").removesuffix('>; rel="next"')


def page_by_page(api: APIClient, address: str) -> list[list[dict[str, Any]]]:
    pages = []
    while address:
        answer = api.get(address)
        pages.append(answer.json())
        address = following(answer)
    return pages


@pytest.mark.parametrize("name", TABLES)
def test_pages_together_are_the_whole_table(api: APIClient, name: str) -> None:
    facts.published()

    whole = json.loads(api.get(f"/api/v1/tables/{name}/?page_size=all").getvalue())
    pages = page_by_page(api, f"/api/v1/tables/{name}/?page_size=1")

    assert len(whole) > 1
    assert pages == [[row] for row in whole]


def test_a_row_added_meanwhile_shifts_no_page(api: APIClient) -> None:
    for day in (1, 3, 5):
        make.MeetingFactory(published=True, key=f"day-{day}", date=f"2025-01-0{day}")

    first = api.get("/api/v1/tables/meetings/?page_size=2&fields=meeting_key")
    make.MeetingFactory(published=True, key="day-2", date="2025-01-02")
    second = api.get(following(first))

    assert [row["meeting_key"] for row in first.json()] == ["day-1", "day-3"]
    assert [row["meeting_key"] for row in second.json()] == ["day-5"]


def test_a_link_keeps_format_filters_and_columns(api: APIClient) -> None:
    for _mechanism in range(3):
        make.MechanismFactory()

    first = api.get("/api/v1/tables/mechanisms/?format=csv&page_size=2&kind=training&fields=kind")
    second = api.get(following(first))

    assert second.content == b"kind\r\ntraining\r\n"
    assert following(second) == ""


def test_the_first_thousand_rows_are_a_page_and_a_file_is_whole(api: APIClient) -> None:
    make.TradeFigureFactory()
    copy_figures(1_001)

    page = api.get("/api/v1/tables/trade/?fields=figure_id")
    file = api.get("/api/v1/tables/trade/?fields=figure_id&format=csv")

    assert len(page.json()) == 1_000
    assert following(page)
    assert file["X-Total-Count"] == "1002"
    assert file.getvalue().count(b"\r\n") == 1 + 1_002


@pytest.mark.parametrize("tampered", ["", "x", "WzNd", "0", "\x00", "a:b:c"])
def test_a_cursor_that_was_not_given_out_is_refused(api: APIClient, tampered: str) -> None:
    answer = api.get("/api/v1/tables/trade/", {"cursor": tampered})

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["parameter"] == "cursor"


@pytest.mark.parametrize("other", ["mechanisms/?", "proposals/?kind=", "mechanisms/?state=closed&"])
def test_a_cursor_of_other_rows_is_refused(api: APIClient, other: str) -> None:
    make.MechanismFactory()
    make.MechanismFactory()
    first = api.get("/api/v1/tables/mechanisms/?page_size=1&kind=training")
    cursor = following(first).split("cursor=")[1].split("&")[0]

    answer = api.get(f"/api/v1/tables/{other.removesuffix('kind=')}cursor={cursor}")

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["parameter"] == "cursor"


@pytest.mark.parametrize("size", ["0", "-1", "10001", "some", "1e3", ""])
def test_a_page_size_that_cannot_be_is_refused(api: APIClient, size: str) -> None:
    answer = api.get("/api/v1/tables/trade/", {"page_size": size})

    assert answer.status_code == 400
    (fault,) = answer.json()["errors"]
    assert fault["parameter"] == "page_size"
    assert "all" in fault["reason"]


def test_more_rows_than_one_answer_holds_are_refused_with_the_filters(
    api: APIClient, settings: Any
) -> None:
    settings.TABLE_MOST_ROWS = 2
    for _figure in range(3):
        make.TradeFigureFactory()

    refused = api.get("/api/v1/tables/trade/?page_size=all")
    narrowed = api.get("/api/v1/tables/trade/?page_size=all&period=1999")

    assert refused.status_code == 400
    (fault,) = refused.json()["errors"]
    assert fault["parameter"] == "page_size"
    assert {"reporter", "period", "flow"} <= set(fault["allowed"])
    assert narrowed.status_code == 200


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("bom=1", "bom"),
        ("bom=yes&format=csv", "bom"),
        ("fields=value,worth", "fields"),
        ("fields=", "fields"),
        ("known_at=2024-01-01", "known_at"),
        ("page=2", "page"),
        ("search=lifts", "search"),
        ("flow=sideways", "flow"),
        ("period=soon", "period"),
    ],
)
def test_a_parameter_that_cannot_be_read_is_named(
    api: APIClient, query: str, parameter: str
) -> None:
    answer = api.get(f"/api/v1/tables/trade/?{query}")

    assert answer.status_code == 400
    assert [fault["parameter"] for fault in answer.json()["errors"]] == [parameter]


@pytest.mark.parametrize("asked", ["page_size=2", "page_size=all", "format=csv", "format=xlsx"])
def test_rows_are_not_sent_again_until_one_changes(
    api: APIClient, analyst: User, asked: str
) -> None:
    api.force_authenticate(analyst)
    mechanism = make.MechanismFactory()
    address = f"/api/v1/tables/mechanisms/?{asked}"
    tag = api.get(address)["ETag"]

    again = api.get(address, headers={"if-none-match": tag})
    mechanism.name = "Another name"
    mechanism.save()
    changed = api.get(address, headers={"if-none-match": tag})

    assert (again.status_code, again["ETag"]) == (304, tag)
    assert changed.status_code == 200
    assert changed["ETag"] != tag


def copy_figures(count: int) -> None:
    """Many figures like the one there is, quickly: by SQL that both databases understand."""
    columns = [
        "source_id", "reporter_id", "partner_id", "flow", "product_id", "frequency", "period",
        "period_start", "period_end", "period_as_written", "value", "currency", "qualifier",
        "observation_status", "valuation", "change_as_written", "claimed_by", "is_pinned", "notes",
        "recorded_at",
    ]  # fmt: skip
    listed = ", ".join(columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            WITH RECURSIVE copies(n) AS (
                SELECT 1 UNION ALL SELECT n + 1 FROM copies WHERE n < {count}
            )
            INSERT INTO trade_tradefigure ({listed}, amount_as_written)
            SELECT {listed}, CAST(n AS varchar(20)) FROM trade_tradefigure, copies
            """  # noqa: S608
        )


@pytest.mark.parametrize("format_", ["csv", "xlsx"])
def test_memory_does_not_grow_with_the_rows(api: APIClient, format_: str) -> None:
    make.TradeFigureFactory()
    copy_figures(200_000)
    fields = "figure_id,reporter_code,partner_code,flow,period,value,source_key"
    answer: Any = api.get(f"/api/v1/tables/trade/?format={format_}&fields={fields}")

    tracemalloc.start()
    sent = sum(map(len, answer.streaming_content))
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert answer["X-Total-Count"] == "200001"
    assert sent > 500_000
    assert most < 15_000_000
