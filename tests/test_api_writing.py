"""What holds for every resource that is written: versions, rights, bodies sent back as read."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from drf_spectacular.generators import SchemaGenerator
from rest_framework.test import APIClient

from config.api import router
from tests.api_resources import RESOURCES
from trade.api.writing.views import Archived, PutByKey, WritableViewSet

pytestmark = pytest.mark.django_db
VIEWSETS: dict[str, Any] = {
    name: viewset for name, viewset, _ in router.registry if issubclass(viewset, WritableViewSet)
}
WRITTEN = [name for name in VIEWSETS if name in RESOURCES]
every_written = pytest.mark.parametrize("name", WRITTEN)


@pytest.fixture
def client(api: APIClient, editor: User) -> APIClient:
    api.force_authenticate(editor)
    return api


def made(name: str) -> str:
    """The address of a full record."""
    resource = RESOURCES[name]
    return f"/api/v1/{name}/{resource.key_of(resource.make(1))}/"


def writable(name: str, shown: dict[str, Any]) -> dict[str, Any]:
    """Of a record as it is shown, what can be written."""
    fields = VIEWSETS[name].writer_class.Meta.fields
    return {field: value for field, value in shown.items() if field in fields}


def test_only_reference_data_is_not_written() -> None:
    assert set(RESOURCES) - set(WRITTEN) == {"regions", "products", "sectors", "exchange-rates"}


@every_written
def test_a_record_sent_back_as_it_was_read_changes_nothing(client: APIClient, name: str) -> None:
    address = made(name)
    shown = client.get(address)
    model = VIEWSETS[name].queryset.model
    versions = model.history.count()
    is_by_key = issubclass(VIEWSETS[name], PutByKey)

    answer = client.put(address if is_by_key else f"/api/v1/{name}/", shown.json(), format="json")

    assert answer.status_code == 200, answer.content
    assert answer.json() == shown.json()
    assert answer["ETag"] == shown["ETag"]
    assert answer["Content-Location"] == f"http://testserver{address}"
    assert model.history.count() == versions


@every_written
def test_what_is_there_is_not_made_again(client: APIClient, name: str) -> None:
    address = made(name)
    body = writable(name, client.get(address).json())

    answer = client.post(f"/api/v1/{name}/", body, format="json")

    assert answer.status_code == 409, answer.content
    assert answer.json()["records"][0]["addresses"] == [f"http://testserver{address}"]


@every_written
def test_an_empty_change_leaves_the_version(client: APIClient, name: str) -> None:
    address = made(name)
    etag = client.get(address)["ETag"]

    answer = client.patch(address, {}, format="json", headers={"if-match": etag})

    assert answer.status_code == 200, answer.content
    assert answer["ETag"] == etag


@every_written
@pytest.mark.parametrize("method", ["patch", "delete"])
def test_a_change_says_which_version_it_is_of(client: APIClient, name: str, method: str) -> None:
    address = made(name)
    send = getattr(client, method)

    blind = send(address, {}, format="json")
    late = send(address, {}, format="json", headers={"if-match": '"0"'})

    assert (blind.status_code, late.status_code) == (428, 412)
    assert blind["ETag"] == late["ETag"] == client.get(address)["ETag"]


@every_written
def test_unknown_fields_are_named(client: APIClient, name: str) -> None:
    address = made(name)

    answer = client.patch(address, {"colour": 1}, format="json", headers={"if-match": "*"})

    assert answer.status_code == 400
    assert [fault["field"] for fault in answer.json()["errors"]] == ["colour"]


def test_the_schema_tells_of_versions_and_refusals() -> None:
    schema: Any = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    written = {
        f"{method} {path}": operation
        for path, methods in schema["paths"].items()
        if path.split("/")[3] in WRITTEN
        for method, operation in methods.items()
        if method in ("post", "put", "patch", "delete")
    }

    assert len(written) > 4 * len(WRITTEN)
    for name, operation in written.items():
        is_new = operation["operationId"].endswith("_create") and name.count("/") == 4
        expected = {"400", "401", "403", "404", "409"} | (set() if is_new else {"412", "428"})
        headers = [one["name"] for one in operation["parameters"]] if not is_new else []

        assert expected <= operation["responses"].keys(), name
        assert is_new or "If-Match" in headers, name


NASTY = [None, True, 0, -1, 10**40, 1.5, "", "x" * 5000, "0000-00-00", [], [[]], {}, {"key": []}]
NASTY += [{"id": "x"}, [{"id": 10**30}], ["none"], [None], {"code": "BY"}]


@every_written
def test_no_value_of_a_field_breaks_a_write(client: APIClient, name: str) -> None:
    address = made(name)

    for field in VIEWSETS[name].writer_class.Meta.fields:
        for value in NASTY:
            answer = client.patch(address, {field: value}, format="json", headers={"if-match": "*"})

            assert answer.status_code in (200, 400, 409), (field, value, answer.content)


@every_written
def test_those_without_the_right_write_nothing(api: APIClient, name: str, viewer: User) -> None:
    address = made(name)
    api.force_authenticate(viewer)

    refused = [
        getattr(api, method)(place, {}, format="json").status_code
        for method, place in [
            ("post", f"/api/v1/{name}/"),
            ("patch", address),
            ("delete", address),
        ]
    ]

    assert refused == [403, 403, 403]


@every_written
def test_a_record_is_put_aside_with_a_reason_and_taken_back(client: APIClient, name: str) -> None:
    if not issubclass(VIEWSETS[name], Archived):
        assert not hasattr(VIEWSETS[name].queryset.model, "archived_on")
        return
    address = made(name)
    before = client.get(address)

    archived = client.post(
        f"{address}archive/",
        {"reason": "A duplicate"},
        format="json",
        headers={"if-match": before["ETag"]},
    )
    restored = client.post(f"{address}restore/", headers={"if-match": archived["ETag"]})

    assert archived.json()["archive_reason"] == "A duplicate"
    assert restored["ETag"] == before["ETag"]
