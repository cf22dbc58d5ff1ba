"""The private folder in which uploaded files wait until they are loaded."""

import datetime as dt
import hashlib
import os
import re
import secrets
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from django.conf import settings
from django.utils.translation import gettext as _t

from trade.figures.limits import UPLOAD_LIMITS, Limits
from trade.figures.problems import WrongFileError
from trade.models import Upload

KEPT_FOR = dt.timedelta(days=1)
REJECTS_KEPT_FOR = dt.timedelta(days=30)
_REJECTS = ".rejects."
_STORED_NAME = re.compile(r"[0-9a-f]{32}-[A-Za-z0-9._-]{0,40}")


class StoredFile(NamedTuple):
    """A file in the private folder: its random name there, its size, its hash."""

    name: str
    size: int
    sha256: str


def shown_name(name: str) -> str:
    """The name somebody gave a file, without folders and control characters."""
    last = PurePosixPath(name.replace("\\", "/")).name
    return "".join(c for c in last if c.isprintable())[:300] or _t("unnamed file")


def keep(chunks: Iterable[bytes], *, name: str, limit: int) -> StoredFile:
    """Write a file of at most `limit` bytes into the private folder, under a random name.

    The letters and digits of its own name follow, since some files say their edition there.

    Raises WrongFileError, and keeps nothing, where the file is larger.
    """
    folder = _folder()
    plain = re.sub(r"[^A-Za-z0-9._-]+", "-", name).replace(_REJECTS, "-")[-40:]
    stored_name = f"{secrets.token_hex(16)}-{plain}"
    path = folder / stored_name
    size, digest = 0, hashlib.sha256()
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            for chunk in chunks:
                size += len(chunk)
                if size > limit:
                    raise WrongFileError(too_large(limit))
                digest.update(chunk)
                file.write(chunk)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return StoredFile(stored_name, size, digest.hexdigest())


def upload_limits() -> Limits:
    """How much an uploaded file may unpack to."""
    expanded: int = settings.TRADE_UPLOAD_MAX_EXPANDED_BYTES
    return Limits(expanded=expanded, sheet=min(expanded, UPLOAD_LIMITS.sheet))


def too_large(limit: int) -> str:
    return _t(
        "The file is larger than %(limit)d MB. Pack it as .gz or .zip, or ask somebody with access"
        " to the server to load it by “manage.py import_trade”."
    ) % {"limit": limit // (1024 * 1024)}


def path_of(name: str) -> Path:
    """Where a stored file is. Raises WrongFileError where it is gone."""
    if not _STORED_NAME.fullmatch(name) or not (settings.TRADE_UPLOAD_DIR / name).is_file():
        raise WrongFileError(
            _t("The uploaded file is gone: files wait for a day. Choose it again.")
        )
    return settings.TRADE_UPLOAD_DIR / name


def rejects_path_of(name: str) -> Path | None:
    """Where the file of the rows that were not taken is; None where there is none."""
    if not _STORED_NAME.fullmatch(name):
        return None
    paths = (settings.TRADE_UPLOAD_DIR / f"{name}{_REJECTS}{end}" for end in ("csv", "tsv"))
    return next((path for path in paths if path.is_file()), None)


def forget(name: str) -> None:
    """Remove a stored file, if it is still there."""
    if _STORED_NAME.fullmatch(name):
        (settings.TRADE_UPLOAD_DIR / name).unlink(missing_ok=True)


def forget_old_files(*, now: dt.datetime) -> int:
    """Remove files whose time is over, but none that a job may still read."""
    if not settings.TRADE_UPLOAD_DIR.is_dir():
        return 0
    awaited = set(Upload.objects.on_the_way().values_list("stored_as", flat=True))
    removed = 0
    for path in settings.TRADE_UPLOAD_DIR.iterdir():
        kept_for = REJECTS_KEPT_FOR if _REJECTS in path.name else KEPT_FOR
        if path.name in awaited or not path.is_file():
            continue
        if path.stat().st_mtime < (now - kept_for).timestamp():
            path.unlink(missing_ok=True)
            removed += 1
    return removed


def _folder() -> Path:
    folder: Path = settings.TRADE_UPLOAD_DIR
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    return folder
