"""Requests that stock APIs answer with a server error, by name."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from rest_framework.test import APIClient

from tests import factories as make
from tests.api_resources import RESOURCES

pytestmark = pytest.mark.django_db

BEYOND_64_BITS = [str(2**63), str(-(2**63) - 1), str(10**40)]
NUMBERED = [name for name, resource in RESOURCES.items() if resource.named_by == "pk"]
NAMED = [name for name in RESOURCES if name not in NUMBERED]


def refused(answer: Any, *statuses: int) -> None:
    assert answer.status_code in statuses, answer.content[:300]
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["detail"]


@pytest.fixture
def writing(api: APIClient, editor: User) -> APIClient:
    api.force_authenticate(editor)
    return api


@pytest.mark.parametrize(
    "query",
    [
        "date__year=0",
        "year=0",
        "date_after=0000-01-01",
        "date_after=10000-01-01",
        "date_before=2025-02-30",
        "as_of=0000-00-00",
        "known_at=9999-12-31T23:59:59%2B14:00",
        "updated_since=0001-01-01T00:00:00%2B14:00",
        "period=0000",
        "period_from=99999",
    ],
)
@pytest.mark.parametrize(
    "list_", ["meetings", "trade-figures", "partnerships", "exchange-rates", "tables/meetings"]
)
def test_dates_that_are_none(api: APIClient, list_: str, query: str) -> None:
    refused(api.get(f"/api/v1/{list_}/?{query}"), 400)


@pytest.mark.parametrize("list_", ["tokens", "imports"])
def test_a_list_without_history_says_so(writing: APIClient, list_: str) -> None:
    refused(writing.get(f"/api/v1/{list_}/?updated_since=2025-01-01"), 400)


@pytest.mark.parametrize("number", BEYOND_64_BITS)
@pytest.mark.parametrize("name", NUMBERED)
def test_numbers_beyond_64_bits_in_addresses(writing: APIClient, name: str, number: str) -> None:
    address = f"/api/v1/{name}/{number}/"

    refused(writing.get(address), 404)
    refused(writing.patch(address, {}, headers={"if-match": "*"}), 404, 405, 415)
    refused(writing.delete(address, headers={"if-match": "*"}), 404, 405)


@pytest.mark.parametrize("number", BEYOND_64_BITS)
@pytest.mark.parametrize(
    "query",
    [
        "meetings/?page={}",
        "meetings/?page_size={}",
        "meetings/?cursor={}",
        "proposals/?partnership={}",
        "statements/?official={}",
        "tenures/?post={}",
        "trade-figures/?product={}",
        "trade-figures/?value_min={}",
        "exchange-rates/?year={}",
    ],
)
def test_numbers_beyond_64_bits_in_parameters(api: APIClient, query: str, number: str) -> None:
    refused(api.get("/api/v1/" + query.format(number)), 400, 404)


def test_numbers_beyond_64_bits_in_bodies(writing: APIClient) -> None:
    source = make.SourceFactory()
    make.RegionFactory()
    make.RegionFactory(mordovia=True)
    make.ProductFactory()
    figure = {
        "source": source.key,
        "reporter": "BY",
        "partner": "RU-MO",
        "flow": "T",
        "period": "2024",
        "currency": "USD",
    }

    for value in (10**40, "1e999", 1e300, "NaN", "Infinity", 10**25):
        answer = writing.post("/api/v1/trade-figures/", {**figure, "value": value}, format="json")
        refused(answer, 400)
    for number in (2**63, -(2**63), 10**40):
        body = {"source": source.key, "origin": "RU-MO", "destination": "BY", "name": "wire"}
        answer = writing.post("/api/v1/traded-goods/", {**body, "figure": number}, format="json")
        refused(answer, 400)


@pytest.mark.parametrize("name", NAMED)
def test_nul_in_addresses(writing: APIClient, name: str) -> None:
    refused(writing.get(f"/api/v1/{name}/a%00b/"), 404)
    refused(writing.delete(f"/api/v1/{name}/a%00b/", headers={"if-match": "*"}), 404, 405)


@pytest.mark.parametrize(
    "address",
    [
        "partnerships/BY%00/RU-MO/",
        "partnerships/BY/RU%00/status/",
        "partnerships/BY/RU-MO/trade/?flow=%00",
        "codes/%00/",
        "tokens/%00/",
        "imports/%00/",
    ],
)
def test_nul_in_other_addresses(writing: APIClient, address: str) -> None:
    refused(writing.get(f"/api/v1/{address}"), 400, 404)


@pytest.mark.parametrize("name", [*RESOURCES, "partnerships", "tables/meetings", "tables/trade"])
@pytest.mark.parametrize("value", ["%00", "%ff%fe", "%ed%a0%80", "%F0%9F%98%80", "%"])
def test_odd_characters_in_every_filter(api: APIClient, name: str, value: str) -> None:
    known = api.get(f"/api/v1/{name}/?nothing=1").json()["errors"][0]["allowed"]

    for parameter in known:
        answer = api.get(f"/api/v1/{name}/?{parameter}={value}")
        assert answer.status_code in (200, 400, 404), (parameter, answer.status_code)


@pytest.mark.parametrize("name", ["meetings", "sources", "officials", "trade-figures"])
@pytest.mark.parametrize(
    ("body", "status"),
    [
        ('{"title": ' + "[" * 100_000 + "]" * 100_000 + "}", 400),
        ('{"title": "' + "x" * 2_700_000 + '"}', 413),
        ('{"title": "a\\u0000b"}', 400),
        ('{"title": "\\ud800"}', 400),
        ("[" * 15 + "]" * 15, 400),
    ],
    ids=["deep", "large", "nul", "half a pair", "a list"],
)
def test_bodies_no_database_takes(writing: APIClient, name: str, body: str, status: int) -> None:
    address = f"/api/v1/{name}/"

    refused(writing.generic("POST", address, body, content_type="application/json"), status)


def test_what_others_rest_on_is_not_deleted(writing: APIClient) -> None:
    official = make.TenureFactory(source=make.SourceFactory(key="article")).official
    post = official.tenures.get().post

    for address in (f"officials/{official.key}/", f"posts/{post.pk}/", "sources/article/"):
        answer = writing.delete(f"/api/v1/{address}", headers={"if-match": "*"})
        refused(answer, 409)
