"""Who gets what from every address and method of the API, as tests/api_access.py says."""

import base64
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from django.urls import get_resolver
from rest_framework.test import APIClient

from tests import factories as make
from tests.api_access import ACCESS, NOBODY, ROLES, Route
from trade.tokens import make_token

pytestmark = pytest.mark.django_db

READS = ("get", "head", "options")
WRITES = ("post", "put", "patch", "delete")
SESSION, READ_TOKEN, WRITE_TOKEN = CREDENTIALS = ("session", "read", "write")
# Whoever may write gets here: done, or refused for what was sent.
LET_THROUGH = {200, 201, 202, 204, 400, 409, 412, 415, 422, 428}
NOWHERE = "(?:.*/)?"


def routes(patterns: Any = None, prefix: str = "") -> Iterator[str]:
    """Every route below /api/, its parameters in angle brackets."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = prefix + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from routes(pattern.url_patterns, route)
        elif route.startswith("api/"):
            yield readable(route.removeprefix("api/"))


def readable(route: str) -> str:
    named = re.sub(r"\(\?P<(\w+)>[^)]*\)", r"<\1>", route)
    return re.sub(r"[\^$]", "", named)


def test_every_route_is_in_the_table() -> None:
    assert sorted({*ACCESS, NOWHERE}) == sorted(set(routes()))


def is_below(role: str, least: str) -> bool:
    return ROLES.index(role) < ROLES.index(least)


def expected(route: Route, role: str, credential: str, method: str) -> set[int]:
    """The statuses one of which somebody gets who sends nothing of use."""
    by_token = credential in (READ_TOKEN, WRITE_TOKEN)
    if method in WRITES and (credential == READ_TOKEN or (by_token and not route.by_token)):
        return {403}
    if is_below(role, route.enters):
        return {401} if role == NOBODY else {403}
    if method == "options":
        return {200, 204}
    if method in READS:
        if route.reads is None:
            return {404, 405}
        return {404} if is_below(role, route.reads) else {200}
    least = route.writes.get(method)
    if least is None:
        return {405}
    if is_below(role, least):
        return {401} if role == NOBODY else {403}
    return LET_THROUGH


@pytest.fixture
def people(viewer: User, analyst: User, editor: User) -> dict[str, User | None]:
    return {"nobody": None, "viewer": viewer, "analyst": analyst, "editor": editor}


def client_of(user: User | None, credential: str) -> APIClient:
    api = APIClient(raise_request_exception=False)
    if user is None:
        return api
    if credential == SESSION:
        api.force_login(user)
    else:
        words = make_token(user=user, name="test", scope=credential, days=1).words
        api.credentials(HTTP_AUTHORIZATION=f"Bearer {words}")
    return api


def status(api: APIClient, method: str, address: str) -> int:
    """What is answered to an empty request; what it changed is taken back."""
    with transaction.atomic():
        body = {"data": {}, "format": "json"} if method in WRITES else {}
        answer = getattr(api, method)(f"/api/{address}", **body)
        transaction.set_rollback(True)
    return int(answer.status_code)


@pytest.mark.parametrize("name", ACCESS)
def test_everybody_gets_what_the_table_says(people: dict[str, User | None], name: str) -> None:
    route = ACCESS[name]
    wrong = []

    for role, user in people.items():
        address = route.at(user)
        for credential in CREDENTIALS if user else (SESSION,):
            api = client_of(user, credential)
            for method in (*READS, *WRITES):
                got = status(api, method, address)
                if got not in expected(route, role, credential, method):
                    wrong.append((role, credential, method, got))

    assert wrong == []


@pytest.mark.parametrize("name", ACCESS)
def test_without_anonymous_reading_an_account_is_needed_everywhere(
    people: dict[str, User | None], settings: Any, name: str
) -> None:
    settings.ANONYMOUS_READING = False
    address = ACCESS[name].at(people["editor"])

    refused = {m: status(client_of(None, ""), m, address) for m in (*READS, *WRITES)}
    allowed = status(client_of(people["editor"], READ_TOKEN), "get", address)

    assert set(refused.values()) == {401}, refused
    assert allowed in expected(ACCESS[name], "editor", READ_TOKEN, "get")


def test_an_unknown_address_is_unknown_to_all(people: dict[str, User | None]) -> None:
    for user in people.values():
        api = client_of(user, WRITE_TOKEN)

        found = {method: status(api, method, "v1/nothing/") for method in (*READS, *WRITES)}

        assert set(found.values()) == {404}


def test_a_refusal_is_a_problem_that_asks_for_a_password(api: APIClient, settings: Any) -> None:
    settings.ANONYMOUS_READING = False

    answer = api.get("/api/v1/regions/")

    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == 'Basic realm="api"'
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["detail"] == "Authentication credentials were not provided."


def basic(name: str, password: str) -> dict[str, str]:
    secret = base64.b64encode(f"{name}:{password}".encode()).decode()
    return {"authorization": f"Basic {secret}"}


def test_name_and_password_open_the_api(api: APIClient, settings: Any) -> None:
    settings.ANONYMOUS_READING = False
    user = make.UserFactory(username="Здунов", group="viewer")
    user.set_password("long enough")
    user.save()

    right = api.get("/api/v1/regions/", headers=basic("Здунов", "long enough"))
    wrong = api.get("/api/v1/regions/", headers=basic("Здунов", "guessed"))

    assert (right.status_code, wrong.status_code) == (200, 401)


@pytest.mark.parametrize(
    "authorization",
    ["Basic", "Basic ???", "Basic a b c", "Basic AGE6Yg==", "Basic YQBiOmM=", "Basic //79"],
)
def test_credentials_that_cannot_be_read_are_refused(api: APIClient, authorization: str) -> None:
    answer = api.get("/api/v1/regions/", headers={"authorization": authorization})

    assert answer.status_code == 401
    assert answer["Content-Type"] == "application/problem+json"


def test_an_answer_nobody_can_give_is_refused(api: APIClient) -> None:
    answer = api.get("/api/v1/regions/", headers={"accept": "text/csv"})

    assert answer.status_code == 406
    assert answer["Content-Type"] == "application/problem+json"
