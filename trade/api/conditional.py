"""Answers that need not be sent again: entity tags, and 304 where nothing has changed.

Every answer carries the hash of its own body, so a tag tells a reader nothing the body does not.
What was answered is remembered with the version of the records it was read from; while that
stands, 304 is answered without reading a record (docs/decisions/0017-conditional-answers.md).
"""

import hashlib
from typing import Any

from django.http import HttpResponseNotModified
from django.utils.cache import patch_vary_headers
from django.utils.http import http_date, parse_http_date_safe, quote_etag
from rest_framework.request import Request
from rest_framework.views import APIView

from trade.api.remembered import Remembered, name_of_answer, recall, remember
from trade.changes import settled_version_of_records, version_of_records

SAFE = ("GET", "HEAD")
# A date says whole seconds: within these the answer might still become another one.
SECONDS_BEFORE_DATED = 2


def etag_of(body: bytes) -> str:
    """The entity tag of an answer with this body."""
    return quote_etag(hashlib.sha256(body).hexdigest()[:32])


class NothingNewError(Exception):
    """The asker holds the current answer already; there is nothing to read or to send."""


class ConditionalAnswers(APIView):
    """A view whose answers carry `ETag` and `Last-Modified` and are not sent to who holds them.

    `rests_on_records` says that an answer follows from records, address, reader, language and day
    alone: then it is not even made again while no record has changed. `same_for_all_readers` says
    that it does not depend on who asks, drafts included.
    """

    rests_on_records = False
    same_for_all_readers = False

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        self.settled_version: str | None = None
        if not (self.rests_on_records and request.method in SAFE and is_conditional(request)):
            return
        known = recall(self.name_of_answer(request))
        if known and known.holds_for(version_of_records()) and holds(request, known):
            self.known = known
            raise NothingNewError
        # Read before the records: what is written meanwhile must count as new.
        self.settled_version = settled_version_of_records()

    def name_of_answer(self, request: Request) -> str:
        return name_of_answer(request, by_reader=not self.same_for_all_readers)

    def handle_exception(self, exc: Exception) -> Any:
        if isinstance(exc, NothingNewError):
            return not_modified(self.known)
        return super().handle_exception(exc)

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        answer = super().finalize_response(request, response, *args, **kwargs)
        if request.method not in SAFE or answer.status_code not in (200, 304):
            return answer
        answer["Cache-Control"] = "private, no-cache"
        patch_vary_headers(answer, ["Accept", "Accept-Language", "Authorization", "Cookie"])
        if answer.status_code == 304 or answer.streaming:
            return answer
        return self.unless_held(request, answer)

    def unless_held(self, request: Request, answer: Any) -> Any:
        """The answer with its tag and date, or 304 to who holds it."""
        if hasattr(answer, "render"):
            answer.render()
        if "ETag" not in answer:
            answer["ETag"] = etag_of(answer.content)
        name = self.name_of_answer(request)
        known = remember(name, answer["ETag"], self.settled_version)
        if is_conditional(request) and holds(request, known):
            answer = not_modified(known, like=answer)
        elif known.age >= SECONDS_BEFORE_DATED:
            answer["Last-Modified"] = http_date(known.since)
        return answer


def is_conditional(request: Request) -> bool:
    return "If-None-Match" in request.headers or "If-Modified-Since" in request.headers


def holds(request: Request, known: Remembered) -> bool:
    """Does the asker hold this answer? A date counts only without a tag (RFC 9110, 13.2.2)."""
    tags = request.headers.get("If-None-Match")
    if tags is not None:
        held = [tag.strip().removeprefix("W/") for tag in tags.split(",")]
        return known.etag.removeprefix("W/") in held or held == ["*"]
    date = parse_http_date_safe(request.headers["If-Modified-Since"])
    # The very date we gave: another worker may have given a later one to another answer.
    return date == known.since and known.age >= SECONDS_BEFORE_DATED


def not_modified(known: Remembered, like: Any = None) -> HttpResponseNotModified:
    """A 304 with what the full answer says of itself."""
    answer = HttpResponseNotModified(headers={"ETag": known.etag})
    if known.age >= SECONDS_BEFORE_DATED:
        answer["Last-Modified"] = http_date(known.since)
    for name in ("Cache-Control", "Vary"):
        if like is not None and like.has_header(name):
            answer[name] = like[name]
    return answer
