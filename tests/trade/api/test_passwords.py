"""A password just verified is not hashed again, and never outlives a change of the account."""

import base64
from typing import Any, ClassVar

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.contrib.auth.models import User
from rest_framework.test import APIClient

from tests.factories import UserFactory
from trade.passwords import VerifiedPasswords

pytestmark = pytest.mark.django_db


RIGHT = "long enough"


class CountingHasher(MD5PasswordHasher):
    """Stands for a slow hash, and says how often it was computed."""

    computed: ClassVar[int] = 0

    def encode(self, password: str, salt: str) -> str:
        type(self).computed += 1
        return super().encode(password, salt)


@pytest.fixture(autouse=True)
def hasher(settings: Any) -> type[CountingHasher]:
    settings.ANONYMOUS_READING = False
    settings.PASSWORD_HASHERS = [f"{__name__}.CountingHasher"]
    return CountingHasher


@pytest.fixture
def anna(hasher: type[CountingHasher]) -> User:
    user: User = UserFactory(username="anna", group="viewer")
    user.set_password(RIGHT)
    user.save()
    return user


def sign_in(api: APIClient, password: str = RIGHT) -> int:
    secret = base64.b64encode(f"anna:{password}".encode()).decode()
    answer = api.get("/api/v1/", headers={"authorization": f"Basic {secret}"})
    return int(answer.status_code)


def test_is_hashed_once_for_many_requests(
    api: APIClient, anna: User, hasher: type[CountingHasher]
) -> None:
    before = hasher.computed

    answered = [sign_in(api) for _ in range(5)]

    assert answered == [200] * 5
    assert hasher.computed == before + 1


def test_a_wrong_one_is_refused_beside_a_right_one(api: APIClient, anna: User) -> None:
    assert [sign_in(api), sign_in(api, RIGHT + " "), sign_in(api)] == [200, 401, 200]


def test_an_old_one_is_refused_at_once(api: APIClient, anna: User) -> None:
    assert sign_in(api) == 200
    anna.set_password("another one")
    anna.save()

    assert (sign_in(api), sign_in(api, "another one")) == (401, 200)


def test_a_closed_account_is_refused_at_once(api: APIClient, anna: User) -> None:
    assert sign_in(api) == 200
    User.objects.update(is_active=False)

    assert sign_in(api) == 401


def test_a_mark_is_forgotten_in_time_and_in_number(anna: User) -> None:
    at_once = VerifiedPasswords(seconds=0)
    only_two = VerifiedPasswords(most=2)

    at_once.remember(anna, "a")
    for password in "abc":
        only_two.remember(anna, password)

    assert not at_once.knows(anna, "a")
    assert [only_two.knows(anna, password) for password in "abcd"] == [False, True, True, False]
