"""How one record names another: by code or key, with a name to show."""

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from cooperation.models import Meeting, Official, Organisation, Partnership, Post, Sector
from trade.api.records import RecordSerializer, RegionReferenceSerializer


class PartnershipReferenceSerializer(RecordSerializer):
    """The two regions of a partnership, in the order of their codes."""

    region_a = RegionReferenceSerializer(read_only=True)
    region_b = RegionReferenceSerializer(read_only=True)

    class Meta:
        model = Partnership
        fields = ("region_a", "region_b")


class SectorReferenceSerializer(RecordSerializer):
    """A sector, named by its code."""

    class Meta:
        model = Sector
        fields = ("code", "name")


class OfficialReferenceSerializer(RecordSerializer):
    """An official, named by key."""

    class Meta:
        model = Official
        fields = ("key", "name", "original_name")


class OrganisationReferenceSerializer(RecordSerializer):
    """An organisation, named by key."""

    class Meta:
        model = Organisation
        fields = ("key", "name")


class PostReferenceSerializer(RecordSerializer):
    """A post: its title and the region its holder speaks for."""

    region = RegionReferenceSerializer(read_only=True)

    class Meta:
        model = Post
        fields = ("id", "title", "region", "rank")


class MeetingReferenceSerializer(RecordSerializer):
    """A meeting, named by key, with its date as far as it is known."""

    title = serializers.CharField(
        source="__str__", read_only=True, help_text=_("Its title, else place or kind and date.")
    )

    class Meta:
        model = Meeting
        fields = ("key", "title", "date", "date_precision", "date_basis", "state")
