"""Promises about the repository as a whole."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command

ROOT = Path(__file__).resolve().parent.parent
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "config.settings.production",
    "SECRET_KEY": "k9#Vq2!sT7@wZ4$xB6%nM8^pL1&rD3*fG5(hJ0)cY-uE_iO=aS",
    "ALLOWED_HOSTS": "bilateral.example",
    "DATABASE_URL": "postgres://bilateral@localhost/bilateral",
    "RATE_STORAGE_URL": "redis://localhost:6379/0",
}
TEMPLATES = sorted(ROOT.glob("*/templates/**/*.html"))


def manage(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run manage.py as a server would, with nothing but this environment."""
    return subprocess.run(  # noqa: S603
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_production_settings_pass_the_deployment_check() -> None:
    checked = manage("check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)

    assert checked.returncode == 0, checked.stderr


@pytest.mark.parametrize("name", ["SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL"])
def test_production_stops_without_a_setting_and_names_it(name: str) -> None:
    checked = manage("check", **{key: value for key, value in PRODUCTION.items() if key != name})

    assert checked.returncode != 0
    assert f"Production takes {name} from the environment" in checked.stderr


def test_production_lets_nobody_read_without_an_account_unless_asked() -> None:
    shown = manage(
        "shell",
        "-c",
        "from django.conf import settings; print(settings.ANONYMOUS_READING)",
        **PRODUCTION,
    )

    assert shown.stdout.strip().endswith("False"), shown.stderr


def test_static_files_can_be_collected_for_production(tmp_path: Path) -> None:
    script = (
        "from django.conf import settings; from django.core.management import call_command; "
        f"settings.STATIC_ROOT = {str(tmp_path)!r}; "
        "call_command('collectstatic', interactive=False, verbosity=0)"
    )

    collected = manage("shell", "-c", script, **PRODUCTION)

    assert collected.returncode == 0, collected.stderr
    assert (tmp_path / "staticfiles.json").exists()


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_template_has_inline_script_or_style(template: Path) -> None:
    text = template.read_text()

    assert not re.search(r"<style|\sstyle=|<script(?![^>]*\bsrc=)|\son[a-z]+=|javascript:", text)


def test_the_top_level_is_as_promised() -> None:
    listed = subprocess.run(
        ["git", "ls-files"],  # noqa: S607
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    top = {line.split("/")[0] for line in listed.stdout.splitlines()}
    packages = {line.split("/")[0] for line in listed.stdout.splitlines() if "/__init__.py" in line}

    assert {"manage.py", "pyproject.toml", "README.md"} <= top
    assert packages == {"config", "cooperation", "trade", "tests"}


def test_readme_commands_exist() -> None:
    readme = (ROOT / "README.md").read_text()
    makefile = (ROOT / "Makefile").read_text()
    targets = set(re.findall(r"^([a-z]+):", makefile, flags=re.MULTILINE))

    named = set(re.findall(r"\bmake ([a-z]+)\b", readme))

    assert {"run", "test"} <= named
    assert named <= targets


def test_no_code_receives_signals() -> None:
    receivers = [
        str(path.relative_to(ROOT))
        for package in ("config", "cooperation", "trade")
        for path in (ROOT / package).rglob("*.py")
        if re.search(
            r"@receiver|django\.dispatch|\bimport signals|\.signals import", path.read_text()
        )
    ]

    assert receivers == []


def test_tests_that_empty_the_database_put_back_what_migrations_wrote() -> None:
    forgetful = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "tests").rglob("test_*.py")
        for mark in re.findall(r"django_db\(([^)]*transaction=True[^)]*)\)", path.read_text())
        if "serialized_rollback=True" not in mark
    ]

    assert forgetful == []
