"""Jobs whose worker died are taken back, and files nobody loads are removed."""

import datetime as dt
import os
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from tests.factories import (
    ImportRunFactory,
    ProductFactory,
    RegionFactory,
    SourceFactory,
    UploadFactory,
)
from tests.trade.figures.held import elsewhere
from trade.figures.heartbeat import Heartbeat
from trade.figures.jobs import DEAD_AFTER, load_upload, take_back_abandoned
from trade.figures.phases import Step
from trade.figures.progress import progress_of
from trade.figures.uploads import forget_old_files, keep
from trade.models import TradeFigure, Upload

pytestmark = pytest.mark.django_db

FILE = b"reporter,partner,flow,product,period,value,currency\nBY,RU,X,TOTAL,2023,1,USD\n"
NOW = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
LONG_AGO = NOW - dt.timedelta(minutes=1)


@pytest.fixture(autouse=True)
def folder(settings, tmp_path: Path) -> Path:
    settings.TRADE_UPLOAD_DIR = tmp_path / "uploads"
    return settings.TRADE_UPLOAD_DIR


@pytest.fixture
def kept_in_database(settings) -> None:
    """Jobs wait in the database, as in production, and no worker runs."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.fixture
def of_a_dead_worker(db: None, kept_in_database: None, folder: Path) -> Upload:
    """An upload whose worker was killed a minute ago, with the task it has left running."""
    RegionFactory()
    RegionFactory(russia=True)
    ProductFactory()
    stored = keep([FILE], name="figures.csv", limit=1000)
    upload = UploadFactory(
        source=SourceFactory(kind="release"),
        stored_as=stored.name,
        state=Upload.State.LOADING,
        attempts=1,
        started_at=LONG_AGO,
        heartbeat_at=LONG_AGO,
    )
    load_upload.enqueue(upload.pk, 1)
    DBTaskResult.objects.update(status="RUNNING", started_at=LONG_AGO)
    return upload


class TestTakingBack:
    def test_a_job_without_a_sign_of_life_is_queued_again(self, of_a_dead_worker: Upload) -> None:
        taken = take_back_abandoned(now=NOW)

        of_a_dead_worker.refresh_from_db()
        assert taken == (1, 0)
        assert of_a_dead_worker.state == Upload.State.QUEUED
        assert of_a_dead_worker.attempts == 2
        assert sorted(DBTaskResult.objects.values_list("status", flat=True)) == ["FAILED", "READY"]

    def test_the_next_attempt_finishes_it(self, of_a_dead_worker: Upload, folder: Path) -> None:
        take_back_abandoned(now=NOW)

        load_upload.call(of_a_dead_worker.pk, 2)

        of_a_dead_worker.refresh_from_db()
        assert of_a_dead_worker.state == Upload.State.LOADED, of_a_dead_worker.failure
        assert TradeFigure.objects.count() == 1
        assert list(folder.iterdir()) == []

    def test_it_is_given_up_after_three_attempts(self, of_a_dead_worker: Upload) -> None:
        Upload.objects.update(attempts=3)
        DBTaskResult.objects.update(args_kwargs={"args": [of_a_dead_worker.pk, 3], "kwargs": {}})

        taken = take_back_abandoned(now=NOW)

        of_a_dead_worker.refresh_from_db()
        assert taken == (0, 1)
        assert of_a_dead_worker.state == Upload.State.FAILED
        assert "3 times" in of_a_dead_worker.failure
        assert [task.status for task in DBTaskResult.objects.all()] == ["FAILED"]

    def test_a_job_that_lives_is_left_alone(self, of_a_dead_worker: Upload) -> None:
        Upload.objects.update(heartbeat_at=NOW - dt.timedelta(seconds=20))

        assert take_back_abandoned(now=NOW) == (0, 0)

    def test_a_job_that_is_merging_is_left_alone(self, of_a_dead_worker: Upload) -> None:
        # On SQLite it can give no sign of life meanwhile but this one.
        with elsewhere(of_a_dead_worker.source):
            taken = take_back_abandoned(now=NOW)

        assert taken == (0, 0)

    def test_a_job_that_has_just_merged_is_left_alone(self, of_a_dead_worker: Upload) -> None:
        upload = of_a_dead_worker
        ImportRunFactory(
            source=upload.source,
            file_name=upload.file_name,
            started_at=LONG_AGO,
            finished_at=NOW - dt.timedelta(seconds=1),
        )

        assert take_back_abandoned(now=NOW) == (0, 0)
        assert take_back_abandoned(now=NOW + DEAD_AFTER) == (1, 0)

    def test_a_job_that_waits_for_a_busy_worker_is_left_alone(
        self, of_a_dead_worker: Upload
    ) -> None:
        Upload.objects.update(state=Upload.State.QUEUED)
        DBTaskResult.objects.update(status="READY")

        assert take_back_abandoned(now=NOW) == (0, 0)

    def test_a_job_taken_by_a_worker_that_died_at_once_is_queued_again(
        self, of_a_dead_worker: Upload
    ) -> None:
        Upload.objects.update(state=Upload.State.QUEUED)

        assert take_back_abandoned(now=NOW) == (1, 0)

    def test_a_worker_thought_dead_loads_nothing_a_second_time(
        self, of_a_dead_worker: Upload
    ) -> None:
        take_back_abandoned(now=NOW)

        load_upload.call(of_a_dead_worker.pk, 1)

        of_a_dead_worker.refresh_from_db()
        assert of_a_dead_worker.state == Upload.State.QUEUED
        assert not TradeFigure.objects.exists()

    def test_the_command_says_what_it_did(self, of_a_dead_worker: Upload, capsys) -> None:
        call_command("reap_jobs")

        assert "1 queued again, 0 given up" in capsys.readouterr().out


class TestOldFiles:
    def test_go_after_a_day(self, folder: Path) -> None:
        stored = keep([FILE], name="figures.csv", limit=1000)
        UploadFactory(stored_as=stored.name)
        now = timezone.now()

        assert forget_old_files(now=now + dt.timedelta(hours=23)) == 0
        assert forget_old_files(now=now + dt.timedelta(hours=25)) == 1
        assert list(folder.iterdir()) == []

    def test_stay_while_a_job_needs_them(self, of_a_dead_worker: Upload) -> None:
        assert forget_old_files(now=timezone.now() + dt.timedelta(days=3)) == 0

    def test_rejected_rows_stay_for_a_month(self, folder: Path) -> None:
        folder.mkdir()
        rejects = folder / f"{'0' * 32}-figures.csv.rejects.csv"
        rejects.write_text("line,column,reason\n")
        os.utime(rejects, (NOW.timestamp(), NOW.timestamp()))

        assert forget_old_files(now=NOW + dt.timedelta(days=29)) == 0
        assert forget_old_files(now=NOW + dt.timedelta(days=31)) == 1


class TestProgress:
    def test_says_rows_speed_and_time_left(self) -> None:
        progress = progress_of(loading(Upload.Phase.READING, share_done=0.25), now=NOW)

        assert (progress.percent, progress.rows_per_second, progress.seconds_left) == (25, 5000, 30)
        assert progress.words == "50,000 rows read, 5,000 a second, about 0:30 left to read"

    def test_says_no_time_while_it_compares(self) -> None:
        progress = progress_of(loading(Upload.Phase.COMPARING), now=NOW)

        assert (progress.percent, progress.seconds_left) == (None, None)
        assert "being compared" in progress.words

    def test_says_what_is_left_to_write(self) -> None:
        progress = progress_of(loading(Upload.Phase.MERGING, share_done=0.5), now=NOW)

        assert progress.phase == "merging"
        assert progress.words == "50,000 rows written, 5,000 a second, about 0:10 left to write"

    def test_says_that_it_waits_for_another_import(self) -> None:
        progress = progress_of(loading(Upload.Phase.WAITING), now=NOW)

        assert "another import" in progress.words

    def test_says_that_a_job_waits_for_a_worker(self) -> None:
        upload = UploadFactory(state=Upload.State.QUEUED, heartbeat_at=LONG_AGO)

        assert "not running" in progress_of(upload, now=NOW).words

    def test_a_load_notes_its_phases(self) -> None:
        upload = loading(Upload.Phase.READING)
        run = ImportRunFactory(source=upload.source)

        with Heartbeat(upload, run) as heartbeat:
            heartbeat.note(Step(Upload.Phase.MERGING, 7, 0.5))

        upload.refresh_from_db()
        assert (upload.phase, upload.rows_done, upload.share_done) == ("merging", 7, 0.5)
        assert upload.phase_started_at > NOW


def loading(phase: str, share_done: float | None = None) -> Upload:
    return UploadFactory(
        state=Upload.State.LOADING,
        started_at=LONG_AGO,
        phase=phase,
        phase_started_at=NOW - dt.timedelta(seconds=10),
        heartbeat_at=NOW,
        rows_done=50_000,
        share_done=share_done,
    )
