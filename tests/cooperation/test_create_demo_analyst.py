from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

pytestmark = pytest.mark.django_db


@pytest.fixture
def local(settings, tmp_path: Path) -> Path:
    settings.DEBUG = True
    settings.VAR_DIR = tmp_path
    return tmp_path / "demo-password.txt"


def test_makes_an_analyst_who_can_sign_in(local: Path, capsys) -> None:
    call_command("create_demo_analyst")

    analyst = User.objects.get(username="analyst")
    printed = capsys.readouterr().out
    assert analyst.check_password(local.read_text())
    assert local.read_text() in printed
    assert "http://127.0.0.1:8000/admin/" in printed
    assert analyst.has_perm("cooperation.publish_meeting")
    assert not analyst.is_superuser


def test_twice_keeps_the_password(local: Path, capsys) -> None:
    call_command("create_demo_analyst")
    password = local.read_text()

    call_command("create_demo_analyst")

    assert local.read_text() == password
    assert User.objects.get(username="analyst").check_password(password)


def test_no_one_but_the_owner_reads_the_password_file(local: Path, capsys) -> None:
    call_command("create_demo_analyst")

    assert local.stat().st_mode & 0o077 == 0


def test_refuses_outside_local_settings(settings) -> None:
    settings.DEBUG = False

    with pytest.raises(CommandError, match="local settings only"):
        call_command("create_demo_analyst")

    assert not User.objects.exists()
