"""How much the API answers: exactly the rate, by user and by address, and it says what is left."""

import base64
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import redis
from django.contrib.auth.models import User
from django.core.checks import run_checks
from rest_framework.test import APIClient

from tests.factories import UserFactory
from trade import rates
from trade.tokens import make_token

pytestmark = pytest.mark.django_db

REDIS = "redis://127.0.0.1:6379/15"
NONE = {"anonymous": "", "read": "", "write": "", "failed_passwords": ""}


@pytest.fixture(autouse=True)
def _fresh_counts(settings: Any) -> Iterator[None]:
    rates._counter.cache_clear()
    yield
    rates._counter.cache_clear()


@pytest.fixture
def in_redis(settings: Any) -> Iterator[str]:
    """Counts in Redis, in a database of its own that is empty."""
    client = redis.Redis.from_url(REDIS, socket_connect_timeout=0.5)
    try:
        client.flushdb()
    except redis.ConnectionError:
        pytest.skip("no Redis on this machine")
    settings.RATE_STORAGE_URL = REDIS
    yield REDIS
    client.flushdb()
    client.close()


def statuses(api: APIClient, times: int, **headers: str) -> list[int]:
    return [api.get("/api/v1/", headers=headers).status_code for _ in range(times)]


class TestRates:
    def test_an_address_without_an_account_has_its_own(
        self, api: APIClient, viewer: User, settings: Any
    ) -> None:
        settings.API_RATES = {**NONE, "anonymous": "3/minute"}

        first = statuses(api, 5)
        elsewhere = api.get("/api/v1/", REMOTE_ADDR="192.0.2.7").status_code
        api.force_authenticate(viewer)
        with_an_account = api.get("/api/v1/").status_code

        assert first == [200, 200, 200, 429, 429]
        assert (elsewhere, with_an_account) == (200, 200)

    def test_a_user_has_one_however_he_comes(
        self, api: APIClient, viewer: User, editor: User, settings: Any
    ) -> None:
        settings.API_RATES = {**NONE, "read": "3/minute"}
        words = make_token(user=viewer, name="Excel", scope="read", days=1).words

        by_token = statuses(api, 2, authorization=f"Bearer {words}")
        api.force_login(viewer)
        by_session = statuses(api, 2)
        api.force_login(editor)
        of_another = statuses(api, 1)

        assert [*by_token, *by_session, *of_another] == [200, 200, 200, 429, 200]

    def test_writing_is_counted_apart(self, api: APIClient, viewer: User, settings: Any) -> None:
        settings.API_RATES = {**NONE, "read": "1/minute", "write": "1/minute"}
        api.force_authenticate(viewer)

        wrote = [api.post("/api/v1/tokens/", {}, format="json").status_code for _ in range(2)]
        read = statuses(api, 2)

        assert (wrote, read) == ([400, 429], [200, 429])

    def test_the_headers_say_what_is_left(self, api: APIClient, settings: Any) -> None:
        settings.API_RATES = {**NONE, "anonymous": "2/minute"}

        first, second, refused = (api.get("/api/v1/regions/?x=1") for _ in range(3))

        assert first["RateLimit-Limit"] == "2"
        assert [a["RateLimit-Remaining"] for a in (first, second, refused)] == ["1", "0", "0"]
        assert 1 <= int(refused["RateLimit-Reset"]) <= 60
        assert refused["Retry-After"] == refused["RateLimit-Reset"]
        assert (refused.status_code, refused.json()["title"]) == (429, "Too Many Requests")
        assert refused["Content-Type"] == "application/problem+json"

    def test_without_rates_nothing_is_counted(self, api: APIClient) -> None:
        assert "RateLimit-Limit" not in api.get("/api/v1/")


class TestAddresses:
    def allowed(self, api: APIClient, *forwarded: str) -> list[int]:
        return [
            api.get("/api/v1/", headers={"x-forwarded-for": header}).status_code
            for header in forwarded
        ]

    def test_what_anybody_can_send_is_not_believed(self, api: APIClient, settings: Any) -> None:
        settings.API_RATES = {**NONE, "anonymous": "1/minute"}

        assert self.allowed(api, "192.0.2.1", "192.0.2.2") == [200, 429]

    def test_behind_a_proxy_its_own_word_counts(self, api: APIClient, settings: Any) -> None:
        settings.API_RATES = {**NONE, "anonymous": "1/minute"}
        settings.BEHIND_PROXY = True

        invented = self.allowed(api, "1.1.1.1, 192.0.2.1", "2.2.2.2, 192.0.2.1")
        another = self.allowed(api, "1.1.1.1, 192.0.2.2")

        assert (invented, another) == ([200, 429], [200])

    def test_a_network_of_ipv6_is_one_address(self, api: APIClient, settings: Any) -> None:
        settings.API_RATES = {**NONE, "anonymous": "1/minute"}
        settings.BEHIND_PROXY = True

        assert self.allowed(api, "2001:db8::1", "2001:db8::2:3", "2001:db8:0:1::1") == [
            200,
            429,
            200,
        ]


class TestAtOnce:
    def test_threads_get_exactly_the_rate(self) -> None:
        counter = rates.counter()

        def ask(n: int) -> bool:
            count = counter.hit("somebody", "10/minute")
            return count is not None and not count.is_over

        with ThreadPoolExecutor(40) as threads:
            allowed = Counter(threads.map(ask, range(2_000)))

        assert allowed[True] == 10

    def test_two_processes_of_forty_threads_get_exactly_the_rate(self, in_redis: str) -> None:
        program = f"""
import django; django.setup()
from concurrent.futures import ThreadPoolExecutor
from trade.rates import Counter, InRedis
counter = Counter(InRedis({in_redis!r}, timeout=30))
def ask(n):
    count = counter.hit("somebody", "10/minute")
    return count is not None and not count.is_over
with ThreadPoolExecutor(40) as threads:
    print(sum(threads.map(ask, range(400))))
"""
        processes = [
            subprocess.Popen(  # noqa: S603
                [sys.executable, "-c", program], stdout=subprocess.PIPE, text=True
            )
            for _ in range(2)
        ]

        allowed = [int(process.communicate(timeout=60)[0]) for process in processes]

        assert sum(allowed) == 10


class TestStorage:
    def test_redis_counts_and_says_what_is_left(
        self, api: APIClient, settings: Any, in_redis: str
    ) -> None:
        settings.API_RATES = {**NONE, "anonymous": "2/minute"}

        assert statuses(api, 3) == [200, 200, 429]
        assert 1 <= int(api.get("/api/v1/")["Retry-After"]) <= 60

    def test_requests_pass_while_it_is_down_and_the_log_says_so_once(
        self, api: APIClient, settings: Any, caplog: Any, monkeypatch: Any
    ) -> None:
        settings.API_RATES = {**NONE, "anonymous": "1/minute"}
        settings.RATE_STORAGE_URL = "redis://127.0.0.1:1/0"
        monkeypatch.setattr(rates, "REST_AFTER_FAILURE", 0)

        answered = statuses(api, 3)

        assert answered == [200, 200, 200]
        assert [record.levelname for record in caplog.records if record.name == "trade.rates"] == [
            "ERROR"
        ]

    @pytest.mark.parametrize(("url", "rate", "warnings"), [
        ("", "1/minute", ["trade.W001"]),
        (REDIS, "1/minute", []),
        ("", "", []),
    ])  # fmt: skip
    def test_a_deployment_without_a_shared_one_is_warned(
        self, settings: Any, url: str, rate: str, warnings: list[str]
    ) -> None:
        settings.RATE_STORAGE_URL = url
        settings.API_RATES = {**NONE, "read": rate}

        found = run_checks(include_deployment_checks=True)

        assert [warning.id for warning in found if warning.id.startswith("trade.")] == warnings


class TestPasswords:
    @pytest.fixture(autouse=True)
    def _three_guesses(self, settings: Any) -> None:
        settings.ANONYMOUS_READING = False
        settings.API_RATES = {**NONE, "failed_passwords": "3/5 minutes"}

    @pytest.fixture
    def anna(self) -> User:
        user = UserFactory(username="anna", group="viewer")
        user.set_password("long enough")
        user.save()
        return user

    def sign_in(self, api: APIClient, password: str, name: str = "anna", **extra: Any) -> int:
        secret = base64.b64encode(f"{name}:{password}".encode()).decode()
        headers = {"authorization": f"Basic {secret}"}
        status: int = api.get("/api/v1/", headers=headers, **extra).status_code
        return status

    def test_guessing_ends(self, api: APIClient, anna: User) -> None:
        guessed = [self.sign_in(api, f"guess {n}") for n in range(4)]
        right_but_late = self.sign_in(api, "long enough")
        from_elsewhere = self.sign_in(api, "long enough", REMOTE_ADDR="192.0.2.7")

        assert guessed == [401, 401, 401, 429]
        assert (right_but_late, from_elsewhere) == (429, 200)

    def test_guessing_one_password_for_many_names_ends_too(
        self, api: APIClient, anna: User
    ) -> None:
        guessed = [self.sign_in(api, "password", f"name-{n}") for n in range(16)]

        assert guessed == [401] * 15 + [429]

    def test_right_passwords_are_not_counted(self, api: APIClient, anna: User) -> None:
        assert [self.sign_in(api, "long enough") for _ in range(6)] == [200] * 6

    def test_the_sign_in_of_the_admin_counts_as_well(self, client: Any, anna: User) -> None:
        for n in range(3):
            client.post("/admin/login/", {"username": "anna", "password": f"guess {n}"})

        late = client.post("/admin/login/", {"username": "anna", "password": "long enough"})

        assert late.status_code == 200
        assert "_auth_user_id" not in client.session
