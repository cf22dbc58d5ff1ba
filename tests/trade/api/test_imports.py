"""Bulk figures through the API: sent once, loaded in the background, looked at."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from tests.factories import ProductFactory, RegionFactory, SourceFactory, UploadFactory, UserFactory
from trade.models import Source, TradeFigure, Upload
from trade.tokens import make_token

pytestmark = pytest.mark.django_db

IMPORTS = "/api/v1/imports/"
HEADER = "reporter,partner,flow,product,period,value,currency\n"
GOOD = HEADER + "BY,RU,X,TOTAL,2023,1000000,USD\nBY,RU,M,TOTAL,2023,2000000,USD\n"
BAD = GOOD + "BY,XX,X,TOTAL,2023,5,USD\n"


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.TRADE_UPLOAD_DIR = tmp_path / "uploads"
    return settings.TRADE_UPLOAD_DIR


@pytest.fixture
def release(db: None) -> Source:
    RegionFactory()
    RegionFactory(russia=True)
    ProductFactory()
    return SourceFactory(kind="release", key="belstat-2023", title="Foreign trade 2023")


Send = Callable[..., Any]


@pytest.fixture
def send(api: APIClient, analyst: User, release: Source) -> Send:
    """Sends a file as an analyst's program does."""
    api.force_authenticate(analyst)

    def posted(content: str | bytes = GOOD, *, key: str = "load-1", **fields: Any) -> Any:
        return post(api, content, key=key, **{"source": "belstat-2023", **fields})

    return posted


def post(api: APIClient, content: str | bytes = GOOD, *, key: str = "load-1", **fields: Any) -> Any:
    raw = content.encode() if isinstance(content, str) else content
    name = fields.pop("name", "figures.csv")
    body = {"file": SimpleUploadedFile(name, raw), **fields}
    return api.post(
        IMPORTS,
        {field: value for field, value in body.items() if value is not None},
        headers={"idempotency-key": key} if key else {},
    )


def faults(answer: Any) -> dict[str, str]:
    return {
        fault.get("field", fault.get("parameter")): fault["reason"]
        for fault in answer.json()["errors"]
    }


class TestLoading:
    def test_a_file_is_loaded_and_its_job_says_so(self, send: Send, api: APIClient) -> None:
        answer = send()

        assert answer.status_code == 202
        job = api.get(answer["Location"]).json()
        assert (job["state"], job["source"]) == ("loaded", "belstat-2023")
        assert job["counts"]["rows_added"] == TradeFigure.objects.count() == 2
        assert (job["rejects"], job["progress"], job["checked"]) == (None, None, None)

    def test_by_a_token_of_its_user(self, api: APIClient, analyst: User, release: Source) -> None:
        words = make_token(user=analyst, name="Loader", scope="write", days=1).words
        api.credentials(HTTP_AUTHORIZATION=f"Bearer {words}")

        answer = post(api, source="belstat-2023")

        assert answer.status_code == 202
        assert Upload.objects.get().uploaded_by == analyst

    def test_into_a_new_release(self, send: Send) -> None:
        answer = send(source=None, new_title="Trade 2023", new_publisher="Belstat", new_key="b-23")

        assert answer.json()["source"] == "b-23"
        assert Source.objects.get(key="b-23").kind == "release"

    def test_rejected_rows_can_be_fetched(self, send: Send, api: APIClient) -> None:
        job = send(BAD).json()

        rows = b"".join(api.get(job["rejects"])).decode().splitlines()

        assert job["counts"]["rows_rejected"] == 1
        assert rows[1].startswith("BY,XX,X,TOTAL,2023,5,USD,4,partner,")

    def test_strict_takes_all_or_nothing(self, send: Send) -> None:
        job = send(BAD, strict="true").json()

        assert job["is_strict"] is True
        assert job["counts"]["rows_rejected"] == 1
        assert not TradeFigure.objects.exists()

    def test_a_check_says_what_would_change_and_changes_nothing(self, send: Send) -> None:
        job = send(BAD, check="true").json()

        assert job["state"] == "previewed"
        assert job["checked"]["changes"]["added"] == 2
        assert [kind["column"] for kind in job["checked"]["rejects"]] == ["partner"]
        assert not TradeFigure.objects.exists()


class TestSendingAgain:
    def test_the_same_request_is_the_same_job(self, send: Send, folder: Path) -> None:
        first, again = send(BAD), send(BAD)

        assert (first.status_code, again.status_code) == (202, 202)
        assert first["Location"] == again["Location"]
        assert first.json() == again.json()
        assert Upload.objects.count() == 1

    def test_quotes_around_the_key_are_not_part_of_it(self, send: Send) -> None:
        assert send(key='"load-1"').json()["key"] == send(key="load-1").json()["key"]

    @pytest.mark.parametrize(
        "other",
        [
            {"content": BAD},
            {"strict": "true"},
            {"check": "true"},
            {"edition": "HS2022"},
            {"released_on": "2024-02-01"},
            {"name": "others.csv"},
        ],
        ids=str,
    )
    def test_another_request_with_the_same_key_is_refused(
        self, send: Send, other: dict[str, Any]
    ) -> None:
        send()

        answer = send(**other)

        assert answer.status_code == 422
        assert "another request" in answer.json()["detail"]
        assert Upload.objects.count() == 1

    def test_keys_are_each_user_s_own(self, send: Send, api: APIClient, editor: User) -> None:
        send()
        api.force_authenticate(editor)

        assert post(api, BAD, source="belstat-2023").status_code == 202

    @pytest.mark.parametrize("key", ["", " ", '""', "x" * 101, "ключ"])
    def test_a_request_without_a_key_is_refused(self, send: Send, key: str) -> None:
        answer = send(key=key)

        assert answer.status_code == 400
        assert list(faults(answer)) == ["Idempotency-Key"]

    @pytest.mark.django_db(transaction=True, serialized_rollback=True)
    def test_many_at_the_same_moment_are_one_job(self, folder: Path, settings: Any) -> None:
        if connection.vendor == "sqlite":
            pytest.skip("the test database of SQLite lives in memory, in one connection")
        loader = UserFactory(group="analyst")
        RegionFactory()
        RegionFactory(russia=True)
        ProductFactory()
        SourceFactory(kind="release", key="belstat-2023")

        def load(_: int) -> tuple[int, str]:
            api = APIClient()
            api.force_authenticate(loader)
            answer = post(api, source="belstat-2023")
            connection.close()
            return answer.status_code, answer.json().get("key")

        with ThreadPoolExecutor(8) as threads:
            answers = set(threads.map(load, range(16)))

        assert len(answers) == 1
        assert {status for status, _key in answers} == {202}
        assert Upload.objects.count() == 1
        assert TradeFigure.objects.count() == 2


class TestWhatIsRefused:
    @pytest.mark.parametrize(
        ("fields", "field"),
        [
            ({"source": None}, "source"),
            ({"source": "nobody-knows"}, "source"),
            ({"source": "a\x00b"}, "source"),
            ({"new_title": "Trade"}, "source"),
            ({"source": None, "new_title": "Trade"}, "new_publisher"),
            ({"layout": "guess"}, "layout"),
            ({"edition": "HS1889"}, "edition"),
            ({"released_on": "tomorrow"}, "released_on"),
            ({"strict": "perhaps"}, "strict"),
            ({"colour": "red"}, "colour"),
            ({"content": "dear colleague,\nplease find the figures below\n"}, "file"),
            ({"content": b""}, "file"),
            ({"content": b"\x89PNG\r\n\x1a\n" + bytes(range(256))}, "file"),
            ({"content": b"PK\x03\x04" + b"\0" * 200, "name": "broken.xlsx"}, "file"),
        ],
        ids=str,
    )
    def test_with_the_field_at_fault(
        self, send: Send, folder: Path, fields: dict[str, Any], field: str
    ) -> None:
        answer = send(**fields)

        assert answer.status_code == 400
        assert list(faults(answer)) == [field]
        assert not Upload.objects.exists()
        assert not folder.exists() or list(folder.iterdir()) == []

    def test_without_a_file(self, send: Send, api: APIClient) -> None:
        answer = api.post(IMPORTS, {"source": "x"}, headers={"idempotency-key": "1"})

        assert "file" in faults(answer)

    def test_json(self, send: Send, api: APIClient) -> None:
        answer = api.post(IMPORTS, {}, format="json", headers={"idempotency-key": "1"})

        assert answer.status_code == 415

    def test_a_file_that_is_too_large(self, send: Send, settings: Any, folder: Path) -> None:
        settings.TRADE_UPLOAD_MAX_BYTES = 50

        a_little, much = send(), send(b"x" * 200_000, key="load-2")

        assert "larger than" in faults(a_little)["file"]
        assert much.status_code == 413
        assert list(folder.iterdir()) == []

    def test_a_form_of_too_many_fields(self, send: Send, api: APIClient) -> None:
        fields = {f"field-{n}": "1" for n in range(1_200)}

        answer = api.post(IMPORTS, fields, headers={"idempotency-key": "1"})

        assert answer.status_code == 400
        assert answer["Content-Type"] == "application/problem+json"


class TestWhoMay:
    def test_viewers_and_strangers_do_not(
        self, api: APIClient, viewer: User, release: Source
    ) -> None:
        stranger = post(api, source="belstat-2023").status_code
        api.force_authenticate(viewer)

        assert (stranger, post(api, source="belstat-2023").status_code) == (401, 403)
        assert api.get(IMPORTS).status_code == 403
        assert not Upload.objects.exists()

    def test_one_sees_one_s_own(self, send: Send, api: APIClient, editor: User) -> None:
        own = send().json()
        other = UploadFactory(uploaded_by=editor)

        listed = [job["key"] for job in api.get(IMPORTS).json()["results"]]

        assert listed == [own["key"]]
        assert api.get(f"{IMPORTS}{other.key}/").status_code == 404
        assert api.get(f"{IMPORTS}{other.key}/rejects/").status_code == 404

    def test_a_list_costs_as_many_queries_for_five_as_for_one(
        self, send: Send, api: APIClient
    ) -> None:
        send(BAD)
        api.get(IMPORTS)
        with CaptureQueriesContext(connection) as for_one:
            api.get(IMPORTS)
        for n in range(2, 6):
            send(BAD, key=f"load-{n}")

        with CaptureQueriesContext(connection) as for_five:
            answer = api.get(IMPORTS)

        assert answer.json()["count"] == 5
        assert len(for_five) == len(for_one)
