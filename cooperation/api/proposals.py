"""What is put forward, what already stands, and what somebody still owes."""

import datetime as dt
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_filters.filterset import FilterSet
from rest_framework import serializers
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin

from cooperation.api.filters import PARTNERSHIP_ORDER, PartnershipFilter, SectorFilter
from cooperation.api.records import (
    MeetingReferenceSerializer,
    PartnershipReferenceSerializer,
    SectorReferenceSerializer,
)
from cooperation.api.steps import Steps
from cooperation.api.viewsets import DraftsHiddenViewSet
from cooperation.api.writing.proposals import ProposalWriter
from cooperation.models import Meeting, Proposal, ProposalChange, ProposalStage
from trade.api.evidence import EVIDENCE, EvidencedSerializer, with_evidence
from trade.api.filters import ArchivedFilter, CodesFilter, IncludePartsFilter, RegionFilter
from trade.api.records import RecordSerializer
from trade.api.updates import changed_itself, history_since
from trade.api.writing.views import Archived, Changed, Created, Deleted, PutByBody


class ProposalChangeSerializer(EvidencedSerializer):
    """One step of a proposal, and what says so."""

    meeting = MeetingReferenceSerializer(read_only=True, allow_null=True)

    class Meta:
        model = ProposalChange
        fields = (
            "id",
            "stage",
            "effective_on",
            "effective_on_precision",
            "meeting",
            "note",
            *EVIDENCE,
        )


class ProposalSerializer(RecordSerializer):
    """A proposal with all its steps and the stage it has reached today."""

    partnership = PartnershipReferenceSerializer(read_only=True)
    sector = SectorReferenceSerializer(read_only=True)
    stage = serializers.ChoiceField(
        choices=ProposalStage.choices,
        read_only=True,
        allow_null=True,
        help_text=_("Reached as of today; null when no step is recorded."),
    )
    changes = ProposalChangeSerializer(many=True, read_only=True)

    class Meta:
        model = Proposal
        fields = (
            "id",
            "partnership",
            "sector",
            "title",
            "stage",
            "notes",
            "archived_on",
            "archive_reason",
            "changes",
        )


class ProposalFilterSet(FilterSet):
    partnership = PartnershipFilter("partnership")
    region = RegionFilter(
        "partnership__region_a",
        "partnership__region_b",
        help_text=_("A region of the partnership."),
    )
    include_parts = IncludePartsFilter()
    sector = SectorFilter("sector")
    stage = CodesFilter(
        choices=ProposalStage.choices,
        help_text=_("The stage reached as of today, see codes/proposal-stages. May be repeated."),
    )
    archived = ArchivedFilter()

    class Meta:
        model = Proposal
        fields: tuple[str, ...] = ()


def proposal_changed(since: dt.datetime, user: Any) -> Q:
    """Proposals that changed, or got a step this reader may know of, or one with its meeting."""
    meetings = Meeting.objects.visible_to(user)
    steps = history_since(ProposalChange, since).filter(
        Q(meeting=None) | Q(meeting__in=meetings.order_by().values("pk"))
    )
    published = ProposalChange.objects.filter(
        meeting__in=meetings.filter(changed_itself(Meeting, since)).order_by().values("pk")
    )
    return (
        changed_itself(Proposal, since)
        | Q(pk__in=steps.values("proposal_id"))
        | Q(pk__in=published.order_by().values("proposal_id"))
    )


class ProposalViewSet(
    Steps,
    Created,
    Changed,
    PutByBody,
    Deleted,
    Archived,
    ListModelMixin,
    RetrieveModelMixin,
    DraftsHiddenViewSet,
):
    """What is put forward within partnerships, with every step and the stage reached today."""

    queryset = Proposal.objects.select_related(
        "partnership__region_a", "partnership__region_b", "sector"
    )
    serializer_class = ProposalSerializer
    writer_class = ProposalWriter
    filterset_class = ProposalFilterSet
    ordering_fields = ("partnership", "sector", "title", "stage")
    ordering = ("partnership", "sector", "title")
    ordering_paths = {"partnership": PARTNERSHIP_ORDER, "sector": ("sector__code",)}

    def changed_since(self, since: dt.datetime) -> Q:
        return proposal_changed(since, self.request.user)

    def get_queryset(self) -> QuerySet[Any]:
        changes = ProposalChange.objects.visible_to(self.request.user)
        steps = with_evidence(changes.in_order().select_related("meeting"))
        proposals: Any = super().get_queryset()
        staged: QuerySet[Any] = proposals.with_stage(on=timezone.localdate(), changes=changes)
        return staged.prefetch_related(Prefetch("changes", steps))
