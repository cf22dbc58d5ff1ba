"""What the API answers when it cannot serve a request."""

import pytest
from rest_framework.test import APIClient

pytestmark = pytest.mark.django_db


def test_an_unknown_address_is_a_problem_that_names_it(api: APIClient) -> None:
    answer = api.get("/api/v1/nothing-here/")

    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json() == {
        "type": "about:blank",
        "title": "Not Found",
        "status": 404,
        "detail": "There is nothing at /api/v1/nothing-here/. /api/v1/ lists what there is.",
        "errors": [],
    }


@pytest.mark.parametrize(
    ("address", "detail"),
    [
        ("regions/XX", "There is no region “XX”."),
        ("trade-figures/999", "There is no trade figure “999”."),
    ],
)
def test_an_unknown_record_is_a_problem_that_names_it(
    api: APIClient, address: str, detail: str
) -> None:
    answer = api.get(f"/api/v1/{address}/")

    assert answer.status_code == 404
    assert answer.json()["detail"] == detail


def test_the_root_refuses_parameters_it_does_not_know(api: APIClient) -> None:
    answer = api.get("/api/v1/", {"pgae": "2"})

    assert answer.status_code == 400
    assert answer.json()["errors"] == [
        {"parameter": "pgae", "reason": "There is no such parameter here.", "allowed": []}
    ]
