"""Sending a request to UN Comtrade until it is answered, but not for ever."""

import datetime as dt
import email.utils
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import BinaryIO, NamedTuple, Self
from urllib.parse import urlsplit

import urllib3
from django.utils import timezone
from django.utils.translation import gettext as _t

from trade.figures.comtrade.problems import ComtradeError

TRIES = 5
# Seconds before the second try; twice as many before each one after it.
FIRST_WAIT = 2.0
LONGEST_WAIT = 300.0
# For a connection, for the next bytes, for a whole answer. 250,000 rows are some 280 MB.
CONNECT_TIMEOUT, READ_TIMEOUT, ANSWER_TIMEOUT = 15.0, 120.0, 900.0
LARGEST_ANSWER = 2_000_000_000
_CHUNK = 1 << 16


class Answer(NamedTuple):
    """What the official client is given: it finds an answer without rows."""

    status: int = 200
    data: bytes = b'{"count": 0, "data": []}'


class _Waiting(NamedTuple):
    """Why a try failed, and how long the service asked to wait."""

    why: str
    seconds: float | None = None


@dataclass
class Transport:
    """Stands in for the module urllib3 in the official client.

    Waits as long as a 429 asks for and longer and longer after errors of the service or the
    network, TRIES times at most. Streams the answer to `into`.
    """

    key: str = field(repr=False)
    base: str
    tell: Callable[[str], None]
    into: BinaryIO | None = None
    has_answered: bool = False
    wait: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    now: Callable[[], dt.datetime] = timezone.now

    exceptions = urllib3.exceptions

    def PoolManager(self) -> Self:  # noqa: N802 - as urllib3 calls it
        return self

    def request(
        self, method: str, url: str, *, fields: Mapping[str, str], timeout: float
    ) -> Answer:
        why = ""
        for attempt in range(TRIES):
            failed = self._try(method, self.base + urlsplit(url).path, fields)
            if failed is None:
                self.has_answered = True
                return Answer()
            why = failed.why
            seconds = FIRST_WAIT * 2**attempt if failed.seconds is None else failed.seconds
            if seconds > LONGEST_WAIT:
                raise ComtradeError(
                    _t("%(why)s It asks to wait %(minutes)d minutes: fetch again then.")
                    % {"why": why, "minutes": -(-seconds // 60)}
                )
            if attempt < TRIES - 1:
                self.tell(
                    _t("%(why)s Trying again in %(seconds)d s.")
                    % {"why": why, "seconds": -(-seconds // 1)}
                )
                self.wait(seconds)
        raise ComtradeError(
            _t("%(why)s Given up after %(tries)d tries; nothing was loaded.")
            % {"why": why, "tries": TRIES}
        )

    def _try(self, method: str, url: str, fields: Mapping[str, str]) -> _Waiting | None:
        # Messages of urllib3 show the address with the key in it, and are not passed on.
        pool = urllib3.PoolManager(
            retries=False, timeout=urllib3.Timeout(connect=CONNECT_TIMEOUT, read=READ_TIMEOUT)
        )
        try:
            with pool.request(
                method,
                url,
                fields=fields,
                redirect=False,
                preload_content=False,
                headers={"Accept-Encoding": "gzip", "User-Agent": "bilateral"},
            ) as response:
                if response.status == 200:
                    return self._receive(response)
                return self._refused(response)
        except urllib3.exceptions.HTTPError as error:
            is_late = isinstance(error, urllib3.exceptions.TimeoutError)
            # urllib3 counts a refused connection among those that took too long.
            if is_late and not isinstance(error, urllib3.exceptions.NewConnectionError):
                return _Waiting(_t("UN Comtrade does not answer in time."))
            return _Waiting(_t("The connection to UN Comtrade failed."))
        finally:
            pool.clear()

    def _receive(self, response: urllib3.BaseHTTPResponse) -> _Waiting | None:
        assert self.into is not None  # noqa: S101
        self.into.seek(0)
        self.into.truncate()
        ends_at = self.clock() + ANSWER_TIMEOUT
        while chunk := response.read1(_CHUNK, decode_content=True):
            self.into.write(chunk)
            if self.clock() > ends_at:
                return _Waiting(_t("UN Comtrade takes too long to answer."))
            if self.into.tell() > LARGEST_ANSWER:
                raise ComtradeError(_t("UN Comtrade's answer is larger than any can be."))
        return None

    def _refused(self, response: urllib3.BaseHTTPResponse) -> _Waiting:
        status, said = response.status, self._said(response)
        if status == 429:
            asked = _seconds(response.headers.get("Retry-After"), now=self.now())
            return _Waiting(_t("UN Comtrade asks for fewer calls (429)."), asked)
        if status >= 500:
            return _Waiting(_t("UN Comtrade has an error (%d).") % status)
        if status == 401:
            raise ComtradeError(
                _t("UN Comtrade does not know the key in COMTRADE_API_KEY. %s") % said
            )
        if status == 403:
            raise ComtradeError(
                _t("UN Comtrade does not allow this call, or the calls of the day are used up. %s")
                % said
            )
        raise ComtradeError(
            _t("UN Comtrade refuses the call (%(status)d). %(said)s")
            % {"status": status, "said": said}
        )

    def _said(self, response: urllib3.BaseHTTPResponse) -> str:
        """The service's own words, without the key."""
        body = response.read(10_000, decode_content=True).decode("utf-8", "replace")
        try:
            said = json.loads(body)
        except ValueError:
            said = None
        words = (said.get("message") or said.get("error")) if isinstance(said, dict) else body
        return " ".join(str(words or "").replace(self.key, "…").split())[:300]


def _seconds(asked: str | None, *, now: dt.datetime) -> float | None:
    """What Retry-After asks for, in seconds or as a time; None if it asks for nothing."""
    if asked is None:
        return None
    if asked.strip().isascii() and asked.strip().isdigit():
        return float(asked)
    try:
        until = email.utils.parsedate_to_datetime(asked)
    except ValueError:
        return None
    if until.tzinfo is None:
        until = until.replace(tzinfo=dt.UTC)
    return max((until - now).total_seconds(), 0.0)
