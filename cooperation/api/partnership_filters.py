"""What lists of partnerships can be narrowed by."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters.filters import MultipleChoiceFilter
from django_filters.filterset import FilterSet

from cooperation.api.filters import SectorFilter
from cooperation.models import Mechanism, Partnership, PartnershipStage, Proposal, Sector
from trade.api.filters import ArchivedFilter, IncludePartsFilter, RegionFilter

STAGE = "stage"


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
