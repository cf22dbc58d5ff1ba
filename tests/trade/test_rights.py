"""The rights of a user are those Django finds, in one statement."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import AnonymousUser, Permission, User

from trade.rights import RightsBackend

pytestmark = pytest.mark.django_db


def fresh(user: User) -> User:
    return User.objects.get(pk=user.pk)


@pytest.mark.parametrize("who", ["viewer", "analyst", "editor"])
def test_they_are_those_of_the_groups_and_the_users_own(
    who: str, request: pytest.FixtureRequest
) -> None:
    user = request.getfixturevalue(who)
    user.user_permissions.add(Permission.objects.get(codename="delete_user"))

    found = RightsBackend().get_all_permissions(fresh(user))

    assert "auth.delete_user" in found
    assert found == ModelBackend().get_all_permissions(fresh(user))


def test_one_query_finds_them(analyst: User, django_assert_num_queries: Callable[[int], Any]):
    user = fresh(analyst)

    with django_assert_num_queries(1):
        assert user.has_perm("trade.view_source")
        assert not user.has_perm("auth.delete_user")


def test_who_has_no_account_or_a_closed_one_has_none(editor: User):
    editor.is_active = False

    assert RightsBackend().get_all_permissions(AnonymousUser()) == set()
    assert RightsBackend().get_all_permissions(editor) == set()


def test_a_superuser_has_all(editor: User):
    editor.is_superuser = True

    assert fresh(editor).has_perm("auth.delete_user") is False
    assert "auth.delete_user" in RightsBackend().get_all_permissions(editor)
