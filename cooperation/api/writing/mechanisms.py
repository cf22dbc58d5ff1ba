"""Bodies of mechanisms: what already stands between two regions."""

from cooperation.api.writing.references import (
    OrganisationReference,
    PartnershipReference,
    SectorReference,
)
from cooperation.models import Mechanism
from trade.api.writing.evidenced import EVIDENCE, EvidencedWriter
from trade.api.writing.references import RegionReference


class MechanismWriter(EvidencedWriter):
    """A centre, commission, joint production, agreement or tie."""

    natural = ("partnership", "name")
    partnership = PartnershipReference()
    sector = SectorReference(required=False, allow_null=True)
    located_in = RegionReference(required=False, allow_null=True)
    host = OrganisationReference(required=False, allow_null=True)

    class Meta:
        model = Mechanism
        fields = (
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
            *EVIDENCE,
        )
