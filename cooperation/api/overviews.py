"""The rows of lists as a request asks for them."""

from typing import Any

import orjson
from django.utils import timezone
from rest_framework.request import Request

from cooperation.api.as_of import asked_day
from cooperation.api.status.plain import row_in_json
from cooperation.api.status.seen import ROOT, seen_by
from cooperation.models import OverviewSnapshot, Partnership
from cooperation.status import Overview
from cooperation.status.overviews import Overviews


def overviews_for(request: Request) -> Overviews:
    """The overviews of the day asked for, as the asker may see them."""
    day = asked_day(request)
    return Overviews(
        seen_by(request, day),
        user=request.user,
        tell=told,
        are_kept=day == timezone.localdate(),
    )


def told(partnership: Partnership, overview: Overview) -> str:
    """The row of a list, to be kept."""
    return orjson.dumps(row_in_json(partnership, overview, root=ROOT)).decode()


def row_of(overview: OverviewSnapshot, root: str) -> dict[str, Any]:
    """The row of a list, with the address of the site that was asked."""
    row: dict[str, Any] = orjson.loads(overview.body.replace(ROOT, root))
    return row


def ready_row(overview: OverviewSnapshot, root: str) -> Any:
    """The same as JSON, to be put into an answer as it is."""
    return orjson.Fragment(overview.body.replace(ROOT, root))
