"""Tokens: made by their owner, sent with each request, refused when they no longer count."""

import datetime as dt
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from rest_framework.test import APIClient

from tests.factories import AccessTokenFactory
from trade.models import AccessToken
from trade.tokens import make_token

pytestmark = pytest.mark.django_db

TOKENS = "/api/v1/tokens/"


@pytest.fixture(autouse=True)
def _only_with_an_account(settings: Any) -> None:
    settings.ANONYMOUS_READING = False


def bearer(user: User, scope: str = "read") -> dict[str, str]:
    words = make_token(user=user, name="Excel", scope=scope, days=90).words
    return {"authorization": f"Bearer {words}"}


@pytest.fixture
def own(api: APIClient, viewer: User) -> APIClient:
    """The API as a viewer sees it who has given name and password."""
    api.force_authenticate(viewer)
    return api


class TestMaking:
    def test_a_token_is_shown_once_and_opens_the_api(self, own: APIClient, viewer: User) -> None:
        made = own.post(TOKENS, {"name": "Excel"}, format="json")

        words = made.json()["token"]
        answer = APIClient().get("/api/v1/regions/", headers={"authorization": f"Bearer {words}"})
        assert (made.status_code, answer.status_code) == (201, 200)
        assert made["Cache-Control"] == "no-store"
        shown = own.get(made["Location"]).json()
        assert shown == {key: value for key, value in made.json().items() if key != "token"}
        assert (shown["scope"], shown["name"]) == ("read", "Excel")

    @pytest.mark.parametrize(
        ("wanted", "field"),
        [
            ({}, "name"),
            ({"name": ""}, "name"),
            ({"name": "Excel", "days": 366}, "days"),
            ({"name": "Excel", "days": 0}, "days"),
            ({"name": "Excel", "scope": "all"}, "scope"),
        ],
    )
    def test_what_is_no_token_is_refused(
        self, own: APIClient, wanted: dict[str, Any], field: str
    ) -> None:
        answer = own.post(TOKENS, wanted, format="json")

        assert answer.status_code == 400
        assert [fault["field"] for fault in answer.json()["errors"]] == [field]
        assert not AccessToken.objects.exists()

    def test_a_session_needs_the_cross_site_check(self, viewer: User) -> None:
        browser = APIClient(enforce_csrf_checks=True)
        browser.force_login(viewer)

        assert browser.post(TOKENS, {"name": "Excel"}, format="json").status_code == 403

    def test_a_token_makes_and_removes_none(self, api: APIClient, editor: User) -> None:
        by_token = bearer(editor, "write")

        made = api.post(TOKENS, {"name": "Another"}, format="json", headers=by_token)
        removed = api.delete(f"{TOKENS}{AccessToken.objects.get().key}/", headers=by_token)

        assert (made.status_code, removed.status_code) == (403, 403)
        assert "not by a token" in made.json()["detail"]
        assert AccessToken.objects.count() == 1


class TestOwning:
    def test_one_sees_and_revokes_one_s_own(
        self, own: APIClient, viewer: User, editor: User
    ) -> None:
        mine, other = AccessTokenFactory(user=viewer), AccessTokenFactory(user=editor)

        listed = [token["key"] for token in own.get(TOKENS).json()["results"]]

        assert listed == [mine.key]
        assert own.get(f"{TOKENS}{other.key}/").status_code == 404
        assert own.delete(f"{TOKENS}{other.key}/").status_code == 404
        assert own.delete(f"{TOKENS}{mine.key}/").status_code == 204
        assert list(AccessToken.objects.all()) == [other]

    def test_nobody_without_an_account_has_tokens(self, api: APIClient, settings: Any) -> None:
        settings.ANONYMOUS_READING = True

        assert api.get(TOKENS).status_code == 401
        assert api.post(TOKENS, {"name": "Excel"}, format="json").status_code == 401


class TestUsing:
    def refusal(self, api: APIClient, headers: dict[str, str]) -> str:
        answer = api.get("/api/v1/regions/", headers=headers)
        assert answer.status_code == 401
        assert answer["WWW-Authenticate"] == 'Basic realm="api"'
        detail: str = answer.json()["detail"]
        return detail

    def test_one_that_has_ended_is_refused(self, api: APIClient, viewer: User) -> None:
        headers = bearer(viewer)
        past = timezone.now() - dt.timedelta(days=100)
        AccessToken.objects.update(created=past, expiry=past + dt.timedelta(days=90))

        assert self.refusal(api, headers) == "This token has ended. Make a new one."

    def test_one_of_a_closed_account_is_refused(self, api: APIClient, viewer: User) -> None:
        headers = bearer(viewer)
        User.objects.update(is_active=False)

        assert self.refusal(api, headers) == "The account of this token is closed."

    def test_one_that_was_revoked_is_refused(self, api: APIClient, viewer: User) -> None:
        headers = bearer(viewer)
        AccessToken.objects.all().delete()

        assert self.refusal(api, headers) == "There is no such token."

    @pytest.mark.parametrize(
        "words", ["", "bil_", "x" * 10_000, "ÿþ", "bil_\x00", "a b"], ids=range(6)
    )
    def test_what_is_no_token_is_refused(self, api: APIClient, words: str) -> None:
        assert self.refusal(api, {"authorization": f"Bearer {words}"})

    def test_a_wrong_one_is_refused_where_anybody_may_read(
        self, api: APIClient, settings: Any
    ) -> None:
        settings.ANONYMOUS_READING = True

        assert self.refusal(api, {"authorization": "Bearer bil_wrong"})

    def test_one_to_read_writes_nowhere_and_says_so(self, api: APIClient, editor: User) -> None:
        headers = bearer(editor)

        for address in ("/api/v1/tokens/", "/api/v1/regions/", "/api/v1/schema/"):
            for method in ("post", "put", "patch", "delete"):
                answer = getattr(api, method)(address, headers=headers)
                assert answer.status_code == 403
                assert answer.json()["detail"] == "This token may only read."

    def test_using_one_costs_one_query_and_no_write(self, api: APIClient, viewer: User) -> None:
        headers = bearer(viewer)

        with CaptureQueriesContext(connection) as captured:
            answer = api.get("/api/v1/", headers=headers)

        asked = [query["sql"] for query in captured]
        assert answer.status_code == 200
        assert len([sql for sql in asked if "trade_accesstoken" in sql]) == 1
        assert [sql for sql in asked if sql.startswith(("INSERT", "UPDATE", "DELETE"))] == []
