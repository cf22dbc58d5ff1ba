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
from cooperation.status.kept_facts import facts_of
from cooperation.status.past import status_then
from cooperation.status.picture import status_from
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
        day, regions = asked_day(request), (region_a, region_b)
        if asked_moment(request) is not None or not all(map(REGION_CODE.fullmatch, regions)):
            return super().get(request, region_a, region_b)
        seen = seen_by(request, day)
        if day != timezone.localdate():
            facts = facts_of(regions, seen, user=request.user)
            if facts is not None:
                return self.computed(status_from(facts, as_of=day))
        else:
            kept = find_status(regions, seen, held=only_tag(request))
            if kept is not None and kept.etag is None:
                kept = self.anew(regions, kept, seen)
            if kept is not None:
                return self.ready(kept)
        return super().get(request, region_a, region_b)  # in the other order, or not there

    def anew(self, regions: tuple[str, str], kept: Kept, seen: Seen) -> Kept | None:
        """The status of today, computed and kept; None when its partnership has just gone."""
        facts = facts_of(regions, seen, user=self.request.user)
        if facts is None:
            return None
        told = status_in_json(status_from(facts, as_of=seen.day), root=ROOT)
        return keep_status(kept, seen, body=orjson.dumps(told).decode())

    def computed(self, status: Status, *, known_at: str | None = None) -> HttpResponseBase:
        told = status_in_json(status, root=root_of(self.request), known_at=known_at)
        return HttpResponse(orjson.dumps(told), content_type="application/json")

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
        """The status as it was known at an earlier moment."""
        day, at, user = asked_day(self.request), asked_moment(self.request), self.request.user
        if at is None:  # entered just now, or under a code that is none
            return self.computed(status_of(partnership, as_of=day, user=user))
        known_at: str = serializers.DateTimeField().to_representation(at)
        then = status_then(partnership, as_of=day, at=at, user=user)
        return self.computed(then, known_at=known_at)

    def unless_held(self, request: Request, answer: Any) -> HttpResponseBase:
        """What is kept ready has its tag already; the rest gets it here."""
        told: HttpResponseBase = answer
        if told.has_header("ETag"):
            return told
        told["ETag"] = etag_of(answer.content)
        if is_conditional(request) and holds(request, Remembered(told["ETag"], 0)):
            return HttpResponseNotModified(headers={"ETag": told["ETag"]})
        return told


def only_tag(request: Request) -> str:
    """The tag of the answer the asker holds, where it names one alone."""
    return request.headers.get("If-None-Match", "").removeprefix("W/").strip('"')
