"""Bodies of meetings, with their participants, topics and the figures quoted."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from cooperation.after_saving import fill_in_posts, match_speakers
from cooperation.api.writing.references import (
    OfficialReference,
    ParticipantReference,
    PartnershipReference,
    PostReference,
    ProposalReference,
    SectorReference,
    participant_of,
)
from cooperation.models import CitedFigure, Meeting, Participant, Topic
from cooperation.services import CannotPutForwardError, put_forward
from trade.api.writing.addresses import involved
from trade.api.writing.figures import FigureReference
from trade.api.writing.parts import PartWriter
from trade.api.writing.passages import PassageWriter
from trade.api.writing.references import RegionReference, SourceReference
from trade.api.writing.refusals import ConflictError
from trade.api.writing.writers import Many, Values, Writer


class PartOfMeetingWriter(PartWriter):
    """A part of a meeting; passages that name no source are of the meeting's only one."""

    whole = "meeting"

    def source_of(self, record: Any) -> Any:
        return only_source(record.meeting)


def only_source(meeting: Meeting | None) -> Any:
    """The source of a meeting that has one only."""
    sources = list(meeting.sources.all()[:2]) if meeting is not None else []
    return sources[0] if len(sources) == 1 else None


class ParticipantWriter(PartOfMeetingWriter):
    """Who took part; of an official, name, side, title and post follow where left out."""

    natural = ("side", "name_as_written")
    names = {"tenure": "post"}
    side = RegionReference(required=False)
    name_as_written = serializers.CharField(
        max_length=200, required=False, help_text=_("Left out: the name of the official.")
    )
    official = OfficialReference(required=False, allow_null=True)
    post = PostReference(required=False, allow_null=True)
    passages = PassageWriter(many=True, required=False)

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

    def complete_part(self, record: Meeting, values: Values) -> Values:
        official, post = values.get("official"), values.pop("post", None)
        if official is not None:
            values.setdefault("name_as_written", official.name)
            values["tenure"] = self._tenure(official, post, record)
            held = values["tenure"] or (official.tenure_on(record.date) if record.date else None)
            if held is not None:
                values.setdefault("side", held.post.region)
        missing = {
            name: reason
            for name, reason in (
                ("side", _t("Say which region this participant speaks for.")),
                ("name_as_written", _t("Give a name, or an official.")),
            )
            if name not in values
        }
        if missing:
            self.refuse(missing)
        return {"tenure": None, **values}

    def _tenure(self, official: Any, post: Any, meeting: Meeting) -> Any:
        """The tenure of the post that is named: on the day of the meeting, else the only one."""
        if post is None:
            return None
        held = official.tenures.filter(post=post).select_related("post__region")
        on_the_day = held.held_on(meeting.date).first() if meeting.date else None
        found = on_the_day or held.order_by("-starts_on", "id").first()
        if found is None:
            self.refuse({"post": _t("This official is not known to have held this post.")})
        return found

    def in_order(self, parts: list[tuple[str, Values]]) -> list[tuple[str, Values]]:
        """Members first: who is head no longer makes room for who is now."""
        return sorted(parts, key=lambda part: part[1].get("role") != Participant.Role.MEMBER)


class TopicWriter(PartOfMeetingWriter):
    """A sector spoken about."""

    natural = ("sector", "as_written")
    sector = SectorReference()
    proposal = ProposalReference(required=False, allow_null=True)
    put_forward = serializers.BooleanField(
        required=False,
        help_text=_("true: make it a proposal of the meeting's partnership, mentioned that day."),
    )
    passages = PassageWriter(many=True, required=False)

    class Meta:
        model = Topic
        fields = ("id", "sector", "as_written", "proposal", "put_forward", "passages")

    def write(self, record: Any, values: Values, *, is_partial: bool = False) -> bool:
        values = dict(values)
        is_put_forward = values.pop("put_forward", False)
        if is_put_forward and "proposal" not in values:
            values["proposal"] = record.proposal
        is_changed = super().write(record, values, is_partial=is_partial)
        if not is_put_forward or record.proposal is not None:
            return is_changed
        if not self.context["request"].user.has_perm("cooperation.add_proposal"):
            raise PermissionDenied(_t("Putting a topic forward takes the right to add proposals."))
        try:
            put_forward(topic=record)
        except CannotPutForwardError as error:
            raise ConflictError(
                str(error), faults=[{"field": "put_forward", "reason": str(error)}]
            ) from error
        return True


class CitedFigureWriter(PartOfMeetingWriter):
    """A trade figure quoted at the meeting, and by whom."""

    natural = ("figure",)
    figure = FigureReference()
    participant = ParticipantReference(required=False, allow_null=True)

    class Meta:
        model = CitedFigure
        fields = ("id", "figure", "participant")

    def assign(self, record: Any, values: Values) -> None:
        wanted = values.get("participant")
        if isinstance(wanted, dict):
            values["participant"] = participant_of(record.meeting, wanted)
            if values["participant"] is None:
                self.refuse({"participant": _t("This meeting has no such participant.")})
        super().assign(record, values)


class MeetingWriter(Writer):
    """A meeting, always a draft at first, with its participants, topics and figures quoted."""

    partnerships = Many(child=PartnershipReference(), required=False)
    sources = Many(child=SourceReference(), required=False)
    passages = PassageWriter(many=True, required=False)
    participants = ParticipantWriter(many=True, required=False)
    topics = TopicWriter(many=True, required=False)
    cited_figures = CitedFigureWriter(many=True, required=False)
    save_anyway = serializers.BooleanField(
        required=False,
        help_text=_("true: this is another meeting, though one like it is recorded."),
    )

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
            "summary",
            "sources",
            "passages",
            "participants",
            "topics",
            "cited_figures",
            "save_anyway",
        )

    def source_of(self, record: Any) -> Any:
        return only_source(record)

    def write(self, record: Meeting, values: Values, *, is_partial: bool = False) -> bool:
        may_be_like = values.pop("save_anyway", False) or "key" in values
        if record.pk is None and not may_be_like:
            self._refuse_if_like_another(values)
        is_changed = super().write(record, values, is_partial=is_partial)
        # Without what was read before the parts were written.
        meeting = Meeting.objects.get(pk=record.pk)
        fill_in_posts(meeting)
        match_speakers(meeting)
        missing = meeting.missing_for_publication() if meeting.is_published else []
        if missing:
            raise ConflictError(
                _t("A published meeting keeps what its readers rely on: withdraw it first."),
                faults=[{"reason": reason} for reason in missing],
            )
        return is_changed

    def _refuse_if_like_another(self, values: Values) -> None:
        """A meeting whose key nobody chose may be one that is recorded, as on the admin's page."""
        request = self.context["request"]
        like = Meeting.objects.visible_to(request.user).like(
            Meeting(date=values.get("date")),
            partnerships=values.get("partnerships", []),
            urls=[source.url for source in values.get("sources", [])],
        )
        found = list(like[:5])
        if found:
            raise ConflictError(
                _t("This may be recorded already; if it is another meeting, send save_anyway."),
                records=involved(found, request),
            )
