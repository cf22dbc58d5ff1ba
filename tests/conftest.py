"""Fixtures every test may ask for."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.core.cache import cache
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from rest_framework.test import APIClient

from tests.factories import UserFactory


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Last, behind random order: tests that empty the database, with what migrations wrote.

    All of them say `serialized_rollback=True`, which puts that back; one that did not would leave
    the next one content types of other numbers.
    """
    items.sort(key=_empties_the_database)


def _empties_the_database(item: pytest.Item) -> bool:
    marked = (mark.kwargs.get("transaction") for mark in item.iter_markers("django_db"))
    asked = {"live_server", "transactional_db"} & set(getattr(item, "fixturenames", ()))
    return any(marked) or bool(asked)


@pytest.fixture(autouse=True)
def forgotten_answers() -> None:
    """No answer of an earlier test is remembered."""
    cache.clear()


@pytest.fixture
def api() -> APIClient:
    """The API as somebody without an account sees it."""
    return APIClient()


@pytest.fixture
def analyst(db: None) -> User:
    return UserFactory(group="analyst")


@pytest.fixture
def editor(db: None) -> User:
    return UserFactory(group="editor")


@pytest.fixture
def viewer(db: None) -> User:
    return UserFactory(group="viewer")


@pytest.fixture
def as_analyst(analyst: User) -> APIClient:
    """The API as an analyst sees it."""
    client = APIClient()
    client.force_authenticate(analyst)
    return client


@pytest.fixture
def as_editor(editor: User) -> APIClient:
    """The API as an editor sees it."""
    client = APIClient()
    client.force_authenticate(editor)
    return client


@pytest.fixture
def user_with(db: None) -> Callable[..., User]:
    """A user in no group with some rights: `user_with("change_meeting")`."""

    def make(*codenames: str) -> User:
        user = UserFactory()
        user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
        return user

    return make


@pytest.fixture
def admin_of(client: Client):
    """The admin as a given user sees it: `admin_of(analyst).get("/admin/")`."""

    def log_in(user: User) -> Client:
        client.force_login(user)
        return client

    return log_in


@pytest.fixture(scope="class")
def reference_data(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The reference data, loaded once for the tests of a class and rolled back behind them.

    What a test itself writes goes back after it, as with `db`, which every test still asks for
    (`pytest.mark.django_db`; with `transaction=True` the test would empty the database). Loading
    takes seconds: gather the tests that need it in one class.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_reference", verbosity=0)
        yield
        transaction.set_rollback(True)
