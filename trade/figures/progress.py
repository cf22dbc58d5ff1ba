"""How far the loading of an uploaded file has come, in the words of the page that waits for it."""

import datetime as dt
from typing import Any, NamedTuple

from django.utils.translation import gettext as _t

from trade.figures.phases import Phase
from trade.models import Upload

_WORTH_SAYING = 3  # seconds
_COUNTED = (Phase.READING, Phase.MERGING)


class Progress(NamedTuple):
    """Rows so far, rows a second, and the share of the phase and its seconds left where known."""

    state: str
    phase: str
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
    begun = upload.phase_started_at or upload.started_at
    if upload.state == Upload.State.LOADING and begun and upload.heartbeat_at:
        took = (upload.heartbeat_at - begun).total_seconds()
        share = min(upload.share_done or 0.0, 1.0)
        percent = round(share * 100) if upload.share_done is not None else None
        if took > 0 and upload.rows_done and upload.phase in _COUNTED:
            speed = round(upload.rows_done / took)
        if took > 0 and share > 0:
            left = max(0, round(took / share - (now - begun).total_seconds()))
    return Progress(
        state=upload.state,
        phase=upload.phase if upload.state == Upload.State.LOADING else "",
        is_on_the_way=upload.is_on_the_way or upload.is_being_checked,
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
    if upload.is_being_checked:
        return _t("The whole file is being checked; every count will stand here.")
    if upload.state != Upload.State.LOADING:
        return str(upload.get_state_display())
    if upload.phase == Phase.WAITING:
        return _t("Waits until another import has ended.")
    if upload.phase == Phase.READING and not upload.rows_done:
        return _t("Begins to read the file.")
    rows = {"rows": f"{upload.rows_done:,}"}
    if upload.phase == Phase.COMPARING:
        return _t("%(rows)s rows read; they are being compared with what is on record") % rows
    words = (
        _t("%(rows)s rows written") if upload.phase == Phase.MERGING else _t("%(rows)s rows read")
    ) % rows
    if speed:
        words += ", " + _t("%(speed)s a second") % {"speed": f"{speed:,}"}
    if left is not None and left >= _WORTH_SAYING:
        minutes, seconds = divmod(left, 60)
        time = {"minutes": minutes, "seconds": seconds}
        words += ", " + (
            _t("about %(minutes)d:%(seconds)02d left to write") % time
            if upload.phase == Phase.MERGING
            else _t("about %(minutes)d:%(seconds)02d left to read") % time
        )
    return words
