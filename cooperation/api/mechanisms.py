"""What already stands between regions, or is planned to."""

from django.utils.translation import gettext_lazy as _
from django_filters.filterset import FilterSet
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin

from cooperation.api.filters import PARTNERSHIP_ORDER, PartnershipFilter, SectorFilter
from cooperation.api.records import (
    OrganisationReferenceSerializer,
    PartnershipReferenceSerializer,
    SectorReferenceSerializer,
)
from cooperation.api.writing.mechanisms import MechanismWriter
from cooperation.models import Mechanism
from trade.api.evidence import EVIDENCE, EvidencedSerializer, with_evidence
from trade.api.filters import (
    ArchivedFilter,
    CodesFilter,
    IncludePartsFilter,
    RecordFilter,
    RegionFilter,
)
from trade.api.filtersets import SOURCE
from trade.api.records import RegionReferenceSerializer
from trade.api.viewsets import RecordViewSet
from trade.api.writing.views import Archived, Changed, Created, Deleted, PutByBody


class MechanismSerializer(EvidencedSerializer):
    """A centre, commission, joint production, agreement or tie."""

    partnership = PartnershipReferenceSerializer(read_only=True)
    sector = SectorReferenceSerializer(read_only=True, allow_null=True)
    located_in = RegionReferenceSerializer(read_only=True, allow_null=True)
    host = OrganisationReferenceSerializer(read_only=True, allow_null=True)

    class Meta:
        model = Mechanism
        fields = (
            "id",
            "partnership",
            "name",
            "kind",
            "state",
            "sector",
            "located_in",
            "host",
            "starts_on",
            "starts_on_precision",
            "ends_on",
            "ends_on_precision",
            "notes",
            "archived_on",
            "archive_reason",
            *EVIDENCE,
        )


class MechanismFilterSet(FilterSet):
    partnership = PartnershipFilter("partnership")
    region = RegionFilter(
        "partnership__region_a",
        "partnership__region_b",
        help_text=_("A region of the partnership."),
    )
    located_in = RegionFilter("located_in", help_text=_("Where it is."))
    include_parts = IncludePartsFilter()
    sector = SectorFilter("sector")
    kind = CodesFilter(
        choices=Mechanism.Kind.choices, help_text=_("See codes/mechanism-kinds. May be repeated.")
    )
    state = CodesFilter(
        choices=Mechanism.State.choices,
        help_text=_("See codes/mechanism-states. May be repeated."),
    )
    source = RecordFilter(**SOURCE)
    archived = ArchivedFilter()

    class Meta:
        model = Mechanism
        fields: tuple[str, ...] = ()


class MechanismViewSet(
    Created,
    Changed,
    PutByBody,
    Deleted,
    Archived,
    ListModelMixin,
    RetrieveModelMixin,
    RecordViewSet,
):
    """Service and training centres, commissions, joint productions, agreements, ties."""

    same_for_all_readers = True
    queryset = with_evidence(
        Mechanism.objects.select_related(
            "partnership__region_a", "partnership__region_b", "sector", "located_in", "host"
        )
    )
    serializer_class = MechanismSerializer
    writer_class = MechanismWriter
    filterset_class = MechanismFilterSet
    ordering_fields = ("partnership", "name", "kind", "state", "starts_on")
    ordering = ("partnership", "name")
    ordering_paths = {"partnership": PARTNERSHIP_ORDER}
