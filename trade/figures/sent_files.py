"""Files of statistics that programs send: taken once, however often the same request comes."""

import datetime as dt
import hashlib
import json
import logging
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _t

from trade.figures.checking import start_checking
from trade.figures.codes import codes_from_database
from trade.figures.files import open_trade_file
from trade.figures.jobs import start_loading
from trade.figures.preview import preview_upload
from trade.figures.problems import WrongFileError
from trade.figures.uploads import forget, keep, path_of, shown_name, upload_limits
from trade.models import Source, Upload

logger = logging.getLogger(__name__)


class AnotherRequestError(Exception):
    """The key of this request was used for another one."""


class SentFile(Protocol):
    """A file as Django hands it over."""

    name: Any

    def chunks(self) -> Iterable[bytes]: ...


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What is to be done with a file that was sent."""

    source: Source | None = None
    new_source: dict[str, str] = field(default_factory=dict)
    layout: str = ""
    edition: str = ""
    released_on: dt.date | None = None
    strict: bool = False
    check: bool = False


def take(
    file: SentFile, wanted: Wanted, *, user: User, key: str, now: dt.datetime
) -> tuple[Upload, bool]:
    """The upload of this request, and whether it is new: then it is queued, or only checked.

    Raises AnotherRequestError where the user made another request with this key, ValidationError
    for what cannot be done, WrongFileError for a file that is too large or no statistics.
    """
    digest = digest_of(file, wanted)
    known = taken_before(user, key, digest)
    if known is not None:
        return known, False
    check_source(wanted)
    upload = _kept(file, wanted)
    upload.uploaded_by, upload.idempotency_key, upload.request_sha256 = user, key, digest
    try:
        _look_at(upload, whole=wanted.check)
        with transaction.atomic():
            upload.save()
            if wanted.check:
                start_checking(upload)
            else:
                upload = start_loading(upload, now=now)
    except IntegrityError:
        forget(upload.stored_as)
        known = taken_before(user, key, digest)  # the same request, at the same moment
        if known is None:
            raise
        return known, False
    except BaseException:
        forget(upload.stored_as)
        raise
    return upload, True


def taken_before(user: User, key: str, digest: str) -> Upload | None:
    """The upload of an earlier request with this key. Raises AnotherRequestError."""
    known = Upload.objects.filter(uploaded_by=user, idempotency_key=key).first()
    if known is not None and known.request_sha256 != digest:
        raise AnotherRequestError
    return known


def digest_of(file: SentFile, wanted: Wanted) -> str:
    """The hash of everything a request asks for."""
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    asked = [
        digest.hexdigest(),
        shown_name(str(file.name)),
        wanted.source.key if wanted.source else None,
        wanted.new_source,
        wanted.layout,
        wanted.edition,
        wanted.released_on,
        wanted.strict,
        wanted.check,
    ]
    return hashlib.sha256(json.dumps(asked, sort_keys=True, default=str).encode()).hexdigest()


def check_source(wanted: Wanted) -> None:
    """Refuse a request that names no source, two, or a new one that cannot be recorded."""
    if bool(wanted.source) == bool(wanted.new_source):
        raise ValidationError(
            {"source": _t("Name the release these figures belong to, recorded or new, not both.")}
        )
    if wanted.new_source:
        try:
            Source(kind=Source.Kind.RELEASE, **wanted.new_source).full_clean()
        except ValidationError as error:
            named = {
                f"new_{name}" if name in ("title", "publisher", "key") else "source": messages
                for name, messages in error.message_dict.items()
            }
            raise ValidationError(named) from error


def _kept(file: SentFile, wanted: Wanted) -> Upload:
    name = shown_name(str(file.name))
    stored = keep(file.chunks(), name=name, limit=settings.TRADE_UPLOAD_MAX_BYTES)
    return Upload(
        file_name=name,
        stored_as=stored.name,
        size=stored.size,
        sha256=stored.sha256,
        source=wanted.source,
        new_source=wanted.new_source,
        layout=wanted.layout,
        edition=wanted.edition,
        released_on=wanted.released_on,
        is_strict=wanted.strict,
    )


def _look_at(upload: Upload, *, whole: bool) -> None:
    """Say at once of a file that it is no statistics; with `whole`, what it would change."""
    try:
        if whole:
            upload.preview = preview_upload(upload).as_json()
            return
        path = path_of(upload.stored_as)
        with open_trade_file(
            path,
            codes=codes_from_database(),
            layout=upload.layout or None,
            edition=upload.edition,
            limits=upload_limits(),
        ):
            pass
    except WrongFileError:
        raise
    except Exception as error:
        logger.exception("A file that was sent could not be read.")
        raise WrongFileError(
            _t("This file cannot be read: it is damaged, or no statistics.")
        ) from error
