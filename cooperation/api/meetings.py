"""When representatives of regions met: who came, what was spoken about, what was quoted."""

from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django_filters.filters import CharFilter, ChoiceFilter
from django_filters.filterset import FilterSet
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.mixins import RetrieveModelMixin
from rest_framework.request import Request
from rest_framework.response import Response

from cooperation.api.filters import OFFICIAL, PartnershipFilter, SectorFilter
from cooperation.api.meeting_rows import MeetingRowsMixin
from cooperation.api.records import (
    OfficialReferenceSerializer,
    PartnershipReferenceSerializer,
    PostReferenceSerializer,
    SectorReferenceSerializer,
)
from cooperation.api.viewsets import DraftsHiddenViewSet
from cooperation.api.writing.meetings import MeetingWriter
from cooperation.models import (
    CitedFigure,
    Meeting,
    Participant,
    Partnership,
    Proposal,
    Topic,
)
from cooperation.services import NotReadyToPublishError, publish_meeting, withdraw_meeting
from trade.api.cursors import Cursors
from trade.api.evidence import (
    PassageSerializer,
    SourceReferenceSerializer,
    passages,
    sources,
    with_evidence,
)
from trade.api.filters import (
    ArchivedFilter,
    CodesFilter,
    DayFilter,
    IncludePartsFilter,
    RecordFilter,
    RegionFilter,
    YesNoFilter,
    matching,
)
from trade.api.filtersets import SOURCE
from trade.api.records import RecordSerializer, RegionReferenceSerializer
from trade.api.serializers import TradeFigureSerializer
from trade.api.writing.refusals import ConflictError
from trade.api.writing.views import Archived, Changed, Created, Deleted, PutByKey
from trade.models import TradeFigure
from trade.search import fold


class ParticipantSerializer(RecordSerializer):
    """Who took part, as written, and the official and the post held that day where known."""

    side = RegionReferenceSerializer(read_only=True)
    official = OfficialReferenceSerializer(read_only=True, allow_null=True)
    post = PostReferenceSerializer(source="tenure.post", read_only=True, allow_null=True)
    passages = PassageSerializer(many=True, read_only=True)

    class Meta:
        model = Participant
        fields = (
            "id",
            "side",
            "name_as_written",
            "title_as_written",
            "role",
            "official",
            "post",
            "passages",
        )


class TopicSerializer(RecordSerializer):
    """A sector spoken about, and the proposal it concerns."""

    sector = SectorReferenceSerializer(read_only=True)
    proposal = serializers.IntegerField(
        source="proposal.pk",
        read_only=True,
        allow_null=True,
        default=None,
        help_text=_("The number of the proposal, where there is one."),
    )
    passages = PassageSerializer(many=True, read_only=True)

    class Meta:
        model = Topic
        fields = ("id", "sector", "as_written", "proposal", "passages")


class CitedFigureSerializer(RecordSerializer):
    """A trade figure quoted at the meeting, and by which participant."""

    figure = TradeFigureSerializer(read_only=True)

    class Meta:
        model = CitedFigure
        fields = ("id", "participant", "figure")


class MeetingSerializer(RecordSerializer):
    """A meeting with all that is recorded of it; its statements are at /statements/."""

    partnerships = PartnershipReferenceSerializer(many=True, read_only=True)
    participants = ParticipantSerializer(many=True, read_only=True)
    topics = TopicSerializer(many=True, read_only=True)
    cited_figures = CitedFigureSerializer(many=True, read_only=True)
    sources = SourceReferenceSerializer(many=True, read_only=True)
    passages = PassageSerializer(many=True, read_only=True)

    class Meta:
        model = Meeting
        fields = (
            "key",
            "partnerships",
            "title",
            "date",
            "date_precision",
            "date_basis",
            "date_as_written",
            "place",
            "kind",
            "state",
            "publication",
            "summary",
            "archived_on",
            "archive_reason",
            "participants",
            "topics",
            "cited_figures",
            "sources",
            "passages",
        )


class MeetingFilterSet(FilterSet):
    region = RegionFilter(
        "partnerships__region_a",
        "partnerships__region_b",
        help_text=_("A region of its partnerships."),
    )
    include_parts = IncludePartsFilter()
    partnership = PartnershipFilter("partnerships")
    date_from = DayFilter(
        field_name="date",
        lookup_expr="gte",
        help_text=_("On this day or later; a month or year counts as its first day."),
    )
    date_to = DayFilter(
        field_name="date",
        lookup_expr="lte",
        help_text=_("On this day or earlier; a month or year counts as its first day."),
    )
    state = CodesFilter(
        choices=Meeting.State.choices, help_text=_("See codes/meeting-states. May be repeated.")
    )
    kind = CodesFilter(
        choices=Meeting.Kind.choices, help_text=_("See codes/meeting-kinds. May be repeated.")
    )
    publication = ChoiceFilter(
        choices=Meeting.Publication.choices,
        help_text=_("Drafts are there only for those who may see them."),
    )
    date_basis = CodesFilter(
        choices=Meeting.DateBasis.choices, help_text=_("How the date is known. May be repeated.")
    )
    official = RecordFilter(field_name="participants__official", **OFFICIAL)
    sector = SectorFilter("topics__sector")
    source = RecordFilter(field_name="sources", **SOURCE)
    has_source = YesNoFilter(method="filter_has_source", help_text=_("Is a source recorded?"))
    place = CharFilter(
        method="filter_place",
        help_text=_("A part of the place's name, in Latin or Cyrillic letters, in any case."),
    )
    archived = ArchivedFilter()

    class Meta:
        model = Meeting
        fields: tuple[str, ...] = ()

    def filter_has_source(self, meetings: QuerySet[Any], name: str, asked: bool) -> QuerySet[Any]:
        return matching(meetings, Q(sources__isnull=not asked))

    def filter_place(self, meetings: QuerySet[Any], name: str, part: str) -> QuerySet[Any]:
        places = Meeting.objects.order_by().values_list("place", flat=True).distinct()
        return meetings.filter(place__in=[place for place in places if fold(part) in fold(place)])


PARTICIPANTS = Prefetch(
    "participants",
    Participant.objects.select_related("side", "official", "tenure__post__region").prefetch_related(
        passages()
    ),
)
CITED_FIGURES = Prefetch(
    "cited_figures",
    CitedFigure.objects.prefetch_related(
        Prefetch(
            "figure",
            with_evidence(TradeFigure.objects.select_related("reporter", "partner", "product")),
        )
    ),
)
PARTNERSHIPS = Prefetch("partnerships", Partnership.objects.select_related("region_a", "region_b"))

# Who may publish may withdraw.
PUBLISHING = dict.fromkeys(["publish", "withdraw"], ("cooperation.publish_meeting",))


class MeetingViewSet(
    Created,
    Changed,
    PutByKey,
    Deleted,
    Archived,
    MeetingRowsMixin,
    RetrieveModelMixin,
    DraftsHiddenViewSet,
):
    """Meetings, calls and visits, with participants, topics, figures quoted and sources."""

    changed_with = ("participants", "topics", "cited_figures")
    queryset = Meeting.objects.all()
    lookup_field = "key"
    serializer_class = MeetingSerializer
    writer_class = MeetingWriter
    further_rights = PUBLISHING
    filterset_class = MeetingFilterSet
    ordering_fields = ("date", "place", "kind", "state")
    ordering = ("-date",)
    pagination_class = Cursors

    def get_queryset(self) -> QuerySet[Any]:
        if self.action == "list":  # its rows bring their parts themselves
            return super().get_queryset()
        # A proposal that rests on drafts alone is hidden here as it is in its own list.
        proposals = Proposal.objects.visible_to(self.request.user).only("pk")
        topics = Topic.objects.select_related("sector").prefetch_related(
            Prefetch("proposal", proposals), passages()
        )
        parts: list[Any] = [PARTNERSHIPS, PARTICIPANTS, Prefetch("topics", topics), CITED_FIGURES]
        return super().get_queryset().prefetch_related(*parts, sources(), passages())

    def check_deletable(self, record: Meeting) -> None:
        if record.is_published:
            raise ConflictError(
                _t("Readers may have quoted what is published: archive it, or withdraw it first.")
            )
        super().check_deletable(record)

    @action(detail=True, methods=["post"])
    def publish(self, request: Request, key: str) -> Response:
        """Show a meeting to everybody; 409 says what is still missing."""
        return self.act_on(key, self._publish)

    def _publish(self, meeting: Meeting) -> None:
        try:
            publish_meeting(meeting=meeting, by=self.request.user)  # type: ignore[arg-type]
        except NotReadyToPublishError as error:
            raise ConflictError(
                str(error), faults=[{"reason": missing} for missing in error.missing]
            ) from error

    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, key: str) -> Response:
        """Make a published meeting a draft again."""
        return self.act_on(
            key,
            lambda meeting: withdraw_meeting(meeting=meeting, by=self.request.user),  # type: ignore[arg-type]
        )
