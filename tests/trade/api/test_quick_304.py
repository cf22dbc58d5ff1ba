"""While nothing is written, 304 is answered without looking at a record."""

import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from tests import factories as make
from tests.api_resources import RESOURCES
from trade import changes
from trade.api import remembered
from trade.changes import settled_version_of_records, version_of_records
from trade.models import AnnualTotal, Region

# Each test writes, then asks from outside of any transaction, as a reader does.
pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.fixture
def meeting() -> Any:
    return RESOURCES["meetings"].make(1)


def queries_of(api: APIClient, address: str, etag: str) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        assert api.get(address, headers={"if-none-match": etag}).status_code == 304
    return [query["sql"] for query in captured]


def held(api: APIClient, address: str) -> str:
    """The tag of an answer that is remembered; others may write on this server meanwhile."""
    etag: str = api.get(address)["ETag"]
    until = time.monotonic() + 30
    while time.monotonic() < until:
        if len(queries_of(api, address, etag)) == 1:
            return etag
        time.sleep(0.05)
    raise AssertionError("never remembered")


def test_it_takes_one_query_however_much_the_answer_holds(api: APIClient, meeting: Any) -> None:
    for address in ("/api/v1/meetings/", f"/api/v1/meetings/{meeting.key}/", "/api/v1/regions/"):
        etag = held(api, address)

        [query] = queries_of(api, address, etag)

        assert "FROM" in query
        assert "cooperation_meeting_" not in query


def test_what_is_committed_shows_at_once(api: APIClient, meeting: Any) -> None:
    address = f"/api/v1/meetings/{meeting.key}/"
    participant = meeting.participants.get(name_as_written="Participant 1")

    for change in (
        lambda: setattr_and_save(meeting, "summary", "Told anew."),
        lambda: Region.objects.filter(pk="BY").update(name="Republic of Belarus"),
        lambda: participant.passages.clear(),
        lambda: meeting.topics.first().delete(),
    ):
        etag = held(api, address)
        change()
        assert api.get(address, headers={"if-none-match": etag}).status_code == 200


def setattr_and_save(record: Any, field: str, value: Any) -> None:
    setattr(record, field, value)
    record.save()


@pytest.mark.parametrize(
    "write",
    [
        lambda: make.RegionFactory(code="KZ", name="Kazakhstan"),
        lambda: make.TradeFigureFactory(),
        lambda: make.TradeFigureRevisionFactory(),
        lambda: AnnualTotal.objects.create(
            source=make.SourceFactory(),
            reporter=make.RegionFactory(),
            partner=make.RegionFactory(russia=True),
            flow="X",
            year=2024,
            level=0,
            edition="HS2022",
            currency="USD",
            value=1,
            figures=1,
        ),
    ],
)
def test_every_kind_of_write_moves_a_counter(write: Callable[[], Any]) -> None:
    make.TradeFigureFactory()
    before = version_of_records()

    write()

    assert version_of_records() != before


def test_every_counter_is_read(meeting: Any) -> None:
    assert len(changes.watched_tables()) >= 30
    if connection.vendor == "postgresql":
        assert len(changes._postgresql_counters().split("FROM")) == (
            len(changes.watched_tables()) + 1
        )


def test_what_the_program_does_not_see_shows_after_a_while(
    api: APIClient, meeting: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    etag = held(api, "/api/v1/regions/")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE trade_region SET name = 'By hand' WHERE code = 'BY'")
    now = time.time()

    monkeypatch.setattr(remembered.time, "time", lambda: now + remembered.SECONDS_TRUSTED + 1)

    answer = api.get("/api/v1/regions/", headers={"if-none-match": etag})
    assert answer.status_code == 200


class Writer(threading.Thread):
    """Somebody who writes in a transaction of their own, and commits when told."""

    def __init__(self, write: Callable[[], Any]) -> None:
        super().__init__(daemon=True)
        self.write = write
        self.has_written, self.may_commit = threading.Event(), threading.Event()

    def run(self) -> None:
        try:
            with transaction.atomic():
                self.write()
                self.has_written.set()
                self.may_commit.wait(30)
        finally:
            connection.close()

    def __enter__(self) -> "Writer":
        self.start()
        assert self.has_written.wait(30)
        return self

    def __exit__(self, *args: Any) -> None:
        self.may_commit.set()
        self.join(30)


only_on_postgresql = pytest.mark.skipif(
    "connection.vendor != 'postgresql'", reason="SQLite has one writer at a time"
)


@only_on_postgresql
def test_no_version_is_settled_while_somebody_writes() -> None:
    make.RegionFactory()

    with Writer(lambda: make.RegionFactory(code="KZ", name="Kazakhstan")):
        assert settled_version_of_records() is None


@only_on_postgresql
def test_a_commit_that_comes_later_than_a_younger_one_shows(api: APIClient) -> None:
    """A draws a number, B draws the next and commits, a reader reads, A commits."""
    make.RegionFactory()
    api.get("/api/v1/regions/")

    with Writer(lambda: make.RegionFactory(code="KZ", name="Kazakhstan")):
        make.RegionFactory(code="AM", name="Armenia")
        etag = api.get("/api/v1/regions/")["ETag"]
        for _ in range(3):
            queries_of(api, "/api/v1/regions/", etag)

    answer = api.get("/api/v1/regions/", headers={"if-none-match": etag})
    assert answer.status_code == 200
    assert {"AM", "KZ"} <= {region["code"] for region in answer.json()["results"]}


@only_on_postgresql
def test_a_writer_that_began_before_and_commits_after_shows(api: APIClient) -> None:
    """The one case a snapshot alone does not know of: nobody has ended since A began."""
    make.RegionFactory()
    older = Writer(lambda: make.RegionFactory(code="AM", name="Armenia"))
    younger = Writer(lambda: make.RegionFactory(code="KZ", name="Kazakhstan"))

    with younger:
        with older:
            pass
        etag = api.get("/api/v1/regions/")["ETag"]
        for _ in range(3):
            queries_of(api, "/api/v1/regions/", etag)

    assert api.get("/api/v1/regions/", headers={"if-none-match": etag}).status_code == 200
