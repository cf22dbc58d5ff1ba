"""Long lists go on behind the last record of a page, in any order, without a count."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from tests import factories as make
from tests.api_resources import RESOURCES
from trade.models import TradeFigure

pytestmark = pytest.mark.django_db
FIGURES = "/api/v1/trade-figures/"
ORDERS = ["reporter", "partner", "period_start", "period_end", "flow", "value"]


@pytest.fixture
def figures() -> list[TradeFigure]:
    """Figures that agree in much, some of them without a period or a value."""
    made = [
        make.TradeFigureFactory(period=period, value=value, amount_as_written=f"{period} {value}")
        for period in ("2024", "2022", "2023")
        for value in (10, 20)
    ]
    made.append(make.TradeFigureFactory(period="", frequency="U", value=15))
    made.append(make.TradeFigureFactory(period="2020", value=None, observation_status="O"))
    made.append(make.TradeFigureFactory(period="2021", reporter__code="RU", partner__code="BY"))
    return made


def walk(api: APIClient, address: str, link: str = "next") -> list[list[int]]:
    """The numbers of the records of each page, from this one on."""
    pages: list[list[int]] = []
    while address:
        page = api.get(address).json()
        pages.append([row["id"] for row in page["results"]])
        assert len(pages) < 30, "no end"
        address = page[link]
    return pages


def all_of(api: APIClient, **query: Any) -> list[int]:
    return [row["id"] for row in api.get(FIGURES, {"page": 1, **query}).json()["results"]]


@pytest.mark.parametrize("size", [1, 2, 4, 9])
@pytest.mark.parametrize(
    "order", ["", *ORDERS, *(f"-{name}" for name in ORDERS), "-value,period_start", "flow,-value"]
)
def test_pages_hold_every_record_once_in_order(
    api: APIClient, figures: list[TradeFigure], order: str, size: int
) -> None:
    query = {"ordering": order} if order else {}
    first = f"{FIGURES}?page_size={size}" + (f"&ordering={order}" if order else "")

    pages = walk(api, first)

    assert [number for page in pages for number in page] == all_of(api, **query)
    assert all(len(page) == size for page in pages[:-1])


@pytest.mark.parametrize("order", ["reporter", "value", "-value", "-period_start", "flow,-value"])
def test_the_way_back_leads_through_the_same_records(
    api: APIClient, figures: list[TradeFigure], order: str
) -> None:
    address = f"{FIGURES}?page_size=2&ordering={order}"
    last = address
    while following := api.get(last).json()["next"]:
        last = following

    pages = walk(api, last, "previous")

    assert [number for page in reversed(pages) for number in page] == all_of(api, ordering=order)


def test_the_pair_is_walked_through_in_either_direction_of_trade(
    api: APIClient, figures: list[TradeFigure]
) -> None:
    pages = walk(api, f"{FIGURES}?between=RU-MO,BY&page_size=3&ordering=-value")

    assert [number for page in pages for number in page] == all_of(
        api, between="BY,RU-MO", ordering="-value"
    )
    assert len(pages) == 3


def test_values_as_they_were_known_are_walked_through_too(
    api: APIClient, figures: list[TradeFigure]
) -> None:
    query = {"known_at": "2090-01-01", "ordering": "-value"}

    pages = walk(api, f"{FIGURES}?known_at=2090-01-01&ordering=-value&page_size=2")

    assert [number for page in pages for number in page] == all_of(api, **query)


def test_records_added_on_the_way_neither_repeat_nor_hide_others(
    api: APIClient, figures: list[TradeFigure]
) -> None:
    before = all_of(api, ordering="-value")
    page = api.get(f"{FIGURES}?ordering=-value&page_size=3").json()
    make.TradeFigureFactory(period="2025", value=10**12)

    rest = walk(api, page["next"])

    assert [row["id"] for row in page["results"]] + [n for p in rest for n in p] == before


def test_a_page_goes_on_where_the_record_it_followed_was_deleted(
    api: APIClient, figures: list[TradeFigure]
) -> None:
    before = all_of(api)
    page = api.get(f"{FIGURES}?page_size=3").json()
    TradeFigure.objects.filter(pk=page["results"][-1]["id"]).delete()

    following = api.get(page["next"]).json()

    assert following["results"][0]["id"] == before[3]


def test_records_are_counted_where_it_is_asked_for(
    api: APIClient, figures: list[TradeFigure]
) -> None:
    silent = api.get(FIGURES, {"page_size": 2})
    asked = api.get(FIGURES, {"page_size": 2, "count": "true"})
    numbered = api.get(FIGURES, {"page_size": 2, "page": 2})
    whole = api.get(FIGURES)

    assert (silent.json()["count"], silent.has_header("X-Total-Count")) == (None, False)
    for answer in (asked, numbered, whole):
        assert (answer.json()["count"], answer["X-Total-Count"]) == (9, "9")


def test_a_page_is_found_without_counting(api: APIClient, figures: list[TradeFigure]) -> None:
    following = api.get(FIGURES, {"page_size": 2}).json()["next"]

    with CaptureQueriesContext(connection) as captured:
        api.get(following)

    assert "COUNT(" not in " ".join(query["sql"] for query in captured)
    assert len(captured) == 3  # figures, regions, passages


def test_the_head_of_a_page_gives_the_addresses_of_its_neighbours(
    api: APIClient, figures: list[TradeFigure]
) -> None:
    second = api.get(api.get(FIGURES, {"page_size": 2}).json()["next"])

    links = dict(
        reversed(link.split("; "))
        for link in second["Link"].split(", ")  # type: ignore[misc]
    )

    assert links == {
        'rel="first"': f"<http://testserver{FIGURES}?page_size=2>",
        'rel="prev"': f"<{second.json()['previous']}>",
        'rel="next"': f"<{second.json()['next']}>",
    }


@pytest.mark.parametrize("cursor", ["", "x", "a:b", "\x00", "٢" * 9, "x" * 5000, "e30:e30"])
def test_what_is_no_cursor_is_refused(api: APIClient, cursor: str) -> None:
    answer = api.get(FIGURES, {"cursor": cursor})

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["parameter"] == "cursor"


@pytest.mark.parametrize("other", ["&ordering=value", "&flow=X", "&page=1"])
def test_a_cursor_serves_its_own_list_alone(
    api: APIClient, figures: list[TradeFigure], other: str
) -> None:
    following = api.get(FIGURES, {"page_size": 2}).json()["next"]

    answer = api.get(following + other)

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["parameter"] == "cursor"


def test_a_page_may_be_of_another_size_than_the_one_before(
    api: APIClient, figures: list[TradeFigure]
) -> None:
    following = api.get(FIGURES, {"page_size": 2}).json()["next"]

    rows = api.get(following.replace("page_size=2", "page_size=5")).json()["results"]

    assert [row["id"] for row in rows] == all_of(api)[2:7]


def test_whether_to_count_is_true_or_false(api: APIClient) -> None:
    answer = api.get(FIGURES, {"count": "maybe"})

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["allowed"] == ["true", "false"]


def test_meetings_are_walked_through_without_a_count(api: APIClient) -> None:
    for n in range(1, 4):
        RESOURCES["meetings"].make(n, date=f"20{10 + n}-01-01")
    whole = api.get("/api/v1/meetings/").json()["results"]

    keys: list[str] = []
    address = "/api/v1/meetings/?page_size=1"
    while address:
        page = api.get(address).json()
        keys += [meeting["key"] for meeting in page["results"]]
        address = page["next"]

    assert keys == [meeting["key"] for meeting in whole]
    assert page["count"] is None


def test_a_list_in_numbered_pages_gives_first_and_last_too(api: APIClient) -> None:
    for n in range(1, 6):
        RESOURCES["regions"].make(n)

    answer = api.get("/api/v1/regions/", {"page_size": 2, "page": 2})

    total = answer.json()["count"]
    assert answer["X-Total-Count"] == str(total)
    for name, page in (("first", 1), ("prev", 1), ("next", 3), ("last", -(-total // 2))):
        assert (
            f'<http://testserver/api/v1/regions/?page={page}&page_size=2>; rel="{name}"'
            in (answer["Link"])
        )
