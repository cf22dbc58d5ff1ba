"""How meetings, proposals, mechanisms, people and follow-ups in a status are shown."""

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from cooperation.api.status.shown import Shown, first_day, precision, rests_on
from cooperation.models import Mechanism, Meeting, Post, ProposalStage
from trade.api.records import RegionReferenceSerializer


class StatusMeetingSerializer(Shown):
    """A meeting, with its date as far as it is known."""

    id = serializers.IntegerField()
    key = serializers.CharField()
    title = serializers.CharField()
    kind = serializers.ChoiceField(choices=Meeting.Kind.choices)
    state = serializers.ChoiceField(choices=Meeting.State.choices)
    date = first_day(help_text=_("The first possible day; null when not recorded."))
    date_precision = precision()
    date_basis = serializers.ChoiceField(choices=Meeting.DateBasis.choices)
    date_as_written = serializers.CharField()
    place = serializers.CharField()
    is_draft = serializers.BooleanField(help_text=_("Only those who may see drafts get it."))
    rests_on = rests_on()


class MeetingsOfYearSerializer(Shown):
    """The meetings held in one year."""

    year = serializers.IntegerField()
    count = serializers.IntegerField()
    rests_on = rests_on()


class ContactsSerializer(Shown):
    """Meetings held and planned."""

    total = serializers.IntegerField(help_text=_("Held up to the day; those of by_year together."))
    undated = serializers.IntegerField(help_text=_("Held, without a date: counted nowhere else."))
    by_year = MeetingsOfYearSerializer(many=True)
    last = StatusMeetingSerializer(allow_null=True)
    next = StatusMeetingSerializer(allow_null=True, help_text=_("The first planned one to come."))
    days_since_last = serializers.IntegerField(
        allow_null=True, help_text=_("From the last possible day of the last meeting.")
    )
    days_are_at_least = serializers.BooleanField(
        help_text=_("The last meeting's day is not known: there may be more.")
    )
    overdue = StatusMeetingSerializer(
        many=True, help_text=_("Planned for a day that has passed, and not recorded as held.")
    )


class StatusGoodSerializer(Shown):
    """Goods, in a source's words."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    products = serializers.ListField(child=serializers.CharField(), help_text=_("HS codes."))
    amount = serializers.CharField(help_text=_("How much, as written; empty when not said."))
    rests_on = rests_on()


class DirectionSerializer(Shown):
    """Goods that go one way."""

    origin = serializers.CharField()
    destination = serializers.CharField()
    goods = StatusGoodSerializer(many=True)


class ProposalLineSerializer(Shown):
    """A proposal and the stage it had reached."""

    id = serializers.IntegerField()
    sector = serializers.CharField(help_text=_("The code of its sector."))
    sector_name = serializers.CharField()
    title = serializers.CharField(help_text=_("What exactly; the sector's name for a whole one."))
    stage = serializers.ChoiceField(choices=ProposalStage.choices)
    since = first_day(help_text=_("When it reached this stage."))
    since_precision = precision()
    last_change = first_day(help_text=_("When a source last spoke of it."))
    last_change_precision = precision()
    is_open = serializers.BooleanField(help_text=_("Mentioned, negotiating or agreed."))
    is_stalled = serializers.BooleanField(help_text=_("Open, and no step for 12 months."))
    rests_on = rests_on()


class ProposalGroupSerializer(Shown):
    """How many proposals have something in common; what they rest on stands with each."""

    code = serializers.CharField()
    name = serializers.CharField()
    count = serializers.IntegerField()
    ids = serializers.ListField(child=serializers.IntegerField())


class ProposalsSerializer(Shown):
    """Proposals put forward up to the day. Groups name them by number; `items` has each."""

    items = ProposalLineSerializer(many=True)
    by_stage = ProposalGroupSerializer(many=True)
    by_sector = ProposalGroupSerializer(many=True)
    open = serializers.ListField(child=serializers.IntegerField(), help_text=_("Numbers."))
    stalled = serializers.ListField(child=serializers.IntegerField(), help_text=_("Numbers."))


class MechanismLineSerializer(Shown):
    """A mechanism and its state on the day."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    kind = serializers.ChoiceField(choices=Mechanism.Kind.choices)
    sector = serializers.CharField(help_text=_("The code of its sector; empty when it has none."))
    state = serializers.CharField(help_text=_("planned, operating, closed, or not_yet."))
    starts_on = first_day()
    starts_on_precision = precision()
    ends_on = first_day()
    ends_on_precision = precision()
    rests_on = rests_on()


class InPostSerializer(Shown):
    """An official in post."""

    tenure = serializers.IntegerField(help_text=_("The number of the tenure."))
    key = serializers.CharField(help_text=_("The key of the official."))
    name = serializers.CharField()
    post = serializers.CharField()
    rank = serializers.ChoiceField(choices=Post.Rank.choices)
    starts_on = first_day()
    starts_on_precision = precision()
    ends_on = first_day()
    ends_on_precision = precision()
    rests_on = rests_on()


class SideInPostSerializer(Shown):
    """One side, and who was in post for it, the highest rank first."""

    region = RegionReferenceSerializer()
    officials = InPostSerializer(many=True)


class OwedSerializer(Shown):
    """Something somebody owes after a meeting."""

    id = serializers.IntegerField()
    task = serializers.CharField()
    owner = serializers.CharField()
    due_on = serializers.DateField(allow_null=True)
    meeting = serializers.IntegerField(help_text=_("The number of the meeting."))
    rests_on = rests_on()


class FollowUpsSerializer(Shown):
    """What was open on the day, and what of it was overdue."""

    open = OwedSerializer(many=True)
    overdue = OwedSerializer(many=True)
