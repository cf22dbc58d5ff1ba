"""What was said, word for word."""

from django.utils.translation import gettext_lazy as _
from django_filters.filterset import FilterSet
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin

from cooperation.api.filters import MEETING, OFFICIAL, PartnershipFilter
from cooperation.api.records import MeetingReferenceSerializer, OfficialReferenceSerializer
from cooperation.api.viewsets import DraftsHiddenViewSet
from cooperation.api.writing.statements import StatementWriter
from cooperation.models import Participant, Statement
from trade.api.evidence import UNSHOWN, PassageSerializer, SourceReferenceSerializer
from trade.api.filters import IncludePartsFilter, RecordFilter, RegionFilter
from trade.api.filtersets import SOURCE
from trade.api.records import RecordSerializer, RegionReferenceSerializer
from trade.api.writing.views import Changed, Created, Deleted, PutByBody


class SpeakerSerializer(RecordSerializer):
    """The participant of the meeting who said it."""

    side = RegionReferenceSerializer(read_only=True)

    class Meta:
        model = Participant
        fields = ("id", "side", "name_as_written", "title_as_written", "role")


class StatementSerializer(RecordSerializer):
    """What somebody said, with its exact place in the source."""

    source = SourceReferenceSerializer(  # type: ignore[assignment]
        source="passage.source", read_only=True
    )
    passage = PassageSerializer(read_only=True)
    meeting = MeetingReferenceSerializer(read_only=True, allow_null=True)
    participant = SpeakerSerializer(read_only=True, allow_null=True)
    official = OfficialReferenceSerializer(read_only=True, allow_null=True)

    class Meta:
        model = Statement
        fields = (
            "id",
            "speaker_as_written",
            "passage",
            "source",
            "meeting",
            "participant",
            "official",
        )


class StatementFilterSet(FilterSet):
    meeting = RecordFilter(**MEETING)
    official = RecordFilter(**OFFICIAL)
    partnership = PartnershipFilter("meeting__partnerships")
    region = RegionFilter("participant__side", help_text=_("The side the speaker speaks for."))
    include_parts = IncludePartsFilter()
    source = RecordFilter(field_name="passage__source", **SOURCE)

    class Meta:
        model = Statement
        fields: tuple[str, ...] = ()


class StatementViewSet(
    Created,
    Changed,
    PutByBody,
    Deleted,
    ListModelMixin,
    RetrieveModelMixin,
    DraftsHiddenViewSet,
):
    """What officials and others said, with the exact words and where they stand."""

    # Published with the meeting, it is new to most readers then.
    changed_with = ("meeting", "participant")
    queryset = Statement.objects.select_related(
        "passage__source", "meeting", "participant__side", "official"
    ).defer(*(f"passage__source__{column}" for column in UNSHOWN))
    serializer_class = StatementSerializer
    writer_class = StatementWriter
    filterset_class = StatementFilterSet
    ordering_fields = ("date", "source", "speaker_as_written")
    ordering = ("-date", "source")
    ordering_paths = {
        "date": ("meeting__date",),
        "source": ("passage__source__key", "passage__start"),
    }
