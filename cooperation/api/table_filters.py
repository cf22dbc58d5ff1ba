"""What the flat tables are narrowed by: as the lists of the same records, and a little more."""

from types import SimpleNamespace
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters.filters import MultipleChoiceFilter
from django_filters.filterset import FilterSet

from cooperation.api.filters import MEETING, OFFICIAL, PartnershipFilter
from cooperation.api.mechanisms import MechanismFilterSet
from cooperation.api.meetings import MeetingFilterSet
from cooperation.api.partnerships import PartnershipFilterSet
from cooperation.api.proposals import ProposalFilterSet
from cooperation.api.statements import StatementFilterSet
from cooperation.models import Participant, PartnershipStage, ProposalStage
from cooperation.tables.partnerships import Partnerships
from cooperation.tables.statements import Evidence
from cooperation.tables.work import Proposals
from trade.api.backends import Filters
from trade.api.filters import CodesFilter, DayFilter, IncludePartsFilter, RecordFilter, RegionFilter
from trade.api.filtersets import SOURCE, TradeFigureFilterSet
from trade.models import Source

# Kinds of facts that evidence is given for, as the status of a partnership names them.
FACT_TYPES = (
    "follow-up",
    "mechanism",
    "meeting",
    "participant",
    "proposal-change",
    "statement",
    "tenure",
    "topic",
    "trade-figure",
    "traded-good",
)


class PublicFilters(Filters):
    """The declared filters as somebody without an account would use them.

    A table shows everybody the same, so no filter may find by a draft either.
    """

    def get_filterset_kwargs(
        self, request: Any, queryset: QuerySet[Any], view: Any
    ) -> dict[str, Any]:
        asked: dict[str, Any] = super().get_filterset_kwargs(request, queryset, view)
        return {**asked, "request": SimpleNamespace(user=AnonymousUser())}


class PartnershipsFilterSet(PartnershipFilterSet):
    stage = MultipleChoiceFilter(
        choices=PartnershipStage.choices,
        method="filter_stage",
        help_text=_("The stage computed from the records. May be repeated."),
    )
    archived = None  # type: ignore[assignment]

    def filter_stage(
        self, partnerships: QuerySet[Any], name: str, stages: list[str]
    ) -> QuerySet[Any]:
        """By the column of the table, of partnerships with both `codes`."""
        if not stages:
            return partnerships
        rows = Partnerships.objects.filter(stage__in=stages)
        return partnerships.filter(codes__in=rows.order_by().values("partnership"))


class MeetingsFilterSet(MeetingFilterSet):
    publication = None  # type: ignore[assignment]
    archived = None  # type: ignore[assignment]


class TradeFilterSet(TradeFigureFilterSet):
    known_at = None  # type: ignore[assignment]


class ProposalsFilterSet(ProposalFilterSet):
    stage = CodesFilter(
        choices=ProposalStage.choices,
        method="filter_stage",
        help_text=_("The stage reached as of today, see codes/proposal-stages. May be repeated."),
    )
    archived = None  # type: ignore[assignment]

    def filter_stage(self, proposals: QuerySet[Any], name: str, stages: list[str]) -> QuerySet[Any]:
        """By the column of the table, so that it never finds what the table does not show."""
        if not stages:
            return proposals
        rows = Proposals.objects.filter(stage__in=stages)
        return proposals.filter(pk__in=rows.order_by().values("pk"))


class MechanismsFilterSet(MechanismFilterSet):
    archived = None  # type: ignore[assignment]


class StatementsFilterSet(StatementFilterSet):
    pass


class ParticipantsFilterSet(FilterSet):
    meeting = RecordFilter(**MEETING)
    partnership = PartnershipFilter("meeting__partnerships")
    region = RegionFilter("side", help_text=_("The side they speak for."))
    include_parts = IncludePartsFilter()
    official = RecordFilter(**OFFICIAL)
    role = MultipleChoiceFilter(
        choices=Participant.Role.choices,
        help_text=_("See codes/participant-roles. May be repeated."),
    )
    date_from = DayFilter(
        field_name="meeting__date",
        lookup_expr="gte",
        help_text=_("At meetings on this day or later."),
    )
    date_to = DayFilter(
        field_name="meeting__date",
        lookup_expr="lte",
        help_text=_("At meetings on this day or earlier."),
    )

    class Meta:
        model = Participant
        fields: tuple[str, ...] = ()


class EvidenceFilterSet(FilterSet):
    type = MultipleChoiceFilter(
        field_name="fact_type",
        choices=[(name, name) for name in FACT_TYPES],
        help_text=_("What kind of fact. May be repeated."),
    )
    source = RecordFilter(method="filter_source", **SOURCE)
    source_kind = MultipleChoiceFilter(
        choices=Source.Kind.choices, help_text=_("See codes/source-kinds. May be repeated.")
    )
    published_from = DayFilter(
        field_name="published_on", lookup_expr="gte", help_text=_("Published on or after a day.")
    )
    published_to = DayFilter(
        field_name="published_on", lookup_expr="lte", help_text=_("Published on or before a day.")
    )

    class Meta:
        model = Evidence
        fields: tuple[str, ...] = ()

    def filter_source(self, rows: QuerySet[Any], name: str, source: Source) -> QuerySet[Any]:
        return rows.filter(source_key=source.key)
