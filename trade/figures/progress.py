"""How far the loading of an uploaded file has come, in the words of the page that waits for it."""

import datetime as dt
from typing import Any, NamedTuple

from django.utils.translation import gettext as _t

from trade.models import Upload

_WORTH_SAYING = 3  # seconds


class Progress(NamedTuple):
    """Rows so far, rows a second, the share of the file, and the seconds left where known."""

    state: str
    is_on_the_way: bool
    rows: int
    rows_per_second: int | None
    percent: int | None
    seconds_left: int | None
    words: str

    def as_json(self) -> dict[str, Any]:
        return self._asdict()


def progress_of(upload: Upload, *, now: dt.datetime) -> Progress:
    """The progress of an upload as of its last sign of life."""
    speed = left = percent = None
    if upload.state == Upload.State.LOADING and upload.started_at and upload.heartbeat_at:
        took = (upload.heartbeat_at - upload.started_at).total_seconds()
        share = min(upload.share_done or 0.0, 1.0)
        percent = round(share * 100) if upload.share_done is not None else None
        if took > 0 and upload.rows_done:
            speed = round(upload.rows_done / took)
        if took > 0 and share > 0:
            since = (now - upload.started_at).total_seconds()
            left = max(0, round(took / share - since))
    return Progress(
        state=upload.state,
        is_on_the_way=upload.is_on_the_way,
        rows=upload.rows_done,
        rows_per_second=speed,
        percent=percent,
        seconds_left=left,
        words=_words(upload, speed, left, now),
    )


def _words(upload: Upload, speed: int | None, left: int | None, now: dt.datetime) -> str:
    if upload.state == Upload.State.QUEUED:
        if upload.heartbeat_at and (now - upload.heartbeat_at).total_seconds() > 15:
            return _t("Waits for the worker, which is busy or not running.")
        return _t("Waits to be loaded.")
    if upload.state != Upload.State.LOADING:
        return str(upload.get_state_display())
    if not upload.rows_done:
        return _t("Begins to read the file.")
    words = _t("%(rows)s rows read") % {"rows": f"{upload.rows_done:,}"}
    if speed:
        words += ", " + _t("%(speed)s a second") % {"speed": f"{speed:,}"}
    if upload.share_done is not None and upload.share_done >= 1:
        words += ", " + _t("being compared with what is on record")
    elif left is not None and left >= _WORTH_SAYING:
        minutes, seconds = divmod(left, 60)
        words += ", " + _t("about %(minutes)d:%(seconds)02d left to read") % {
            "minutes": minutes,
            "seconds": seconds,
        }
    return words
