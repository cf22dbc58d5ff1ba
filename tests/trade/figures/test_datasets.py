"""The lock that lets one import at a time into a dataset."""

from pathlib import Path

import pytest
from django.db import connection

from tests.factories import ImportRunFactory, SourceFactory, TradeFigureFactory
from tests.trade.figures.held import elsewhere
from trade.figures.datasets import (
    DatasetBusyError,
    is_being_imported_into,
    on_record,
    one_import_into,
)
from trade.models import Source

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


def test_a_dataset_is_held_before_it_is_on_record() -> None:
    new = SourceFactory.build(kind="release", key="new")

    with elsewhere(new):
        with pytest.raises(DatasetBusyError), one_import_into(new, wait=False):
            pass
        assert is_being_imported_into(new)

    assert not is_being_imported_into(new)


def test_who_holds_it_is_named() -> None:
    source = SourceFactory(kind="release", url="")
    ImportRunFactory(kind="trade", source=source, file_name="held.csv", finished_at=None)

    with (
        elsewhere(source),
        pytest.raises(DatasetBusyError, match=r"held\.csv is being imported into this"),
        one_import_into(source, wait=False),
    ):
        pass


def test_several_are_held_together() -> None:
    one, other = (SourceFactory(kind="release", url="") for _ in range(2))

    with one_import_into(other, one, wait=False):
        pass

    with (
        elsewhere(one),
        pytest.raises(DatasetBusyError),
        one_import_into(other, one, wait=False),
    ):
        pass
    assert not is_being_imported_into(other)


class TestANewDataset:
    def test_stays_on_record_once_it_has_a_figure(self) -> None:
        with on_record(SourceFactory.build(kind="release", key="new")) as source:
            TradeFigureFactory(source=source)

        assert Source.objects.filter(key="new").exists()

    def test_goes_again_where_nothing_came_into_it(self) -> None:
        with on_record(SourceFactory.build(kind="release", key="new")) as source:
            run = ImportRunFactory(kind="trade", source=source)

        run.refresh_from_db()
        assert run.source is None
        assert not Source.objects.filter(key="new").exists()

    def test_is_the_one_that_somebody_has_recorded_meanwhile(self) -> None:
        mine = SourceFactory.build(kind="release", key="new")
        theirs = SourceFactory(kind="release", key="new", url="")

        with on_record(mine) as source:
            assert source == theirs

        assert Source.objects.get(key="new") == theirs
