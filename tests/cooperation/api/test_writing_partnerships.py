"""A partnership is recorded, and its stage declared, through the API."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from cooperation.models import Partnership
from tests import factories as make

pytestmark = pytest.mark.django_db
PARTNERSHIPS = "/api/v1/partnerships/"


def body(**changes: Any) -> dict[str, Any]:
    """Mordovia and Belarus, in this order."""
    regions = [make.RegionFactory(mordovia=True).code, make.RegionFactory().code]
    return {"region_a": regions[0], "region_b": regions[1], **changes}


DECLARED = {"stage": "agreed", "declared_on": "2025-10-20", "because": "Signed"}


def test_a_partnership_is_stored_in_the_order_of_codes(as_analyst: APIClient) -> None:
    answer = as_analyst.post(PARTNERSHIPS, body(), format="json")

    assert answer.status_code == 201, answer.content
    assert answer["Location"] == f"http://testserver{PARTNERSHIPS}BY/RU-MO/"
    shown = as_analyst.get(answer["Location"])
    assert shown.json() == answer.json()
    assert shown["ETag"] == answer["ETag"]


def test_it_is_recorded_once(as_analyst: APIClient) -> None:
    first = as_analyst.put(PARTNERSHIPS, body(), format="json")
    second = as_analyst.put(PARTNERSHIPS, body(), format="json")
    third = as_analyst.post(PARTNERSHIPS, body(), format="json")

    assert [answer.status_code for answer in (first, second, third)] == [201, 200, 409]
    assert third.json()["records"][0]["addresses"] == [first["Location"]]


def test_a_stage_is_declared_over_the_version_that_was_read(as_analyst: APIClient) -> None:
    first = as_analyst.put(PARTNERSHIPS, body(), format="json")
    declared = {**first.json(), "declared_stage": DECLARED}

    blind = as_analyst.put(PARTNERSHIPS, declared, format="json")
    seen = as_analyst.put(
        PARTNERSHIPS, declared, format="json", headers={"if-match": first["ETag"]}
    )

    assert (blind.status_code, seen.status_code) == (428, 200)
    assert seen.json()["declared_stage"] == DECLARED
    assert Partnership.objects.get().declared_because == "Signed"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"region_a": "XX"}, "region_a"),
        ({"region_a": "BY"}, ""),
        ({"declared_stage": {"stage": "agreed"}}, "declared_stage.declared_on"),
        ({"declared_stage": "agreed"}, "declared_stage"),
        ({"declared_stage": {**DECLARED, "why": "?"}}, "declared_stage.why"),
        ({"stage": "agreed"}, "stage"),
    ],
    ids=str,
)
def test_a_partnership_that_cannot_be_is_refused(
    as_analyst: APIClient, change: Any, field: str
) -> None:
    answer = as_analyst.post(PARTNERSHIPS, body(**change), format="json")

    assert answer.status_code == 400, answer.content
    assert answer.json()["errors"][0]["field"] == field
    assert not Partnership.objects.exists()
