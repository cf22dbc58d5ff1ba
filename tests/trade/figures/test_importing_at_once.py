"""Imports killed at any moment, and several at once: real processes on a database of their own."""

import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.trade.figures.own_database import Database, Manage, done
from tests.trade.figures.trade_files import write

ROWS = 24_000
PREPARE = """
from trade.models import Product, Region, Source
Region.objects.create(code="BY", name="Belarus", kind="country", alpha3="BLR", numeric_code="112")
Region.objects.create(code="RU", name="Russia", kind="country", alpha3="RUS", numeric_code="643")
total = Product.objects.create(edition="ANY", code="TOTAL", level=0, name="All goods")
for section, chapter in (("I", "01"), ("XVI", "85")):
    above = Product.objects.create(
        edition="HS2022", code=section, level=1, name=section, parent=total
    )
    Product.objects.create(edition="HS2022", code=chapter, level=2, name=chapter, parent=above)
for key in ("large", "other"):
    Source.objects.create(kind="release", key=key, title=key, publisher="An office")
"""
COUNT = "SELECT COUNT(*), COALESCE(SUM(value), 0) FROM trade_tradefigure"


def rows(value: int, product: str = "TOTAL,") -> Iterator[str]:
    for number in range(ROWS // 10):
        period = f"{1600 + number // 12}-{number % 12 + 1:02}"
        for flow in ("X", "M", "RX", "RM", "DX"):
            yield f"BY,RU,{flow},{product},{period},{value},USD"
            yield f"RU,BY,{flow},{product},{period},{value},USD"


@pytest.fixture
def prepared(database: Database, manage: Manage) -> Database:
    done(manage("migrate", "-v0"))
    done(manage("shell", "-v0", "-c", PREPARE))
    return database


def figures(database: Database) -> tuple[int, int]:
    [(count, value)] = database.ask(COUNT)
    return int(count), int(value)


def test_one_that_is_killed_leaves_what_was_there(
    prepared: Database, manage: Manage, tmp_path: Path
) -> None:
    first = write(tmp_path, *rows(1), name="first.csv")
    second = write(tmp_path, *rows(2), name="second.csv")
    done(manage("import_trade", str(first), "--source", "large"))
    tables = _tables(prepared)

    for moment in (0.0, 0.3, 0.6, 0.9, 1.2, 1.6):
        begun = _runs(prepared)
        killed = manage("import_trade", str(second), "--source", "large")
        _wait_for_a_run(prepared, behind=begun)
        time.sleep(moment)
        killed.send_signal(signal.SIGKILL)
        killed.communicate()
        [(revisions,)] = prepared.ask("SELECT COUNT(*) FROM trade_tradefigurerevision")
        assert (*figures(prepared), revisions) in {(ROWS, ROWS, 0), (ROWS, 2 * ROWS, ROWS)}
        if revisions:
            break
    said = done(manage("import_trade", str(second), "--source", "large"))

    assert figures(prepared) == (ROWS, 2 * ROWS)
    assert prepared.ask("SELECT COUNT(*) FROM trade_tradefigurerevision") == [(ROWS,)]
    assert f"{ROWS} changed" in said or f"{ROWS} unchanged" in said
    assert prepared.ask("SELECT COUNT(*) FROM trade_importrun WHERE finished_at IS NULL") == [(0,)]
    interrupted = "SELECT COUNT(*) FROM trade_importrun WHERE error LIKE '%interrupted%'"
    assert prepared.ask(interrupted)[0][0] >= 1
    assert _tables(prepared) == tables


def test_a_second_into_the_dataset_waits(
    prepared: Database, manage: Manage, tmp_path: Path
) -> None:
    path = write(tmp_path, *rows(1))

    both = [manage("import_trade", str(path), "--source", "large") for _ in range(2)]
    said = [done(process) for process in both]

    assert figures(prepared) == (ROWS, ROWS)
    assert sorted(f"{ROWS} added" in words for words in said) == [False, True]
    assert sorted(f"{ROWS} unchanged" in words for words in said) == [False, True]


def test_a_second_may_refuse_to_wait(prepared: Database, manage: Manage, tmp_path: Path) -> None:
    path = write(tmp_path, *rows(1))
    first = manage("import_trade", str(path), "--source", "large")
    _wait_for_a_run(prepared)
    first.send_signal(signal.SIGSTOP)
    loaded_when_stopped = figures(prepared)

    second = manage("import_trade", str(path), "--source", "large", "--no-wait")
    said, _ = second.communicate(timeout=600)
    first.send_signal(signal.SIGCONT)
    done(first)

    assert loaded_when_stopped == (0, 0)
    assert second.returncode == 1
    assert "trade.csv is being imported into this dataset since" in said
    assert figures(prepared) == (ROWS, ROWS)


def test_who_waits_is_told_which_dataset_is_busy(
    prepared: Database, manage: Manage, tmp_path: Path
) -> None:
    path = write(tmp_path, *rows(1))
    first = manage("import_trade", str(path), "--source", "large")
    _wait_for_a_run(prepared)
    first.send_signal(signal.SIGSTOP)

    second = manage("import_trade", str(path), "--source", "other", "--no-wait")
    said, _ = second.communicate(timeout=600)
    first.send_signal(signal.SIGCONT)
    done(first)

    if prepared.url.startswith("postgres"):
        assert second.returncode == 0, said
    else:  # one import at a time
        assert second.returncode == 1
        assert "trade.csv is being imported into An office: large since" in said


def test_two_datasets_never_block_each_other_for_good(
    prepared: Database, manage: Manage, tmp_path: Path
) -> None:
    # Both make the same lines of an older edition, met in opposite orders.
    some = [*rows(1, "850000,HS2012"), *rows(1, "010000,HS2012")]
    one = write(tmp_path, *some, name="one.csv")
    other = write(tmp_path, *reversed(some), name="other.csv")

    both = [
        manage("import_trade", str(one), "--source", "large"),
        manage("import_trade", str(other), "--source", "other"),
    ]
    for process in both:
        done(process)

    assert figures(prepared) == (4 * ROWS, 4 * ROWS)
    assert prepared.ask("SELECT COUNT(*) FROM trade_product WHERE edition = 'HS2012'") == [(6,)]


def _tables(database: Database) -> int:
    where = "pg_class" if database.url.startswith("postgres") else "sqlite_master"
    [(count,)] = database.ask(f"SELECT COUNT(*) FROM {where}")  # noqa: S608
    return int(count)


def _runs(database: Database) -> int:
    return int(database.ask("SELECT COUNT(*) FROM trade_importrun")[0][0])


def _wait_for_a_run(database: Database, behind: int = 0) -> None:
    for _ in range(600):
        if _runs(database) > behind:
            return
        time.sleep(0.02)
    pytest.fail("No import began.")
