"""How a whole status is shown, and the key numbers of it that lists have."""

from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from cooperation.api.status.shown import Amount, Shown, rests_on
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
from cooperation.models import Partnership, PartnershipStage
from cooperation.status import Overview
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


class GapSerializer(Shown):
    """Something missing or doubtful."""

    code = serializers.CharField(help_text=_("Such as no-figure or no-meeting."))
    message = serializers.CharField()
    about = serializers.DictField(help_text=_("What it concerns: year, months, region, ..."))
    rests_on = rests_on()


class KnownAt(Shown):
    """Says what moment's knowledge an answer holds."""

    known_at = serializers.SerializerMethodField(
        help_text=_("The moment whose knowledge this is; null for what is known now.")
    )

    @extend_schema_field(serializers.DateTimeField(allow_null=True))
    def get_known_at(self, shown: Any) -> str | None:
        field = serializers.DateTimeField()
        at = self.context.get("known_at")
        return None if at is None else field.to_representation(at)


class StatusSerializer(KnownAt):
    """Where a partnership stands on a day, each number with the records it rests on."""

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


class LatestTurnoverSerializer(Shown):
    """The turnover of the newest year of which one is known."""

    year = serializers.IntegerField()
    reporter = serializers.CharField(help_text=_("The code of the region that reports it."))
    value = Amount(source="turnover.value", help_text=_("Null for a range."))
    value_low = Amount(source="turnover.value_low")
    value_high = Amount(source="turnover.value_high")
    currency = serializers.CharField(source="turnover.currency")
    qualifier = serializers.ChoiceField(
        source="turnover.qualifier", choices=TradeFigure.Qualifier.choices
    )
    amount_as_written = serializers.CharField(source="turnover.amount_as_written")
    is_computed = serializers.BooleanField(source="turnover.is_computed")


class Row(NamedTuple):
    """A partnership and its key numbers."""

    partnership: Partnership
    overview: Overview


class ListedPartnershipSerializer(Shown):
    """A partnership with its stage and key numbers."""

    id = serializers.IntegerField(source="partnership.pk")
    region_a = RegionReferenceSerializer(source="partnership.region_a")
    region_b = RegionReferenceSerializer(source="partnership.region_b")
    url = serializers.SerializerMethodField(help_text=_("Where this API shows it."))
    status_url = serializers.SerializerMethodField(help_text=_("Where its whole status is."))
    as_of = serializers.DateField(source="overview.as_of")
    stage = ComputedStageSerializer(source="overview.stage")
    declared_stage = DeclaredStageSerializer(source="overview.declared_stage", allow_null=True)
    meetings = serializers.IntegerField(source="overview.meetings", help_text=_("Held so far."))
    last_meeting = StatusMeetingSerializer(source="overview.last_meeting", allow_null=True)
    next_meeting = StatusMeetingSerializer(source="overview.next_meeting", allow_null=True)
    days_since_last_meeting = serializers.IntegerField(
        source="overview.days_since_last_meeting", allow_null=True
    )
    latest_turnover = LatestTurnoverSerializer(source="overview.latest_turnover", allow_null=True)
    open_proposals = serializers.IntegerField(source="overview.open_proposals")
    stalled_proposals = serializers.IntegerField(source="overview.stalled_proposals")
    operating_mechanisms = serializers.IntegerField(source="overview.operating_mechanisms")
    notes = serializers.CharField(source="partnership.notes")
    archived_on = serializers.DateField(source="partnership.archived_on", allow_null=True)
    archive_reason = serializers.CharField(source="partnership.archive_reason")

    def get_url(self, row: Row) -> str:
        return f"{self.context['root']}partnerships/{'/'.join(row.partnership.regions)}/"

    def get_status_url(self, row: Row) -> str:
        return f"{self.get_url(row)}status/"


class PartnershipSerializer(KnownAt, ListedPartnershipSerializer):
    """One partnership with its stage and key numbers."""
