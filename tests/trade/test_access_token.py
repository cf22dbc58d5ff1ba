"""Access tokens, and the command that makes one."""

import datetime as dt
import io

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from rest_framework.test import APIClient

from tests.constraints import assert_refuses, breaks
from tests.factories import AccessTokenFactory, UserFactory
from trade.models import AccessToken
from trade.tokens import hash_token, make_token

pytestmark = pytest.mark.django_db


@breaks("trade_accesstoken_ends_after_it_is_made")
def test_cannot_end_before_it_is_made() -> AccessToken:
    token = AccessTokenFactory()
    token.expiry = token.created
    return token


def test_lasts_a_year_at_most() -> None:
    token = AccessTokenFactory.build(
        user=UserFactory(), expiry=timezone.now() + dt.timedelta(days=400)
    )

    assert_refuses(token, "expiry", "A token lasts a year at most.")


def test_only_a_hash_of_it_is_kept() -> None:
    made = make_token(user=UserFactory(), name="Excel", scope="read", days=1)

    kept = AccessToken.objects.values().get()
    assert kept["digest"] == hash_token(made.words)
    assert made.words not in map(str, kept.values())
    assert made.words.startswith(kept["token_key"])
    assert len(made.words) - len(kept["token_key"]) > 40


class TestCreateToken:
    def made_by(self, *arguments: str) -> str:
        out = io.StringIO()
        call_command("create_token", *arguments, stdout=out)
        return out.getvalue().strip()

    def test_prints_a_token_that_opens_the_api(self, api: APIClient, settings) -> None:
        settings.ANONYMOUS_READING = False
        UserFactory(username="anna", group="viewer")

        words = self.made_by("anna", "--name", "Excel")

        answer = api.get("/api/v1/regions/", headers={"authorization": f"Bearer {words}"})
        assert answer.status_code == 200
        assert AccessToken.objects.get().scope == "read"

    def test_makes_one_that_writes_where_asked(self) -> None:
        UserFactory(username="anna", group="analyst")

        self.made_by("anna", "--name", "Loader", "--write", "--days", "7")

        token = AccessToken.objects.get()
        assert (token.scope, (token.expiry - token.created).days) == ("write", 7)

    @pytest.mark.parametrize("days", ["0", "366"])
    def test_refuses_a_term_that_is_no_term(self, days: str) -> None:
        UserFactory(username="anna")

        with pytest.raises(CommandError, match="from 1 to 365 days"):
            self.made_by("anna", "--name", "Excel", "--days", days)

    def test_refuses_a_user_who_is_not_there_or_not_active(self) -> None:
        UserFactory(username="gone", is_active=False)

        for name in ("gone", "nobody"):
            with pytest.raises(CommandError, match="no active user"):
                self.made_by(name, "--name", "Excel")
