"""The shape of a whole status, and of the key numbers of it that lists have, for the schema.

plain.py writes them.
"""

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from cooperation.api.status.shown import Amount, EvidenceSerializer, Shown, rests_on
from cooperation.api.status.trade import TradeSerializer
from cooperation.api.status.work import (
    ContactsSerializer,
    DirectionSerializer,
    FollowUpsSerializer,
    MechanismLineSerializer,
    ProposalsSerializer,
    SideInPostSerializer,
    StatusMeetingSerializer,
)
from cooperation.models import PartnershipStage
from trade.api.evidence import SourceReferenceSerializer
from trade.api.records import RegionReferenceSerializer
from trade.models import TradeFigure


class ComputedStageSerializer(Shown):
    """The stage by the rules, and why."""

    stage = serializers.ChoiceField(choices=PartnershipStage.choices)
    rule = serializers.CharField(help_text=_("The name of the rule that gave it."))
    rules_version = serializers.CharField()
    reason = serializers.CharField()
    rests_on = rests_on()


class DeclaredStageSerializer(Shown):
    """The stage an analyst declared."""

    stage = serializers.ChoiceField(choices=PartnershipStage.choices)
    declared_on = serializers.DateField()
    because = serializers.CharField()


class PublisherSerializer(Shown):
    """A publisher, and how many of the sources are theirs."""

    name = serializers.CharField()
    count = serializers.IntegerField()


class SourcesUsedSerializer(Shown):
    """The sources of the facts, published by the day or undated."""

    count = serializers.IntegerField()
    publishers = PublisherSerializer(many=True)
    latest_source = SourceReferenceSerializer(allow_null=True)
    latest_meeting = StatusMeetingSerializer(allow_null=True)
    items = SourceReferenceSerializer(many=True)
    others = SourceReferenceSerializer(
        many=True,
        help_text=_("Named by records here, but not counted: out later, or of a meeting to come."),
    )


def known_at() -> serializers.DateTimeField:
    return serializers.DateTimeField(
        allow_null=True,
        help_text=_("The moment whose knowledge this is; null for what is known now."),
    )


class GapSerializer(Shown):
    """Something missing or doubtful."""

    code = serializers.CharField(help_text=_("Such as no-figure or no-meeting."))
    message = serializers.CharField()
    about = serializers.DictField(help_text=_("What it concerns: year, months, region, ..."))
    rests_on = rests_on()


class StatusSerializer(Shown):
    """Where a partnership stands on a day, each number with the records it rests on."""

    known_at = known_at()
    region_a = RegionReferenceSerializer()
    region_b = RegionReferenceSerializer()
    as_of = serializers.DateField(help_text=_("The day it holds for."))
    rules_version = serializers.CharField()
    stage = ComputedStageSerializer()
    declared_stage = DeclaredStageSerializer(allow_null=True)
    meetings = ContactsSerializer()
    trade = TradeSerializer()
    goods = DirectionSerializer(many=True)
    proposals = ProposalsSerializer()
    mechanisms = MechanismLineSerializer(many=True)
    officials = SideInPostSerializer(many=True)
    follow_ups = FollowUpsSerializer()
    sources = SourcesUsedSerializer()
    gaps = GapSerializer(many=True)
    records = serializers.DictField(
        child=EvidenceSerializer(),
        help_text=_("Every record that something above rests on, by the name used there."),
    )


class LatestTurnoverSerializer(Shown):
    """The turnover of the newest year of which one is known."""

    year = serializers.IntegerField()
    reporter = serializers.CharField(help_text=_("The code of the region that reports it."))
    value = Amount(help_text=_("Null for a range."))
    value_low = Amount()
    value_high = Amount()
    currency = serializers.CharField()
    qualifier = serializers.ChoiceField(choices=TradeFigure.Qualifier.choices)
    amount_as_written = serializers.CharField()
    is_computed = serializers.BooleanField()


class ListedPartnershipSerializer(Shown):
    """A partnership with its stage and key numbers."""

    id = serializers.IntegerField()
    region_a = RegionReferenceSerializer()
    region_b = RegionReferenceSerializer()
    url = serializers.CharField(help_text=_("Where this API shows it."))
    status_url = serializers.CharField(help_text=_("Where its whole status is."))
    as_of = serializers.DateField()
    stage = ComputedStageSerializer()
    declared_stage = DeclaredStageSerializer(allow_null=True)
    meetings = serializers.IntegerField(help_text=_("Held so far."))
    last_meeting = StatusMeetingSerializer(allow_null=True)
    next_meeting = StatusMeetingSerializer(allow_null=True)
    days_since_last_meeting = serializers.IntegerField(allow_null=True)
    latest_turnover = LatestTurnoverSerializer(allow_null=True)
    open_proposals = serializers.IntegerField()
    stalled_proposals = serializers.IntegerField()
    operating_mechanisms = serializers.IntegerField()
    notes = serializers.CharField()
    archived_on = serializers.DateField(allow_null=True)
    archive_reason = serializers.CharField()


class PartnershipSerializer(ListedPartnershipSerializer):
    """One partnership with its stage and key numbers."""

    known_at = known_at()
