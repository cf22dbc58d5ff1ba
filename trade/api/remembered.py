"""What is remembered of an answer: its tag, since when it has been given, what it was read from.

Never the answer itself. It stands in Django's cache, which may forget it at any time.
"""

import hashlib
import logging
import time
from typing import Any, NamedTuple

from django.core.cache import cache
from django.utils import timezone
from django.utils.translation import get_language
from redis.exceptions import RedisError
from rest_framework.request import Request

from trade.api.running_code import running_code

logger = logging.getLogger(__name__)

DAY = 24 * 3600
# What changes behind the back of every history, in SQL by hand say, shows after this long.
SECONDS_TRUSTED = 300


class Remembered(NamedTuple):
    """An answer given before."""

    etag: str
    since: int  # seconds since 1970
    version: str | None = None
    checked_at: float = 0.0

    @property
    def age(self) -> float:
        return time.time() - self.since

    def holds_for(self, version: str) -> bool:
        """Would the same be answered from records of this version?"""
        return self.version == version and time.time() - self.checked_at < SECONDS_TRUSTED


def name_of_answer(request: Request, *, by_reader: bool) -> str:
    """A name for everything the answer to a request depends on, but the records."""
    user = request.user
    is_reader = by_reader and user.is_authenticated
    asked = (
        running_code(),
        request.build_absolute_uri(),
        request.accepted_media_type,
        (user.pk, sorted(user.get_all_permissions())) if is_reader else None,
        get_language(),
        timezone.localdate(),
    )
    return f"answer:{hashlib.sha256(repr(asked).encode()).hexdigest()}"


def recall(name: str) -> Remembered | None:
    kept = _tried(cache.get, name)
    return Remembered(*kept) if kept else None


def remember(name: str, etag: str, version: str | None) -> Remembered:
    """Note that this answer has been given, and since when it has been the same."""
    before = recall(name)
    is_new = before is None or before.etag != etag
    known = Remembered(etag, int(time.time())) if before is None or is_new else before
    if version is not None:
        known = known._replace(version=version, checked_at=time.time())
    if is_new or version is not None:
        _tried(cache.set, name, tuple(known), timeout=7 * DAY)
    return known


def _tried(act: Any, *args: Any, **kwargs: Any) -> Any:
    """What the cache says; nothing when it is out of reach, which never stops an answer."""
    try:
        return act(*args, **kwargs)
    except (RedisError, OSError) as error:
        logger.warning("The cache does not answer: %s", error)
        return None
