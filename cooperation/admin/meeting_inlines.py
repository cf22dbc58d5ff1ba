"""What a meeting holds, entered on the same page: who, what was said, about what, what next."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from cooperation.admin.meeting_form import partnership_asked_for
from cooperation.admin.quoted import StatementForm, StatementFormSet
from cooperation.admin.steps import StepForm
from cooperation.models import (
    CitedFigure,
    FollowUp,
    Meeting,
    Participant,
    ProposalChange,
    Statement,
    Topic,
)
from trade.admin.base import Inline
from trade.admin.forms import PartsFormSet, RecordForm


class ParticipantForm(RecordForm):
    """An official is enough: name, side, title and post at the time follow."""

    class Meta:
        model = Participant
        fields = ["side", "role", "name_as_written", "title_as_written", "official", "tenure"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.may_stay_empty(
            {
                "side": _("the official's region"),
                "name_as_written": _("the official's name"),
                "title_as_written": _("the official's title"),
                "tenure": _("the official's post that day"),
            }
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        official, meeting = data.get("official"), data.get("meeting")
        if "name_as_written" in data and not data["name_as_written"]:
            if official is not None:
                data["name_as_written"] = official.name
            else:
                self.add_error("name_as_written", _("Give a name, or choose an official."))
        if "side" in data and data["side"] is None:
            tenure = data.get("tenure")
            if tenure is None and official is not None and meeting is not None and meeting.date:
                tenure = official.tenure_on(meeting.date)
            if tenure is not None:
                data["side"] = tenure.post.region
            else:
                self.add_error("side", _("Say which region this participant speaks for."))
        return data


class ParticipantFormSet(PartsFormSet):
    """One row a side that has nobody yet, for its head; rows added after that are members."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.extra = len(self.initial_extra or ())

    def _construct_form(self, i: int, **kwargs: Any) -> Any:
        form = super()._construct_form(i, **kwargs)  # type: ignore[misc]
        if i >= self.initial_form_count() + self.extra:
            form.initial["role"] = Participant.Role.MEMBER
        return form

    @property
    def empty_form(self) -> Any:
        form = super().empty_form
        form.initial["role"] = Participant.Role.MEMBER
        return form


class ParticipantInline(Inline):
    model = Participant
    form = ParticipantForm
    formset = ParticipantFormSet
    fields = [
        ("official", "side", "role"),
        ("name_as_written", "title_as_written", "tenure"),
    ]
    select_related = ["side", "official", "tenure__official", "tenure__post__region"]

    def sides_without_head(self, request: HttpRequest, meeting: Meeting | None) -> list[Any]:
        """The sides to propose rows for; two unnamed ones while the partnership is not known."""
        head = {"role": Participant.Role.HEAD}
        if meeting is not None and meeting.pk is not None:
            partnerships = list(meeting.partnerships.all())
        else:
            asked = partnership_asked_for(request)
            partnerships = [asked] if asked else []
            if not partnerships:
                return [head, head]
        regions = sorted({code for pair in partnerships for code in pair.regions})
        there = set()
        if meeting is not None and meeting.pk is not None:
            there = set(meeting.participants.values_list("side_id", flat=True))
        return [{**head, "side": code} for code in regions if code not in there]


class OfMeeting:
    """An inline that offers only the participants of the meeting, read once for all its rows."""

    def get_formset(self, request: HttpRequest, obj: Meeting | None = None, **kwargs: Any) -> Any:
        formset = super().get_formset(request, obj, **kwargs)  # type: ignore[misc]
        field = formset.form.base_fields.get("participant")
        if field is None:
            return formset
        there = Participant.objects.filter(meeting=obj) if obj else Participant.objects.none()
        field.queryset = there
        field.widget.can_add_related = False
        field.choices = [("", "–"), *((one.pk, str(one)) for one in there)]
        return formset

    def get_autocomplete_fields(self, request: HttpRequest) -> list[str]:
        fields = super().get_autocomplete_fields(request)  # type: ignore[misc]
        return [field for field in fields if field != "participant"]


class StatementInline(OfMeeting, Inline):
    model = Statement
    form = StatementForm
    formset = StatementFormSet
    fields = [
        "words",
        ("participant", "speaker_as_written", "official", "source", "occurrence"),
    ]
    select_related = ["passage__source", "participant", "official"]

    def get_fieldsets(self, request: HttpRequest, obj: Meeting | None = None) -> list[Any]:
        if self.has_change_permission(request, obj):
            return list(super().get_fieldsets(request, obj))
        return [(None, {"fields": ["passage", ("speaker_as_written", "participant", "official")]})]

    def get_readonly_fields(self, request: HttpRequest, obj: Meeting | None = None) -> list[str]:
        return [] if self.has_change_permission(request, obj) else ["passage"]


class TopicForm(RecordForm):
    put_forward = forms.BooleanField(
        label=_("Put forward as a proposal"),
        required=False,
        help_text=_("Make it a proposal of this partnership, mentioned that day."),
    )

    class Meta:
        model = Topic
        fields = ["sector", "as_written", "proposal"]


class TopicInline(Inline):
    model = Topic
    form = TopicForm
    fields = [("sector", "as_written", "proposal", "put_forward")]
    select_related = ["sector", "proposal__sector"]

    def get_fieldsets(self, request: HttpRequest, obj: Meeting | None = None) -> list[Any]:
        if self.has_change_permission(request, obj):
            return list(super().get_fieldsets(request, obj))
        return [(None, {"fields": [("sector", "as_written", "proposal")]})]


class StepInline(Inline):
    model = ProposalChange
    form = StepForm
    verbose_name = _("step of a proposal")
    verbose_name_plural = _("steps proposals took at this meeting")
    fields = [
        ("proposal", "stage", "note"),
        ("effective_on", "effective_on_precision", "source"),
    ]
    select_related = ["proposal__sector", "source"]


class CitedFigureInline(OfMeeting, Inline):
    model = CitedFigure
    verbose_name_plural = _("figures cited")
    fields = [("figure", "participant")]
    select_related = ["figure", "participant"]


class FollowUpInline(Inline):
    model = FollowUp
    fields = [("task", "owner", "official"), ("due_on", "state", "closed_on")]
    select_related = ["official"]


INLINES: list[Any] = [
    ParticipantInline,
    StatementInline,
    TopicInline,
    StepInline,
    CitedFigureInline,
    FollowUpInline,
]
