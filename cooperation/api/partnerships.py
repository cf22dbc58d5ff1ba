"""Pairs of regions whose cooperation is followed, and where each stands."""

from typing import Any, NamedTuple

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters.filters import MultipleChoiceFilter
from django_filters.filterset import FilterSet
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from cooperation.api.as_of import AS_OF, as_of_parameter, asked_day
from cooperation.api.filters import SectorFilter
from cooperation.api.known_then import KnownThenView
from cooperation.api.known_then import parameter as known_at_parameter
from cooperation.api.status.plain import row_in_json
from cooperation.api.status.whole import (
    ListedPartnershipSerializer,
    PartnershipSerializer,
)
from cooperation.api.two_regions import described, root_of
from cooperation.models import Mechanism, Partnership, PartnershipStage, Proposal, Sector
from cooperation.status import Overview, overview_of
from cooperation.status.past import overview_then
from trade.api.filters import ArchivedFilter, IncludePartsFilter, RegionFilter
from trade.api.known_at import asked_moment
from trade.api.viewsets import RecordViewSet

STAGE = "stage"


class Row(NamedTuple):
    """A partnership and its key numbers."""

    partnership: Partnership
    overview: Overview


def rows_of(partnerships: list[Any], request: Request) -> list[Row]:
    """Each partnership with its key numbers, in a number of queries that does not grow."""
    overviews = overview_of(partnerships, as_of=asked_day(request), user=request.user)
    return [Row(*pair) for pair in zip(partnerships, overviews, strict=True)]


class PartnershipFilterSet(FilterSet):
    region = RegionFilter("region_a", "region_b", help_text=_("A region on either side."))
    include_parts = IncludePartsFilter()
    stage = MultipleChoiceFilter(
        choices=PartnershipStage.choices,
        method="leave",
        help_text=_("The computed stage on the day. May be repeated."),
    )
    declared_stage = MultipleChoiceFilter(
        choices=PartnershipStage.choices,
        help_text=_("The stage an analyst declared, whenever. May be repeated."),
    )
    sector = SectorFilter(
        "sector",
        method="filter_sector",
        help_text=_(
            "The code of a sector: partnerships with a proposal or mechanism in it or below it."
        ),
    )
    archived = ArchivedFilter()

    class Meta:
        model = Partnership
        fields: tuple[str, ...] = ()

    def leave(self, partnerships: QuerySet[Any], name: str, value: Any) -> QuerySet[Any]:
        """The stage is computed, not stored: the view applies it to the rows."""
        return partnerships

    def filter_sector(
        self, partnerships: QuerySet[Any], name: str, sector: Sector
    ) -> QuerySet[Any]:
        sectors = Sector.objects.under(sector.code).order_by().values("pk")
        current = {"sector__in": sectors, "archived_on": None}
        request: Any = self.request
        visible = Proposal.objects.visible_to(request.user)
        proposed = visible.filter(**current).order_by().values("partnership")
        standing = Mechanism.objects.filter(**current).order_by().values("partnership")
        return partnerships.filter(Q(pk__in=proposed) | Q(pk__in=standing))


class PartnershipViewSet(RecordViewSet):
    """All partnerships with their stage and key numbers on a day."""

    queryset = Partnership.objects.select_related("region_a", "region_b")
    serializer_class = ListedPartnershipSerializer
    filterset_class = PartnershipFilterSet
    ordering_fields = ("region_a", "region_b", "declared_stage", "declared_on")
    ordering = ("region_a", "region_b")

    def known_parameters(self) -> list[str]:
        return sorted([*super().known_parameters(), AS_OF])

    def get_serializer_context(self) -> dict[str, Any]:
        return {**super().get_serializer_context(), "root": root_of(self.request)}

    @extend_schema(parameters=[as_of_parameter])
    def list(self, request: Request) -> Response:
        """A page of partnerships. A computed stage is looked for among all that are left."""
        partnerships: Any = self.filter_queryset(self.get_queryset())
        stages = request.query_params.getlist(STAGE)
        if stages:
            every = rows_of(list(partnerships), request)
            rows = self.paginate_queryset([r for r in every if r.overview.stage.stage in stages])
        else:
            rows = rows_of(self.paginate_queryset(partnerships) or [], request)
        root = root_of(request)
        return self.get_paginated_response([row_in_json(*row, root=root) for row in rows or []])


class PartnershipView(KnownThenView):
    """One partnership with its stage and key numbers on a day."""

    @described(
        _("Show one partnership"), PartnershipSerializer, [as_of_parameter, known_at_parameter]
    )
    def get(self, request: Request, region_a: str, region_b: str) -> Response:
        return super().get(request, region_a, region_b)

    def shown(self, partnership: Partnership) -> Any:
        day, at = asked_day(self.request), asked_moment(self.request)
        if at is None:
            (row,) = rows_of([partnership], self.request)
        else:
            found = overview_then(partnership, as_of=day, at=at, user=self.request.user)
            row = Row(partnership, found)
        told = row_in_json(*row, root=root_of(self.request))
        return {"known_at": at, **told}
