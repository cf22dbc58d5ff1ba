"""Loading uploaded files outside the request, and taking back the jobs of workers that died.

A job lives in two rows: the task (django-tasks) that a worker picks, and the upload it is for. The
upload counts attempts; a job whose attempt is not the upload's has been taken back, and writes
nothing to it any more. Loading is atomic and idempotent, so that doing it again is always right.
"""

import datetime as dt
import logging
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _t
from django_tasks import default_task_backend, task
from django_tasks_db.models import DBTaskResult, DBTaskResultQuerySet

from trade.figures.datasets import is_being_imported_into
from trade.figures.heartbeat import Heartbeat
from trade.figures.importing import import_trade_file
from trade.figures.problems import WrongFileError
from trade.figures.uploads import forget, path_of, upload_limits
from trade.models import ImportRun, Source, Upload

DEAD_AFTER = dt.timedelta(seconds=45)
MOST_ATTEMPTS = 3

logger = logging.getLogger(__name__)


def start_loading(upload: Upload, *, now: dt.datetime) -> Upload:
    """Queue an upload whose preview was answered with yes; a second yes changes nothing."""
    with transaction.atomic():
        upload = Upload.objects.select_for_update().get(pk=upload.pk)
        if upload.state != Upload.State.PREVIEWED:
            return upload
        if upload.source is None:
            upload.source = new_source(upload)
        _queue(upload, now=now)
    return upload


def new_source(upload: Upload) -> Source:
    """The release that an upload names because it is not recorded yet."""
    source = Source(kind=Source.Kind.RELEASE, **upload.new_source)
    source.full_clean()
    source.save()
    return source


def cancel(upload: Upload) -> None:
    """Answer a preview with no: the file is removed."""
    waiting = Upload.objects.filter(pk=upload.pk, state=Upload.State.PREVIEWED)
    if waiting.update(state=Upload.State.CANCELLED):
        forget(upload.stored_as)


@task()
def load_upload(upload_pk: int, attempt: int) -> None:
    """Load an uploaded file: the job itself."""
    mine = Upload.objects.filter(pk=upload_pk, attempts=attempt)
    now = timezone.now()
    queued = mine.filter(state=Upload.State.QUEUED)
    if not queued.update(
        state=Upload.State.LOADING,
        started_at=now,
        heartbeat_at=now,
        phase=Upload.Phase.READING,
        phase_started_at=now,
        rows_done=0,
        share_done=None,
    ):
        return
    upload = mine.select_related("source", "uploaded_by").get()
    try:
        _load(upload)
    except WrongFileError as error:
        ended = {"state": Upload.State.FAILED, "failure": str(error)}
    except Exception:
        mine.update(
            state=Upload.State.FAILED,
            failure=_t("Something unexpected happened; the task results say what."),
        )
        forget(upload.stored_as)
        raise
    else:
        ended = {"state": Upload.State.LOADED, "failure": ""}
    if mine.update(**ended):
        forget(upload.stored_as)


class TakenBack(NamedTuple):
    """Jobs of dead workers: how many are queued again, how many given up."""

    again: int
    given_up: int


def take_back_abandoned(*, now: dt.datetime) -> TakenBack:
    """Queue again, or give up after three attempts, what a dead worker left lying."""
    again = given_up = 0
    quiet = Upload.objects.on_the_way().filter(heartbeat_at__lt=now - DEAD_AFTER)
    for pk in quiet.order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            upload = quiet.select_for_update(of=("self",)).filter(pk=pk).first()
            if upload is None or _is_waited_for(upload) or _lives(upload, now=now):
                continue
            _end_task(upload, now=now)
            upload.run = None  # the next import into the dataset closes it as interrupted
            if upload.attempts < MOST_ATTEMPTS:
                _queue(upload, now=now)
                again += 1
            else:
                _give_up(upload)
                given_up += 1
    wake = getattr(default_task_backend, "wake", None)
    if wake and DBTaskResult.objects.ready().exists():
        wake()
    return TakenBack(again, given_up)


def _queue(upload: Upload, *, now: dt.datetime) -> None:
    upload.state = Upload.State.QUEUED
    upload.attempts += 1
    upload.heartbeat_at = now
    upload.save()
    load_upload.enqueue(upload.pk, upload.attempts)


def _load(upload: Upload) -> None:
    if upload.source is None:
        raise WrongFileError(_t("The source of this file is gone."))
    run = ImportRun(file_name=upload.file_name, sha256=upload.sha256, started_by=upload.uploaded_by)
    with Heartbeat(upload, run) as heartbeat:
        import_trade_file(
            path_of(upload.stored_as),
            source=upload.source,
            released_on=upload.released_on,
            strict=upload.is_strict,
            user=upload.uploaded_by,
            progress=heartbeat.note,
            run=run,
            layout=upload.layout or None,
            edition=upload.edition,
            limits=upload_limits(),
        )


def _task_of(upload: Upload) -> DBTaskResultQuerySet:
    return DBTaskResult.objects.filter(
        task_path=load_upload.module_path, args_kwargs__args=[upload.pk, upload.attempts]
    )


def _is_waited_for(upload: Upload) -> bool:
    """Does its task still wait for a worker? Then nobody died."""
    return upload.state == Upload.State.QUEUED and _task_of(upload).ready().exists()


def _lives(upload: Upload, *, now: dt.datetime) -> bool:
    """Does its process import, or has it just ended to? SQLite lets it say nothing meanwhile."""
    if upload.state != Upload.State.LOADING or upload.source is None:
        return False
    if is_being_imported_into(upload.source):
        return True
    runs = ImportRun.objects.filter(source=upload.source, file_name=upload.file_name)
    if upload.started_at:
        runs = runs.filter(started_at__gte=upload.started_at)
    return runs.filter(finished_at__gte=now - DEAD_AFTER).exists()


def _end_task(upload: Upload, *, now: dt.datetime) -> None:
    _task_of(upload).running().update(
        status="FAILED", finished_at=now, traceback="The worker died while it ran this job."
    )


def _give_up(upload: Upload) -> None:
    upload.state = Upload.State.FAILED
    upload.failure = _t("The worker died %(attempts)d times while it loaded this file.") % {
        "attempts": upload.attempts
    }
    upload.save()
    forget(upload.stored_as)
