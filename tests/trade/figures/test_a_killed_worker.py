"""A worker killed in the middle of a load: the next one takes the job back and finishes it.

With real processes and a database of their own, SQLite or PostgreSQL as the other tests.
"""

import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.trade.figures.own_database import Database, Manage, done

ROWS = 60_000

PREPARE = """
from django.conf import settings
settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
from django.utils import timezone
from trade.figures.jobs import start_loading
from trade.figures.uploads import keep
from trade.models import Product, Region, Source, Upload
Region.objects.create(code="BY", name="Belarus", kind="country", alpha3="BLR", numeric_code="112")
Region.objects.create(code="RU", name="Russia", kind="country", alpha3="RUS", numeric_code="643")
Product.objects.create(edition="ANY", code="TOTAL", level=0, name="All goods")
source = Source.objects.create(kind="release", key="large", title="Large", publisher="An office")
def rows():
    yield b"reporter,partner,flow,product,period,value,currency\\n"
    periods = [f"{year}-{month:02}" for year in range(1600, 2200) for month in range(1, 13)]
    flows = ["X", "M", "RX", "RM", "DX"]
    for number in range(ROWS):
        pair = ("BY", "RU") if number % 2 else ("RU", "BY")
        period, flow = periods[number // 10], flows[number // 2 % 5]
        yield f"{pair[0]},{pair[1]},{flow},TOTAL,{period},{number},USD\\n".encode()
stored = keep(rows(), name="large.csv", limit=10**8)
upload = Upload.objects.create(
    file_name="large.csv", stored_as=stored.name, sha256=stored.sha256, source=source
)
start_loading(upload, now=timezone.now())
""".replace("ROWS", str(ROWS))


def test_its_job_is_taken_back_and_the_file_is_loaded_once(
    database: Database, manage: Manage, tmp_path: Path
) -> None:
    done(manage("migrate", "-v0"))
    done(manage("shell", "-v0", "-c", PREPARE))

    worker = manage("run_jobs")
    _wait_until(lambda: database.ask("SELECT state FROM trade_upload") == [("loading",)])
    worker.send_signal(signal.SIGKILL)
    worker.communicate()
    loaded_by_the_killed = database.ask("SELECT COUNT(*) FROM trade_tradefigure")
    # A minute goes by.
    database.ask("UPDATE trade_upload SET heartbeat_at = '2020-01-01 00:00:00+00:00'")
    done(manage("run_jobs", "--until-done"))

    assert loaded_by_the_killed == [(0,)]
    assert database.ask("SELECT state, attempts FROM trade_upload") == [("loaded", 2)]
    assert database.ask("SELECT COUNT(*) FROM trade_tradefigure") == [(ROWS,)]
    assert database.ask(
        "SELECT rows_added FROM trade_importrun WHERE finished_at IS NULL OR rows_added > 0"
    ) == [(ROWS,)]
    statuses = "SELECT status FROM django_tasks_database_dbtaskresult ORDER BY status"
    assert database.ask(statuses) == [("FAILED",), ("SUCCESSFUL",)]
    assert list((tmp_path / "uploads").iterdir()) == []


def _wait_until(is_so: Callable[[], bool]) -> None:
    for _ in range(600):
        if is_so():
            return
        time.sleep(0.05)
    pytest.fail("It did not happen within half a minute.")
