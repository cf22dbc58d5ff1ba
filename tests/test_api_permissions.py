"""Who gets what from every address and method of the API."""

import base64
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.urls import get_resolver
from rest_framework.test import APIClient

from cooperation.tables import TABLES
from tests import factories as make
from tests.api_resources import RESOURCES

pytestmark = pytest.mark.django_db

READERS = ["nobody", "viewer", "analyst", "editor"]
METHODS = ["get", "head", "post", "put", "patch", "delete"]

OPEN = {
    "v1/": "v1/",
    "v1/schema/": "v1/schema/",
    "docs/": "docs/",
    "v1/codes/": "v1/codes/",
    "v1/codes/<name>/": "v1/codes/flows/",
    "v1/partnerships/": "v1/partnerships/",
    "v1/tables/": "v1/tables/",
    **{f"v1/tables/{name}/": f"v1/tables/{name}/" for name in TABLES},
    "v1/trade-figures/export/": "v1/trade-figures/export/",
    **{f"v1/{name}/": f"v1/{name}/" for name in RESOURCES},
}
# Single records everybody who may read gets, and those of which a draft is shown to few.
PUBLIC = ["regions", "products", "sources", "trade-figures", "traded-goods", "sectors", "officials"]
PUBLIC += ["posts", "organisations", "tenures", "mechanisms", "exchange-rates"]
DRAFTED = ["meetings", "statements", "proposals", "follow-ups"]
PARTNERSHIP = {
    "v1/partnerships/<str:region_a>/<str:region_b>/": "v1/partnerships/BY/RU-MO/",
    "v1/partnerships/<str:region_a>/<str:region_b>/status/": "v1/partnerships/BY/RU-MO/status/",
    "v1/partnerships/<str:region_a>/<str:region_b>/trade/": "v1/partnerships/BY/RU-MO/trade/",
}


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


def detail(name: str) -> str:
    field = RESOURCES[name].named_by
    return f"v1/{name}/<{field}>/"


def test_every_route_is_in_the_table() -> None:
    table = {*OPEN, *PARTNERSHIP, *map(detail, PUBLIC + DRAFTED), "(?:.*/)?"}

    assert set(routes()) == table


@pytest.fixture
def as_reader(api: APIClient, viewer: User, analyst: User, editor: User) -> Any:
    users = {"viewer": viewer, "analyst": analyst, "editor": editor}

    def log_in(reader: str) -> APIClient:
        api.force_authenticate(users.get(reader))
        return api

    return log_in


def statuses(client: APIClient, address: str) -> dict[str, int]:
    return {method: getattr(client, method)(f"/api/{address}").status_code for method in METHODS}


def expected(get: int, write: int = 405) -> dict[str, int]:
    return {method: get if method in ("get", "head") else write for method in METHODS}


@pytest.mark.parametrize("route", OPEN)
def test_whoever_may_read_gets_lists_and_writes_nowhere(as_reader: Any, route: str) -> None:
    for reader in READERS:
        assert statuses(as_reader(reader), OPEN[route]) == expected(200), reader


@pytest.mark.parametrize("name", PUBLIC)
def test_whoever_may_read_gets_single_records(as_reader: Any, name: str) -> None:
    resource = RESOURCES[name]
    address = f"v1/{name}/{resource.key_of(resource.make(1))}/"

    for reader in READERS:
        assert statuses(as_reader(reader), address) == expected(200), reader


@pytest.mark.parametrize("route", PARTNERSHIP)
def test_whoever_may_read_gets_a_partnership(as_reader: Any, route: str) -> None:
    make.PartnershipFactory()

    for reader in READERS:
        assert statuses(as_reader(reader), PARTNERSHIP[route]) == expected(200), reader


@pytest.mark.parametrize("name", DRAFTED)
def test_drafts_are_for_analysts_and_editors(as_reader: Any, name: str) -> None:
    meeting = make.MeetingFactory()
    draft = {
        "meetings": lambda: meeting,
        "statements": lambda: make.StatementFactory(meeting=meeting),
        "proposals": lambda: make.ProposalChangeFactory(meeting=meeting).proposal,
        "follow-ups": lambda: make.FollowUpFactory(meeting=meeting),
    }[name]()
    address = f"v1/{name}/{RESOURCES[name].key_of(draft)}/"

    for reader, status in zip(READERS, [404, 404, 200, 200], strict=True):
        assert statuses(as_reader(reader), address) == expected(status), reader


@pytest.mark.parametrize("route", [*OPEN, *PARTNERSHIP, *PUBLIC, *DRAFTED])
def test_without_anonymous_reading_an_account_is_needed_everywhere(
    as_reader: Any, settings: Any, route: str
) -> None:
    settings.ANONYMOUS_READING = False
    make.PartnershipFactory()
    address = {**OPEN, **PARTNERSHIP}.get(route)
    if address is None:
        address = f"v1/{route}/{RESOURCES[route].key_of(RESOURCES[route].make(1))}/"

    refused = statuses(as_reader("nobody"), address)
    allowed = statuses(as_reader("viewer"), address)

    assert refused == expected(401, 401)
    assert allowed == expected(200)


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
