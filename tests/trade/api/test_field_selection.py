"""`?fields=` leaves of each record what is asked for."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from tests.api_resources import RESOURCES

pytestmark = pytest.mark.django_db
every_resource = pytest.mark.parametrize("name", RESOURCES)


def queries_of(api: APIClient, address: str, **query: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert api.get(address, query).status_code == 200
    return len(captured)


@every_resource
def test_each_field_is_shown_alone_as_it_is_among_others(api: APIClient, name: str) -> None:
    resource = RESOURCES[name]
    record = resource.make(1)
    one = f"/api/v1/{name}/{resource.key_of(record)}/"

    for address, whole in (
        (one, api.get(one).json()),
        (f"/api/v1/{name}/", api.get(f"/api/v1/{name}/").json()["results"][0]),
    ):
        for field, value in whole.items():
            alone = api.get(address, {"fields": field}).json()
            shown = alone if address == one else alone["results"][0]

            assert shown == {field: value}


@every_resource
def test_fewer_fields_take_no_more_queries_however_many_records(api: APIClient, name: str) -> None:
    for n in range(1, 4):
        RESOURCES[name].make(n)
    address = f"/api/v1/{name}/"
    whole = queries_of(api, address)

    for field in api.get(address).json()["results"][0]:
        assert queries_of(api, address, fields=field) <= whole, field


def test_what_nobody_asks_for_is_not_loaded(api: APIClient) -> None:
    meeting = RESOURCES["meetings"].make(1)
    address = f"/api/v1/meetings/{meeting.key}/"

    assert queries_of(api, address, fields="key,title") == 1
    assert queries_of(api, address, fields="sources.key") == 2


def test_a_point_leads_into_records_within(api: APIClient) -> None:
    meeting = RESOURCES["meetings"].make(1)
    query = {"fields": "key, participants.side.code,sources.key,sources.title"}

    shown = api.get(f"/api/v1/meetings/{meeting.key}/", query).json()
    listed = api.get("/api/v1/meetings/", query).json()["results"]

    assert set(shown) == {"key", "participants", "sources"}
    assert [set(source) for source in shown["sources"]] == [{"key", "title"}]
    assert {"side": {"code": "RU-001"}} in shown["participants"]
    assert shown in listed


@pytest.mark.parametrize(
    ("fields", "named", "allowed"),
    [
        ("colour", "colour", "code"),
        ("code,parent.colour", "parent.colour", "parent.name"),
        ("code.colour", "code.colour", None),
        ("names..", "names..", "names.name"),
        ("\x00", "\x00", "code"),
        ("code,*", "*", "code"),
    ],
)
def test_an_unknown_field_is_answered_with_those_there_are(
    api: APIClient, fields: str, named: str, allowed: str | None
) -> None:
    RESOURCES["regions"].make(1)

    answer = api.get("/api/v1/regions/RU-001/", {"fields": fields})

    [fault] = answer.json()["errors"]
    assert answer.status_code == 400
    assert fault["parameter"] == "fields"
    assert named.replace("\x00", "") in fault["reason"].replace("\x00", "")
    assert allowed in fault["allowed"] if allowed else fault["allowed"] == []


def test_no_field_named_means_all(api: APIClient) -> None:
    RESOURCES["regions"].make(1)

    assert api.get("/api/v1/regions/", {"fields": ""}).json() == api.get("/api/v1/regions/").json()


def test_an_unknown_field_is_refused_in_an_empty_list_too(api: APIClient) -> None:
    answer: Any = api.get("/api/v1/follow-ups/", {"fields": "colour"})

    assert answer.status_code == 400
