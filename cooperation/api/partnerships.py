"""Pairs of regions whose cooperation is followed, and where each stands."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.request import Request

from cooperation.api.as_of import as_of_parameter, asked_day
from cooperation.api.known_then import KnownThenView
from cooperation.api.known_then import parameter as known_at_parameter
from cooperation.api.overviews import overviews_for, row_of
from cooperation.api.partnership_filters import PartnershipFilterSet
from cooperation.api.partnership_list import PartnershipViewSet
from cooperation.api.parts import (
    INCLUDE,
    PARTS,
    PartnershipWithPartsSerializer,
    asks_for_parts,
    parameter,
    parts_in_json,
)
from cooperation.api.status.plain import row_in_json
from cooperation.api.two_regions import described, root_of
from cooperation.models import Partnership
from cooperation.status.past import overview_then
from trade.api.known_at import asked_moment

__all__ = ["PartnershipFilterSet", "PartnershipView", "PartnershipViewSet"]


class PartnershipView(KnownThenView):
    """One partnership with its stage and key numbers on a day."""

    rests_on_records = True

    @described(
        _("Show one partnership"),
        PartnershipWithPartsSerializer,
        [as_of_parameter, known_at_parameter, parameter],
    )
    def get(self, request: Request, region_a: str, region_b: str) -> Any:
        return super().get(request, region_a, region_b)

    def known_parameters(self) -> list[str]:
        return sorted([*super().known_parameters(), INCLUDE])

    def shown(self, partnership: Partnership) -> Any:
        with_parts = asks_for_parts(self.request)
        told = self.told(partnership)
        if with_parts:
            told[PARTS] = parts_in_json(partnership, self.request)
        return told

    def told(self, partnership: Partnership) -> dict[str, Any]:
        at = asked_moment(self.request)
        if at is None:
            overview = overviews_for(self.request).of([partnership.pk])[partnership.pk]
            return {"known_at": None, **row_of(overview, root_of(self.request))}
        day, user = asked_day(self.request), self.request.user
        then = overview_then(partnership, as_of=day, at=at, user=user)
        known_at = serializers.DateTimeField().to_representation(at)
        return {"known_at": known_at, **row_in_json(partnership, then, root=root_of(self.request))}
