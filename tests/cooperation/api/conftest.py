"""Fixtures of the tests that write through the API."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from rest_framework.test import APIClient

from tests.factories import UserFactory


@pytest.fixture
def as_analyst(analyst: User) -> APIClient:
    client = APIClient()
    client.force_authenticate(analyst)
    return client


@pytest.fixture
def as_editor(editor: User) -> APIClient:
    client = APIClient()
    client.force_authenticate(editor)
    return client


@pytest.fixture
def user_with(db: None) -> Any:
    """A user in no group, with these rights: `user_with("change_meeting")`."""

    def make(*codenames: str) -> User:
        user = UserFactory()
        user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
        return user

    return make
