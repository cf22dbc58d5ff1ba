"""What viewers, analysts and editors may do."""

import pytest
from django.contrib.auth.models import Group, Permission, User

pytestmark = pytest.mark.django_db

REFERENCE = ["region", "regionname", "product", "importrun", "importreject"]


def _may(group: str) -> set[str]:
    permissions = Group.objects.get(name=group).permissions.select_related("content_type")
    return {f"{p.content_type.app_label}.{p.codename}" for p in permissions}


def test_there_are_three_groups() -> None:
    assert set(Group.objects.values_list("name", flat=True)) == {"viewer", "analyst", "editor"}


MANAGE_TOKENS = "trade.manage_accesstoken"
OWN_TOKENS = {"trade.add_accesstoken", "trade.delete_accesstoken"}


def test_viewers_look_at_every_record_but_drafts() -> None:
    views = Permission.objects.filter(
        content_type__app_label__in=["trade", "cooperation"], codename__startswith="view_"
    ).exclude(content_type__model__startswith="historical")
    everything = {f"{p.content_type.app_label}.{p.codename}" for p in views}

    assert _may("viewer") == (everything - {"cooperation.view_draft"}) | OWN_TOKENS


def test_analysts_write_records_but_not_what_is_loaded() -> None:
    may = _may("analyst")

    assert {"cooperation.add_meeting", "cooperation.change_meeting", "trade.add_source"} <= may
    assert "cooperation.view_draft" in may
    assert "cooperation.publish_meeting" not in may
    for model in REFERENCE:
        assert not may & {f"trade.{act}_{model}" for act in ("add", "change", "delete")}


def test_editors_may_what_analysts_may_and_publish() -> None:
    assert _may("editor") > _may("analyst")
    assert "cooperation.publish_meeting" in _may("editor")


def test_only_editors_manage_the_tokens_of_others() -> None:
    managers = {name for name in ("viewer", "analyst", "editor") if MANAGE_TOKENS in _may(name)}

    assert managers == {"editor"}


def test_nobody_changes_history() -> None:
    for group in ("viewer", "analyst", "editor"):
        assert not [name for name in _may(group) if "historical" in name]


def test_a_member_of_a_group_may_what_the_group_may(analyst: User) -> None:
    assert analyst.has_perm("cooperation.add_meeting")
    assert not analyst.has_perm("cooperation.publish_meeting")
