"""The lock that lets one import at a time into a dataset."""

from pathlib import Path

import pytest
from django.db import connection

from tests.factories import SourceFactory
from trade.figures.datasets import one_import_into

pytestmark = pytest.mark.django_db


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL locks by itself")
@pytest.mark.parametrize("name", ["db.sqlite3", "memory.sqlite3", "in-memory-of/db.sqlite3"])
def test_other_processes_see_the_lock_whatever_the_database_is_called(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    source = SourceFactory(kind="release", url="")
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    monkeypatch.setitem(connection.settings_dict, "NAME", str(path))

    with one_import_into(source, wait=False):
        beside = list(path.parent.iterdir())

    assert path.with_name(f"{path.name}-import-lock") in beside
