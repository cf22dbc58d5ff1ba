"""Small courtesies of the API: other ways to write an address or a value."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from tests import factories as make

pytestmark = pytest.mark.django_db


def test_a_region_in_small_letters_leads_to_its_code(api: APIClient) -> None:
    make.RegionFactory()

    moved = api.get("/api/v1/regions/by/?fields=code")

    assert (moved.status_code, moved["Location"]) == (301, "/api/v1/regions/BY/?fields=code")
    assert api.get("/api/v1/regions/xx/").status_code == 404


def test_a_product_is_found_by_edition_and_code(api: APIClient) -> None:
    product = make.ProductFactory(wire=True)
    address = f"/api/v1/products/{product.edition}/{product.code}/"

    shown = api.get(address)

    assert shown.json() == api.get(f"/api/v1/products/{product.pk}/").json()
    assert api.get(address, {"fields": "code"}).json() == {"code": product.code}
    assert api.get(address, {"page": "1"}).status_code == 400


@pytest.mark.parametrize("address", ["HS2022/9999", "HS1/85", "%00/85", "HS2022/%00"])
def test_an_unknown_product_is_not_found(api: APIClient, address: str) -> None:
    answer = api.get(f"/api/v1/products/{address}/")

    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("address", "query", "parameter"),
    [
        ("trade-figures", {"period": "0000"}, "period"),
        ("trade-figures", {"currency": "usd"}, "currency"),
        ("exchange-rates", {"currency": "€"}, "currency"),
        ("trade-figures", {"include_parts": "true"}, "include_parts"),
        ("trade-figures", {"include_parts": "true", "source": ""}, "include_parts"),
        ("trade-figures", {"include_lines": "true"}, "include_lines"),
        ("partnerships", {"include_parts": "true"}, "include_parts"),
        ("schema", {"format": "xml"}, "format"),
        ("schema", {"lang": "xx"}, "lang"),
    ],
)
def test_a_value_that_could_only_be_a_mistake_is_refused(
    api: APIClient, address: str, query: dict[str, str], parameter: str
) -> None:
    answer: Any = api.get(f"/api/v1/{address}/", query)

    assert answer.status_code == 400
    assert [fault["parameter"] for fault in answer.json()["errors"]] == [parameter]


@pytest.mark.parametrize(("form", "begins"), [("json", b"{"), ("yaml", b"openapi")])
def test_the_schema_comes_in_the_form_asked_for(api: APIClient, form: str, begins: bytes) -> None:
    assert api.get("/api/v1/schema/", {"format": form}).content.startswith(begins)
