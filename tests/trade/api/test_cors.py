"""Which pages of other sites may read the API from a browser."""

from typing import Any

import pytest
from django.conf import settings as configured
from rest_framework.test import APIClient

from trade.api import throttling

pytestmark = pytest.mark.django_db

DASHBOARD = "https://dashboard.example"


def test_by_default_none(api: APIClient) -> None:
    answer = api.get("/api/v1/", headers={"origin": DASHBOARD})

    assert answer.status_code == 200
    assert "Access-Control-Allow-Origin" not in answer


def test_those_on_the_list_read_with_tokens_and_without_cookies(
    api: APIClient, settings: Any
) -> None:
    settings.CORS_ALLOWED_ORIGINS = [DASHBOARD]

    asked = api.options(
        "/api/v1/meetings/",
        headers={
            "origin": DASHBOARD,
            "access-control-request-method": "PUT",
            "access-control-request-headers": "authorization, if-match, idempotency-key",
        },
    )
    answer = api.get("/api/v1/", headers={"origin": DASHBOARD})
    refused = api.get("/api/v1/", headers={"origin": "https://elsewhere.example"})

    assert asked["Access-Control-Allow-Origin"] == DASHBOARD
    allowed = asked["Access-Control-Allow-Headers"]
    assert {"authorization", "if-match", "idempotency-key"} <= set(allowed.split(", "))
    assert answer["Access-Control-Allow-Origin"] == DASHBOARD
    assert "Access-Control-Allow-Credentials" not in answer
    assert "Access-Control-Allow-Origin" not in refused


def test_they_see_the_headers_that_matter(api: APIClient, settings: Any) -> None:
    settings.CORS_ALLOWED_ORIGINS = [DASHBOARD]

    answer = api.get("/api/v1/", headers={"origin": DASHBOARD})

    shown = set(answer["Access-Control-Expose-Headers"].split(", "))
    assert {throttling.LIMIT, throttling.REMAINING, throttling.RESET, "ETag", "Link"} <= shown
    assert shown == set(configured.CORS_EXPOSE_HEADERS)


def test_nothing_but_the_api_is_for_others(api: APIClient, settings: Any) -> None:
    settings.CORS_ALLOWED_ORIGINS = [DASHBOARD]

    for address in ("/", "/admin/login/"):
        answer = api.get(address, headers={"origin": DASHBOARD})
        assert "Access-Control-Allow-Origin" not in answer
