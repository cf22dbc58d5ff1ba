"""Fixtures every test may ask for."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from rest_framework.test import APIClient

from tests.factories import UserFactory


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
def admin_of(client: Client):
    """The admin as a given user sees it: `admin_of(analyst).get("/admin/")`."""

    def log_in(user: User) -> Client:
        client.force_login(user)
        return client

    return log_in
