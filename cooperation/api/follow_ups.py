"""What somebody owes after a meeting."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_filters.filterset import FilterSet
from rest_framework import serializers
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin

from cooperation.api.filters import MEETING, OFFICIAL, PartnershipFilter
from cooperation.api.records import MeetingReferenceSerializer, OfficialReferenceSerializer
from cooperation.api.viewsets import DraftsHiddenViewSet
from cooperation.api.writing.follow_ups import FollowUpWriter
from cooperation.models import FollowUp
from trade.api.evidence import PassageSerializer, SourceReferenceSerializer, passages, sources
from trade.api.filters import (
    CodesFilter,
    DayFilter,
    IncludePartsFilter,
    RecordFilter,
    RegionFilter,
    YesNoFilter,
)
from trade.api.records import RecordSerializer
from trade.api.writing.views import Changed, Created, Deleted, PutByBody


class FollowUpSerializer(RecordSerializer):
    """A task with its owner and due date, and the sources of the meeting it comes from."""

    meeting = MeetingReferenceSerializer(read_only=True)
    official = OfficialReferenceSerializer(read_only=True, allow_null=True)
    is_overdue = serializers.SerializerMethodField(help_text=_("Open and due before today."))
    sources = SourceReferenceSerializer(source="meeting.sources", many=True, read_only=True)
    passages = PassageSerializer(many=True, read_only=True)

    class Meta:
        model = FollowUp
        fields = (
            "id",
            "meeting",
            "task",
            "owner",
            "official",
            "due_on",
            "state",
            "closed_on",
            "is_overdue",
            "sources",
            "passages",
        )

    def get_is_overdue(self, follow_up: FollowUp) -> bool:
        return follow_up.is_overdue(today=timezone.localdate())


class FollowUpFilterSet(FilterSet):
    meeting = RecordFilter(**MEETING)
    partnership = PartnershipFilter("meeting__partnerships")
    region = RegionFilter(
        "meeting__partnerships__region_a",
        "meeting__partnerships__region_b",
        help_text=_("A region of the meeting's partnerships."),
    )
    include_parts = IncludePartsFilter()
    official = RecordFilter(**OFFICIAL)
    state = CodesFilter(
        choices=FollowUp.State.choices, help_text=_("See codes/follow-up-states. May be repeated.")
    )
    overdue = YesNoFilter(
        method="filter_overdue", help_text=_("true: open and due before today; false: the others.")
    )
    due_from = DayFilter(field_name="due_on", lookup_expr="gte", help_text=_("Due then or later."))
    due_to = DayFilter(field_name="due_on", lookup_expr="lte", help_text=_("Due then or earlier."))

    class Meta:
        model = FollowUp
        fields: tuple[str, ...] = ()

    def filter_overdue(self, follow_ups: Any, name: str, asked: bool) -> QuerySet[Any]:
        overdue = FollowUp.objects.overdue(today=timezone.localdate()).order_by().values("pk")
        found: QuerySet[Any] = (
            follow_ups.filter(pk__in=overdue) if asked else follow_ups.exclude(pk__in=overdue)
        )
        return found


class FollowUpViewSet(
    Created,
    Changed,
    PutByBody,
    Deleted,
    ListModelMixin,
    RetrieveModelMixin,
    DraftsHiddenViewSet,
):
    """What somebody promised to do after a meeting."""

    # Published with the meeting, it is new to most readers then.
    changed_with = ("meeting",)
    queryset = FollowUp.objects.select_related("meeting", "official").prefetch_related(
        passages(), sources("meeting__sources")
    )
    serializer_class = FollowUpSerializer
    writer_class = FollowUpWriter
    filterset_class = FollowUpFilterSet
    ordering_fields = ("due_on", "state", "owner")
    ordering = ("due_on",)
