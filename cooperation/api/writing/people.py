"""Bodies of officials, posts, tenures and organisations."""

from cooperation.api.writing.references import (
    OfficialReference,
    OrganisationReference,
    PostReference,
)
from cooperation.models import Official, Organisation, Post, Tenure
from trade.api.writing.evidenced import EVIDENCE, EvidencedWriter
from trade.api.writing.references import RegionReference
from trade.api.writing.writers import Writer


class OfficialWriter(Writer):
    """A person who speaks for a region. Search before you add: nobody should be there twice."""

    class Meta:
        model = Official
        fields = ("key", "name", "original_name", "other_names")


class OrganisationWriter(Writer):
    """A ministry, enterprise, university or other body of a region."""

    region = RegionReference()

    class Meta:
        model = Organisation
        fields = ("key", "name", "other_names", "kind", "region")


class PostWriter(Writer):
    """An office somebody can hold."""

    natural = ("title", "region")
    region = RegionReference()
    organisation = OrganisationReference(required=False, allow_null=True)

    class Meta:
        model = Post
        fields = ("title", "region", "organisation", "rank")


class TenureWriter(EvidencedWriter):
    """Who held which post, from when to when; an unknown start or end is null."""

    natural = ("official", "post", "starts_on")
    official = OfficialReference()
    post = PostReference()

    class Meta:
        model = Tenure
        fields = (
            "official",
            "post",
            "starts_on",
            "starts_on_precision",
            "ends_on",
            "ends_on_precision",
            *EVIDENCE,
        )
