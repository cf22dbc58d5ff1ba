"""Where one partnership stands: today's status kept ready, any other day's computed."""

from typing import Any

import orjson
from django.http import HttpResponse, HttpResponseBase, HttpResponseNotModified
from django.utils import timezone
from django.utils.http import http_date
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.request import Request

from cooperation.api.as_of import as_of_parameter, asked_day
from cooperation.api.known_then import KnownThenView
from cooperation.api.known_then import parameter as known_at_parameter
from cooperation.api.status.plain import status_in_json
from cooperation.api.status.seen import ROOT, seen_by
from cooperation.api.status.whole import StatusSerializer
from cooperation.api.two_regions import REGION_CODE, described, root_of
from cooperation.models import Partnership
from cooperation.status import Status, status_of
from cooperation.status.past import status_then
from cooperation.status.snapshots import Kept, Seen, find_status, keep_status
from trade.api.conditional import SECONDS_BEFORE_DATED, etag_of, holds, is_conditional
from trade.api.known_at import asked_moment
from trade.api.remembered import Remembered


class StatusView(KnownThenView):
    """Where a partnership stands on a day, each number with the records it rests on."""

    rests_on_records = False  # it has a revision of its own

    @described(
        _("Show the status of one partnership"),
        StatusSerializer,
        [as_of_parameter, known_at_parameter],
    )
    def get(self, request: Request, region_a: str, region_b: str) -> HttpResponseBase:
        day = asked_day(request)
        are_codes = REGION_CODE.fullmatch(region_a) and REGION_CODE.fullmatch(region_b)
        if day != timezone.localdate() or asked_moment(request) is not None or not are_codes:
            return super().get(request, region_a, region_b)
        seen = seen_by(request, day)
        kept = find_status((region_a, region_b), seen, held=only_tag(request))
        if kept is None:  # in the other order, or not there
            return super().get(request, region_a, region_b)
        if kept.etag is None:
            kept = self.computed(self.find(region_a, region_b), kept, seen)
        return self.ready(kept)

    def computed(self, partnership: Partnership, kept: Kept, seen: Seen) -> Kept:
        """The status of today, computed and kept."""
        status = status_of(partnership, as_of=seen.day, user=self.request.user)
        return keep_status(
            kept, seen, body=orjson.dumps(status_in_json(status, root=ROOT)).decode()
        )

    def ready(self, kept: Kept) -> HttpResponseBase:
        """The answer, or 304 to who holds it."""
        known = Remembered(f'"{kept.etag}"', kept.since or 0)
        body = kept.body
        answer: HttpResponseBase
        if body is None or (is_conditional(self.request) and holds(self.request, known)):
            answer = HttpResponseNotModified()
        else:
            body = body.replace(ROOT, root_of(self.request))
            answer = HttpResponse(body, content_type="application/json")
        answer["ETag"] = known.etag
        if known.age >= SECONDS_BEFORE_DATED:
            answer["Last-Modified"] = http_date(known.since)
        return answer

    def answer(self, partnership: Partnership) -> HttpResponseBase:
        """The status of another day, or as it was known at an earlier moment."""
        day, at, user = asked_day(self.request), asked_moment(self.request), self.request.user
        status: Status = (
            status_of(partnership, as_of=day, user=user)
            if at is None
            else status_then(partnership, as_of=day, at=at, user=user)
        )
        known_at = None if at is None else serializers.DateTimeField().to_representation(at)
        told = status_in_json(status, root=root_of(self.request), known_at=known_at)
        return HttpResponse(orjson.dumps(told), content_type="application/json")

    def unless_held(self, request: Request, answer: Any) -> HttpResponseBase:
        """What is kept ready has its tag already; the rest gets it here."""
        if answer.has_header("ETag"):
            return answer
        answer["ETag"] = etag_of(answer.content)
        if is_conditional(request) and holds(request, Remembered(answer["ETag"], 0)):
            return HttpResponseNotModified(headers={"ETag": answer["ETag"]})
        return answer


def only_tag(request: Request) -> str:
    """The tag of the answer the asker holds, where it names one alone."""
    return request.headers.get("If-None-Match", "").removeprefix("W/").strip('"')
