"""Tokens in the admin: made for oneself, shown once, revoked."""

import re

import pytest
from django.contrib.auth.models import User
from django.test import Client
from rest_framework.test import APIClient

from tests.factories import AccessTokenFactory
from tests.trade.admin.test_every_page import inline_code
from trade.models import AccessToken

pytestmark = pytest.mark.django_db

LIST = "/admin/trade/accesstoken/"
NEW = {"name": "Power BI", "scope": "read", "days": "30"}


def test_a_viewer_makes_one_and_sees_it_once(admin_of, viewer: User, api: APIClient) -> None:
    client: Client = admin_of(viewer)

    made = client.post(f"{LIST}add/", NEW)

    [words] = set(re.findall(r"bil_[0-9a-f]{64}", made.content.decode()))
    answer = api.get("/api/v1/tokens/", headers={"authorization": f"Bearer {words}"})
    assert answer.json()["results"][0]["name"] == "Power BI"
    assert "no-store" in made["Cache-Control"]
    assert inline_code(made.content.decode()) == []
    token = AccessToken.objects.get()
    assert (token.user, (token.expiry - token.created).days) == (viewer, 30)
    for page in (LIST, f"{LIST}{token.pk}/change/"):
        assert words not in client.get(page).content.decode()
    assert words not in str(client.cookies)


@pytest.mark.parametrize(
    ("field", "value"), [("days", "366"), ("days", ""), ("name", ""), ("scope", "all")]
)
def test_what_is_no_token_is_refused(admin_of, viewer: User, field: str, value: str) -> None:
    response = admin_of(viewer).post(f"{LIST}add/", {**NEW, field: value})

    assert response.status_code == 200
    assert list(response.context["adminform"].form.errors) == [field]
    assert not AccessToken.objects.exists()


def test_an_analyst_neither_sees_nor_revokes_those_of_others(
    admin_of, analyst: User, viewer: User
) -> None:
    other = AccessTokenFactory(user=viewer)
    client = admin_of(analyst)

    client.post(f"{LIST}{other.pk}/delete/", {"post": "yes"})
    client.post(LIST, {"action": "delete_selected", "_selected_action": other.pk, "post": "yes"})

    assert list(client.get(LIST).context["cl"].result_list) == []
    assert AccessToken.objects.get() == other


def test_editors_and_owners_revoke(admin_of, editor: User, viewer: User) -> None:
    first, second = AccessTokenFactory(user=viewer), AccessTokenFactory(user=viewer)

    by_owner = admin_of(viewer).post(f"{LIST}{first.pk}/delete/", {"post": "yes"})
    by_editor = admin_of(editor).post(f"{LIST}{second.pk}/delete/", {"post": "yes"})

    assert (by_owner.status_code, by_editor.status_code) == (302, 302)
    assert not AccessToken.objects.exists()
