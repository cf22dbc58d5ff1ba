"""Answers carry tags and dates, and whoever holds the current one is told so."""

import json
import time
from typing import Any

import pytest
from django.contrib.auth.models import User
from rest_framework.test import APIClient

from tests import factories as make
from tests.api_resources import RESOURCES
from trade.api import remembered

pytestmark = pytest.mark.django_db
every_resource = pytest.mark.parametrize("name", RESOURCES)

# A field every reader sees, and another value for it.
CHANGES: dict[str, tuple[str, Any]] = {
    "regions": ("name", "Another name"),
    "products": ("name", "Another name"),
    "sources": ("title", "Another title"),
    "trade-figures": ("notes", "Looked at again"),
    "traded-goods": ("name", "other goods"),
    "exchange-rates": ("units_per_usd", "7.5"),
    "sectors": ("name", "Another name"),
    "officials": ("name", "Another Name"),
    "posts": ("title", "Another title"),
    "organisations": ("name", "Another name"),
    "tenures": ("ends_on_precision", "year"),
    "meetings": ("summary", "Told anew."),
    "statements": ("speaker_as_written", "another speaker"),
    "proposals": ("notes", "Looked at again"),
    "mechanisms": ("notes", "Looked at again"),
    "follow-ups": ("task", "Do something else."),
}


def addresses_of(name: str, record: Any) -> list[str]:
    return [f"/api/v1/{name}/", f"/api/v1/{name}/{RESOURCES[name].key_of(record)}/"]


def held(api: APIClient, address: str) -> str:
    """The tag of an answer the server has been asked about twice since, and so remembers."""
    etag: str = api.get(address)["ETag"]
    for _ in range(2):
        assert ask(api, address, etag).status_code == 304
    return etag


def ask(api: APIClient, address: str, etag: str, **headers: str) -> Any:
    return api.get(address, headers={"if-none-match": etag, **headers})


@every_resource
def test_what_is_held_is_not_sent_again(api: APIClient, name: str) -> None:
    record = RESOURCES[name].make(1)

    for address in addresses_of(name, record):
        etag = held(api, address)
        again = ask(api, address, etag)

        assert (again.status_code, again.content, again["ETag"]) == (304, b"", etag)
        assert "Content-Type" not in again


@every_resource
def test_a_changed_record_is_sent_again(api: APIClient, name: str) -> None:
    record = RESOURCES[name].make(1)
    field, value = CHANGES[name]
    tags = {address: held(api, address) for address in addresses_of(name, record)}
    setattr(record, field, value)
    if name == "tenures":
        record.ends_on = "2031-01-01"

    record.save()

    for address, etag in tags.items():
        answer = ask(api, address, etag)
        assert answer.status_code == 200, address
        assert answer["ETag"] != etag


@every_resource
def test_a_record_changed_in_bulk_is_sent_again(api: APIClient, name: str) -> None:
    record = RESOURCES[name].make(1)
    field, value = CHANGES[name]
    tags = {address: held(api, address) for address in addresses_of(name, record)}
    changes = {field: value, **({"ends_on": "2031-01-01"} if name == "tenures" else {})}

    type(record).objects.filter(pk=record.pk).update(**changes)

    assert [ask(api, address, etag).status_code for address, etag in tags.items()] == [200, 200]


@pytest.mark.parametrize("name", ["trade-figures", "traded-goods", "statements", "follow-ups"])
def test_a_list_without_a_record_it_had_is_sent_again(api: APIClient, name: str) -> None:
    record = RESOURCES[name].make(1)
    address = f"/api/v1/{name}/"
    etag = held(api, address)

    type(record).objects.filter(pk=record.pk).delete()

    assert ask(api, address, etag).status_code == 200


def test_a_record_whose_part_changed_is_sent_again(api: APIClient) -> None:
    meeting = RESOURCES["meetings"].make(1)
    address = f"/api/v1/meetings/{meeting.key}/"
    participant = meeting.participants.first()
    passage = make.PassageFactory(start=0, end=4)

    for change in (
        lambda: type(participant).objects.filter(pk=participant.pk).update(name_as_written="X"),
        lambda: participant.passages.add(passage),
        lambda: meeting.sources.add(make.SourceFactory(key="another")),
        lambda: meeting.topics.first().delete(),
        lambda: participant.delete(),
    ):
        etag = held(api, address)
        change()
        assert ask(api, address, etag).status_code == 200


def test_head_answers_with_the_tag_and_without_the_body(api: APIClient) -> None:
    etag = held(api, "/api/v1/regions/")

    asked = api.head("/api/v1/regions/")
    again = api.head("/api/v1/regions/", headers={"if-none-match": etag})

    assert (asked.status_code, asked["ETag"], asked.content) == (200, etag, b"")
    assert again.status_code == 304


@pytest.mark.parametrize("address", ["", "codes/", "codes/flows/", "schema/", "partnerships/"])
def test_other_answers_carry_a_tag_too(api: APIClient, address: str) -> None:
    etag = held(api, f"/api/v1/{address}")

    assert ask(api, f"/api/v1/{address}", '"another"').status_code == 200
    assert ask(api, f"/api/v1/{address}", f'"another", W/{etag}').status_code == 304


@pytest.mark.parametrize("part", ["", "status/", "trade/"])
def test_a_partnership_carries_a_tag_and_is_sent_again_when_something_happened(
    api: APIClient, part: str
) -> None:
    partnership = make.PartnershipFactory()
    address = f"/api/v1/partnerships/BY/RU-MO/{part}"
    etag = held(api, address)

    make.MeetingFactory(published=True, partnerships=[partnership])
    make.TradeFigureFactory()

    assert ask(api, address, etag).status_code == 200


def test_every_answer_says_what_it_may_be_kept_for(api: APIClient) -> None:
    answer = api.get("/api/v1/regions/")
    unchanged = ask(api, "/api/v1/regions/", answer["ETag"])

    for given in (answer, unchanged):
        assert given["Cache-Control"] == "private, no-cache"
        assert {"Accept", "Accept-Language", "Authorization", "Cookie"} <= set(
            given["Vary"].split(", ")
        )


def test_problems_carry_no_tag(api: APIClient) -> None:
    answer = api.get("/api/v1/regions/XX/", headers={"if-none-match": "*"})

    assert answer.status_code == 404
    assert "ETag" not in answer


def test_an_unknown_parameter_is_refused_whatever_is_held(api: APIClient) -> None:
    make.RegionFactory()
    etag = held(api, "/api/v1/regions/")

    assert ask(api, "/api/v1/regions/?knid=country", etag).status_code == 400
    assert ask(api, "/api/v1/regions/?kind=area", etag).status_code == 200


def test_the_date_of_an_answer_is_told_once_it_has_stood_for_a_while(
    api: APIClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.RegionFactory()
    fresh = api.get("/api/v1/regions/")
    pass_seconds(monkeypatch, 10)
    stood = api.get("/api/v1/regions/")

    unchanged = api.get("/api/v1/regions/", headers={"if-modified-since": stood["Last-Modified"]})
    make.RegionFactory(code="RU", name="Russia")
    changed = api.get("/api/v1/regions/", headers={"if-modified-since": stood["Last-Modified"]})

    assert "Last-Modified" not in fresh
    assert unchanged.status_code == 304
    assert changed.status_code == 200
    assert "Last-Modified" not in changed


def test_a_tag_goes_before_a_date(api: APIClient, monkeypatch: pytest.MonkeyPatch) -> None:
    api.get("/api/v1/regions/")
    pass_seconds(monkeypatch, 10)
    date = api.get("/api/v1/regions/")["Last-Modified"]

    answer = ask(api, "/api/v1/regions/", '"another"', **{"if-modified-since": date})

    assert answer.status_code == 200


@pytest.mark.parametrize("date", ["yesterday", "Thu, 01 Jan 1970 00:00:00 GMT", "\x00"])
def test_a_date_that_is_not_ours_is_no_reason_to_send_nothing(api: APIClient, date: str) -> None:
    answer = api.get("/api/v1/regions/", headers={"if-modified-since": date})

    assert answer.status_code == 200


def pass_seconds(monkeypatch: pytest.MonkeyPatch, seconds: int) -> None:
    now = time.time()
    monkeypatch.setattr(remembered.time, "time", lambda: now + seconds)


def test_a_draft_does_not_show_in_the_tag_of_those_who_do_not_see_it(
    api: APIClient, viewer: User, analyst: User
) -> None:
    RESOURCES["meetings"].make(1)
    tags = {}
    for reader in (None, viewer, analyst):
        api.force_authenticate(reader)
        tags[reader] = held(api, "/api/v1/meetings/")

    make.MeetingFactory(title="Secret talks")

    for reader, status in ((None, 304), (viewer, 304), (analyst, 200)):
        api.force_authenticate(reader)
        assert ask(api, "/api/v1/meetings/", tags[reader]).status_code == status


def test_who_may_no_longer_see_drafts_is_not_told_that_nothing_changed(
    api: APIClient, analyst: User
) -> None:
    make.MeetingFactory(title="Secret talks")
    api.force_authenticate(analyst)
    etag = held(api, "/api/v1/meetings/")

    analyst.groups.clear()
    api.force_authenticate(User.objects.get(pk=analyst.pk))

    assert ask(api, "/api/v1/meetings/", etag).status_code == 200


def test_without_an_account_nothing_is_said_about_what_is_held(
    api: APIClient, settings: Any
) -> None:
    etag = held(api, "/api/v1/regions/")
    settings.ANONYMOUS_READING = False

    assert ask(api, "/api/v1/regions/", etag).status_code == 401


def test_yesterdays_answer_is_made_again(api: APIClient, monkeypatch: pytest.MonkeyPatch) -> None:
    make.PartnershipFactory()
    etag = held(api, "/api/v1/partnerships/BY/RU-MO/status/")
    tomorrow = remembered.timezone.localdate() + remembered.timezone.timedelta(days=1)

    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: tomorrow)

    answer = ask(api, "/api/v1/partnerships/BY/RU-MO/status/", etag)
    assert answer.status_code == 200
    assert json.loads(answer.content)["as_of"] == tomorrow.isoformat()


def test_a_cache_out_of_reach_stops_no_answer(api: APIClient, settings: Any) -> None:
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "redis://127.0.0.1:9",
        }
    }

    etag = api.get("/api/v1/regions/")["ETag"]

    assert ask(api, "/api/v1/regions/", etag).status_code == 304
