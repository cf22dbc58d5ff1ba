"""Counting what somebody does in a span of time: exactly, however much comes at once.

A window begins with the first request after the last window and lasts as long as its rate says.
Counts live in this process, or in Redis where several processes share them
(docs/decisions/0024-throttles.md).
"""

import functools
import ipaddress
import logging
import math
import threading
import time
from typing import Any, NamedTuple, Protocol

from django.conf import settings
from django.http import HttpRequest
from limits import parse
from limits.errors import StorageError
from limits.storage import storage_from_string
from rest_framework.request import Request

REST_AFTER_FAILURE = 5  # seconds in which storage that failed is not asked again
SAY_SO_EVERY = 60  # seconds
_TIDY_EVERY = 10_000  # hits

logger = logging.getLogger(__name__)


class Count(NamedTuple):
    """How much of a rate is used up, and in how many seconds it is whole again."""

    limit: int
    used: int
    reset: int

    @property
    def is_over(self) -> bool:
        return self.used > self.limit

    @property
    def is_used_up(self) -> bool:
        return self.used >= self.limit

    @property
    def remaining(self) -> int:
        return max(0, self.limit - self.used)


class Windows(Protocol):
    """Where windows are kept: both answers are the hits so far and the seconds left."""

    def hit(self, key: str, seconds: int) -> tuple[int, float]: ...

    def look(self, key: str) -> tuple[int, float]: ...


class InThisProcess:
    """Windows under one lock. (The memory storage of `limits` is not safe between threads.)"""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._windows: dict[str, tuple[int, float]] = {}
        self._hits = 0

    def hit(self, key: str, seconds: int) -> tuple[int, float]:
        with self._lock:
            now = time.monotonic()
            self._tidy(now)
            used, ends = self._windows.get(key, (0, 0.0))
            used, ends = (used + 1, ends) if ends > now else (1, now + seconds)
            self._windows[key] = used, ends
            return used, ends - now

    def look(self, key: str) -> tuple[int, float]:
        now = time.monotonic()
        used, ends = self._windows.get(key, (0, 0.0))
        return (used, ends - now) if ends > now else (0, 0.0)

    def _tidy(self, now: float) -> None:
        self._hits += 1
        if self._hits % _TIDY_EVERY == 0:
            self._windows = {key: kept for key, kept in self._windows.items() if kept[1] > now}


class InRedis:
    """Windows that every process shares: `limits` counts by a script, which Redis runs whole."""

    def __init__(self, url: str, *, timeout: float = 0.25) -> None:
        self._storage: Any = storage_from_string(
            url,
            wrap_exceptions=True,
            key_prefix="bilateral",
            socket_timeout=timeout,
            socket_connect_timeout=timeout,
        )

    def hit(self, key: str, seconds: int) -> tuple[int, float]:
        return self._storage.incr(key, seconds), self._left(key)

    def look(self, key: str) -> tuple[int, float]:
        return self._storage.get(key), self._left(key)

    def _left(self, key: str) -> float:
        return float(self._storage.get_expiry(key) - time.time())


class Counter:
    """Counts by the rates of the settings; what cannot be counted passes."""

    def __init__(self, windows: Windows) -> None:
        self._windows = windows
        self._rests_until = self._said_at = -math.inf

    def hit(self, key: str, rate: str) -> Count | None:
        """Count one more; None where there is no rate or the storage does not answer."""
        return self._ask(rate, lambda seconds: self._windows.hit(key, seconds))

    def look(self, key: str, rate: str) -> Count | None:
        """The count as it is."""
        return self._ask(rate, lambda seconds: self._windows.look(key))

    def _ask(self, rate: str, question: Any) -> Count | None:
        if not rate or time.monotonic() < self._rests_until:
            return None
        limit, seconds = amount_and_seconds(rate)
        try:
            used, left = question(seconds)
        except StorageError as error:
            self._rest(error)
            return None
        return Count(limit, used, max(1, math.ceil(left)))

    def _rest(self, error: StorageError) -> None:
        now = time.monotonic()
        self._rests_until = now + REST_AFTER_FAILURE
        if now - self._said_at >= SAY_SO_EVERY:
            self._said_at = now
            logger.error("Requests are not counted, their storage does not answer: %s", error)


@functools.cache
def amount_and_seconds(rate: str) -> tuple[int, int]:
    """How many in how long, of a rate as in “10/minute” or “20/5 minutes”."""
    parsed = parse(rate)
    return parsed.amount, parsed.get_expiry()


@functools.cache
def _counter(url: str) -> Counter:
    return Counter(InRedis(url) if url else InThisProcess())


def counter() -> Counter:
    """The counter of this process."""
    return _counter(settings.RATE_STORAGE_URL)


def address_of(request: HttpRequest | Request) -> str:
    """The address a request comes from; of IPv6, the network one subscriber has.

    Behind a proxy it is the last one in X-Forwarded-For: the proxy put it there, whereas anybody
    could have sent those before it.
    """
    address = request.META.get("REMOTE_ADDR", "")
    if settings.BEHIND_PROXY:
        address = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip() or address
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(known, ipaddress.IPv6Address):
        if known.ipv4_mapped:
            return str(known.ipv4_mapped)
        return str(ipaddress.ip_network((known, 64), strict=False))
    return str(known)
