"""A partnership together with those of the parts of its two regions: which, and what they come to."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.request import Request

from cooperation.api.as_of import asked_day
from cooperation.api.overviews import overviews_for, row_of
from cooperation.api.status.shown import Shown
from cooperation.api.status.whole import ListedPartnershipSerializer, PartnershipSerializer
from cooperation.api.two_regions import root_of
from cooperation.models import Meeting, Partnership
from trade.api.errors import InvalidParametersError
from trade.api.known_at import KNOWN_AT, asked_moment
from trade.models import Region

INCLUDE = "include"
PARTS = "parts"

parameter = OpenApiParameter(
    INCLUDE,
    str,
    enum=[PARTS],
    description=str(
        _(
            "parts: also the partnerships of the parts of both regions, BY with RU-MO beside BY "
            "with RU, and what they come to together."
        )
    ),
)


class TogetherSerializer(Shown):
    """Counts of the partnership and of those of the parts, each meeting counted once.

    Trade is left out: what a part trades may or may not be in what its country reports.
    """

    partnerships = serializers.IntegerField(help_text=_("This one and those of the parts."))
    meetings = serializers.IntegerField(help_text=_("Held by the day, each counted once."))
    open_proposals = serializers.IntegerField()
    stalled_proposals = serializers.IntegerField()
    operating_mechanisms = serializers.IntegerField()


class PartsSerializer(Shown):
    """The partnerships of the parts of both regions."""

    partnerships = ListedPartnershipSerializer(
        many=True, help_text=_("Each as its list shows it, in the order of codes.")
    )
    together = TogetherSerializer()


class PartnershipWithPartsSerializer(PartnershipSerializer):
    """One partnership with its stage and key numbers."""

    parts = PartsSerializer(required=False, help_text=_("Where `include=parts` asks for them."))


def asks_for_parts(request: Request) -> bool:
    given = request.query_params.get(INCLUDE)
    if given is None:
        return False
    if given != PARTS:
        reason, allowed = _t("There is no such part of a partnership."), [PARTS]
        raise InvalidParametersError([{"parameter": INCLUDE, "reason": reason, "allowed": allowed}])
    if asked_moment(request) is not None:
        reason = _t("Parts are told as they are known now only.")
        raise InvalidParametersError([{"parameter": KNOWN_AT, "reason": reason}])
    return True


def partnerships_of_parts(partnership: Partnership) -> QuerySet[Partnership]:
    """Those of either region or a part of it with the other or a part of that, but itself."""
    codes = [Region.objects.within(code).order_by().values("code") for code in partnership.regions]
    one, other = codes
    either = Q(region_a__in=one, region_b__in=other) | Q(region_a__in=other, region_b__in=one)
    found = Partnership.objects.filter(either, archived_on__isnull=True)
    return found.exclude(pk=partnership.pk).order_by("region_a", "region_b")


def parts_in_json(partnership: Partnership, request: Request) -> dict[str, Any]:
    """The rows of the parts, and what they come to together with the partnership itself."""
    pks = list(partnerships_of_parts(partnership).values_list("pk", flat=True))
    overviews = overviews_for(request).of([partnership.pk, *pks])
    held = Meeting.objects.visible_to(request.user).filter(
        Q(archived_on__isnull=True) | Q(archived_on__gt=asked_day(request)),
        partnerships__in=[partnership.pk, *pks],
        state=Meeting.State.HELD,
        date__lte=asked_day(request),
    )
    rows, root = overviews.values(), root_of(request)
    return {
        "partnerships": [row_of(overviews[pk], root) for pk in pks],
        "together": {
            "partnerships": len(overviews),
            "meetings": held.order_by().values("pk").distinct().count(),
            "open_proposals": sum(row.open_proposals for row in rows),
            "stalled_proposals": sum(row.stalled_proposals for row in rows),
            "operating_mechanisms": sum(row.operating_mechanisms for row in rows),
        },
    }
