"""What holds for every resource of the API: lists, details, pages, orders, bad input."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from config.api import router
from tests.api_resources import RESOURCES

pytestmark = pytest.mark.django_db
every_resource = pytest.mark.parametrize("name", RESOURCES)
VIEWSETS: dict[str, Any] = {name: viewset for name, viewset, _ in router.registry}


def test_every_list_is_tested_here() -> None:
    elsewhere = {"codes", "imports", "partnerships", "tokens"}  # tests/*/api/

    assert set(RESOURCES) == set(VIEWSETS) - elsewhere


def queries_of(api: APIClient, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        answer = api.get(address)
    assert answer.status_code == 200, answer.content
    return len(captured)


@every_resource
def test_a_list_takes_as_many_queries_for_five_records_as_for_one(
    api: APIClient, name: str
) -> None:
    RESOURCES[name].make(1)
    api.get(f"/api/v1/{name}/")
    for_one = queries_of(api, f"/api/v1/{name}/")
    for n in range(2, 6):
        RESOURCES[name].make(n)

    for_five = queries_of(api, f"/api/v1/{name}/")

    assert for_five == for_one


@every_resource
def test_the_record_of_a_list_is_found_by_its_key(api: APIClient, name: str) -> None:
    resource = RESOURCES[name]
    record = resource.make(1)
    listed = api.get(f"/api/v1/{name}/").json()["results"]

    shown = api.get(f"/api/v1/{name}/{resource.key_of(record)}/")

    assert shown.status_code == 200
    field = "id" if resource.named_by == "pk" else resource.named_by
    assert str(shown.json()[field]) == resource.key_of(record)
    assert shown.json()[field] in [row[field] for row in listed]
    assert set(listed[0]) <= set(shown.json())


@every_resource
def test_pages_hold_every_record_once(api: APIClient, name: str) -> None:
    for n in range(1, 4):
        RESOURCES[name].make(n)
    whole = api.get(f"/api/v1/{name}/").json()

    pages = [
        api.get(f"/api/v1/{name}/", {"page_size": 1, "page": page}).json()["results"]
        for page in range(1, whole["count"] + 1)
    ]

    assert [row for page in pages for row in page] == whole["results"]


@every_resource
def test_a_list_is_ordered_by_each_declared_name_both_ways(api: APIClient, name: str) -> None:
    for n in range(1, 4):
        RESOURCES[name].make(n)
    fields = VIEWSETS[name].ordering_fields

    for field in fields:
        answer = api.get(f"/api/v1/{name}/", {"ordering": field})
        reverse = api.get(f"/api/v1/{name}/", {"ordering": f"-{field}"})

        assert answer.status_code == reverse.status_code == 200
        assert answer.json()["count"] == reverse.json()["count"] >= 3
    assert fields


@every_resource
@pytest.mark.parametrize(
    ("query", "status", "parameter"),
    [
        ({"page": "abc"}, 400, "page"),
        ({"page": "0"}, 400, "page"),
        ({"page": "-1"}, 400, "page"),
        ({"page": ""}, 400, "page"),
        ({"page": "last"}, 400, "page"),
        ({"page": "9" * 30}, 400, "page"),
        ({"page": "9" * 5000}, 400, "page"),
        ({"page": "٢"}, 400, "page"),
        ({"page": "2"}, 404, None),
        ({"page": "9" * 18}, 404, None),
        ({"page_size": "501"}, 400, "page_size"),
        ({"page_size": "0"}, 400, "page_size"),
        ({"page_size": "many"}, 400, "page_size"),
        ({"date__year": "0"}, 400, "date__year"),
        ({"pgae": "1"}, 400, "pgae"),
        ({"format": "xml"}, 400, "format"),
        ({"page": ["1", "2"]}, 400, "page"),
        ({"ordering": "colour"}, 400, "ordering"),
        ({"ordering": "-"}, 400, "ordering"),
        ({"ordering": "password\x00"}, 400, "ordering"),
    ],
)
def test_a_bad_query_is_refused_with_the_reason(
    api: APIClient, name: str, query: dict[str, Any], status: int, parameter: str | None
) -> None:
    answer = api.get(f"/api/v1/{name}/", query)

    problem = answer.json()
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    assert problem["status"] == status
    assert problem["detail"].endswith(".")
    assert [fault["parameter"] for fault in problem["errors"]] == ([parameter] if parameter else [])
    assert all(fault["reason"] for fault in problem["errors"])


def test_an_unknown_parameter_is_answered_with_those_there_are(api: APIClient) -> None:
    answer = api.get("/api/v1/regions/", {"knid": "country"})

    assert answer.json()["errors"] == [
        {
            "parameter": "knid",
            "reason": "There is no such parameter here.",
            "allowed": [
                "alpha3",
                "fields",
                "kind",
                "ordering",
                "page",
                "page_size",
                "parent",
                "search",
                "updated_since",
                "within",
            ],
        }
    ]


def test_a_page_that_is_not_there_is_answered_with_how_many_there_are(api: APIClient) -> None:
    answer = api.get("/api/v1/regions/", {"page": 7})

    assert answer.status_code == 404
    assert answer.json()["detail"] == "There is no page 7: with this page size the list has 1."


def test_an_unknown_order_is_answered_with_the_orders_there_are(api: APIClient) -> None:
    answer = api.get("/api/v1/regions/", {"ordering": "size"})

    assert answer.json()["errors"][0]["allowed"] == ["code", "-code", "name", "-name"]


@every_resource
def test_a_single_record_takes_no_parameters(api: APIClient, name: str) -> None:
    resource = RESOURCES[name]
    key = resource.key_of(resource.make(1))

    answer = api.get(f"/api/v1/{name}/{key}/", {"page": 1})

    assert answer.status_code == 400


@every_resource
@pytest.mark.parametrize(
    "key", ["9" * 25, "-1", "none", "%00", "%D0%96", "0", "1e3", "'--", "9" * 5000]
)
def test_an_unknown_key_is_not_found(api: APIClient, name: str, key: str) -> None:
    answer = api.get(f"/api/v1/{name}/{key}/")

    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"


NASTY = ["\x00", "9" * 30, "-1", "%", "'", "٢", "x" * 5000, "0000-00-00", "99999-01-01", "a,b", "/"]


@every_resource
def test_no_value_of_a_filter_breaks_the_list(api: APIClient, name: str) -> None:
    RESOURCES[name].make(1)
    filters = VIEWSETS[name].filterset_class.base_filters

    for parameter in [*filters, "search"]:
        for value in NASTY:
            answer = api.get(f"/api/v1/{name}/", {parameter: value})

            assert answer.status_code in (200, 400), (parameter, value)
            if answer.status_code == 400:
                assert answer.json()["errors"][0]["parameter"] == parameter


@every_resource
def test_every_filter_says_what_it_is_for(name: str) -> None:
    filters = VIEWSETS[name].filterset_class.base_filters

    assert [key for key, declared in filters.items() if not declared.extra.get("help_text")] == []


def test_an_address_without_its_last_slash_is_redirected(api: APIClient) -> None:
    answer = api.get("/api/v1/regions")

    assert answer.status_code == 301
    assert answer["Location"] == "/api/v1/regions/"


def test_the_root_names_every_list(api: APIClient) -> None:
    answer = api.get("/api/v1/")

    assert set(answer.json()) >= set(RESOURCES) | {"codes"}
    assert answer.json()["regions"] == "http://testserver/api/v1/regions/"
