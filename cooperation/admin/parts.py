"""Parts of meetings on pages of their own: to search across meetings, and to add evidence."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from cooperation.admin.filters import DueFilter
from cooperation.admin.quoted import StatementForm
from cooperation.models import CitedFigure, FollowUp, Meeting, Participant, Statement, Topic
from trade.admin.base import RecordAdmin, visible
from trade.admin.columns import link_to, short

PASSAGES: tuple[Any, Any] = (
    _("Evidence"),
    {
        "fields": ["passages"],
        "description": _("Passages that say so: search by their words, or paste new ones."),
    },
)


class PartAdmin(RecordAdmin):
    """A part of a meeting; those who may not see drafts see no part of a draft either."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        parts = super().get_queryset(request)
        if request.user.has_perm("cooperation.view_draft"):
            return parts
        seen = visible(Meeting.objects.all(), request).order_by().values("pk")
        return parts.filter(meeting__in=seen)


@admin.register(Participant)
class ParticipantAdmin(PartAdmin):
    list_display = ["name_as_written", "title_as_written", "side", "role", "official", "of_meeting"]
    list_filter = ["role", ("side", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["side", "official", "meeting"]
    search_fields = ["search_text"]
    search_help_text = _("Name or title, as written or as known.")
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("meeting", "side", "role"),
                    ("name_as_written", "title_as_written"),
                    ("official", "tenure"),
                ]
            },
        ),
        PASSAGES,
    ]

    @admin.display(description=_("meeting"), ordering="meeting__date")
    def of_meeting(self, participant: Participant) -> str:
        return link_to(participant.meeting)


@admin.register(Statement)
class StatementAdmin(RecordAdmin):
    form = StatementForm
    list_display = ["words_in_short", "speaker_as_written", "of_meeting", "of_source"]
    list_select_related = ["passage__source", "meeting", "official", "participant"]
    list_filter = [("official", admin.RelatedOnlyFieldListFilter)]
    search_fields = ["search_text"]
    search_help_text = _("Words said, or who said them.")
    fieldsets = [
        (None, {"fields": ["source", "words", "occurrence"]}),
        (_("Who and where"), {"fields": ["speaker_as_written", ("meeting", "participant")]}),
        (_("Known as"), {"fields": ["official"]}),
    ]

    def get_fieldsets(self, request: HttpRequest, obj: Statement | None = None) -> list[Any]:
        if obj is None or self.has_change_permission(request, obj):
            return super().get_fieldsets(request, obj)
        who = ("speaker_as_written", "official", "meeting", "participant")
        return [(None, {"fields": ["passage", "of_source", *who]})]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        if obj is None or self.has_change_permission(request, obj):
            return super().get_readonly_fields(request, obj)
        return ["passage", "of_source"]

    @admin.display(description=_("words"), ordering="passage__words")
    def words_in_short(self, statement: Statement) -> str:
        return short(statement.passage.words)

    @admin.display(description=_("meeting"), ordering="meeting__date")
    def of_meeting(self, statement: Statement) -> str:
        return link_to(statement.meeting)

    @admin.display(description=_("source"), ordering="passage__source__title")
    def of_source(self, statement: Statement) -> str:
        return link_to(statement.passage.source)


@admin.register(Topic)
class TopicAdmin(PartAdmin):
    list_display = ["__str__", "sector", "of_meeting", "proposal"]
    list_filter = [("sector", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["sector", "meeting", "proposal__sector"]
    search_fields = ["as_written", "sector__search_text", "meeting__search_text"]
    search_help_text = _("Words of the topic, its sector or its meeting.")
    fieldsets = [
        (None, {"fields": ["meeting", ("sector", "as_written"), "proposal"]}),
        PASSAGES,
    ]

    @admin.display(description=_("meeting"), ordering="meeting__date")
    def of_meeting(self, topic: Topic) -> str:
        return link_to(topic.meeting)


@admin.register(CitedFigure)
class CitedFigureAdmin(PartAdmin):
    list_display = ["figure", "participant", "of_meeting"]
    list_select_related = ["figure", "participant", "meeting"]
    search_fields = [
        "figure__reporter__search_text",
        "figure__partner__search_text",
        "figure__period",
        "figure__amount_as_written",
        "participant__search_text",
    ]
    search_help_text = _("Region, period or amount of the figure, or who quoted it.")
    fields = ["meeting", "figure", "participant"]

    @admin.display(description=_("meeting"), ordering="meeting__date")
    def of_meeting(self, cited: CitedFigure) -> str:
        return link_to(cited.meeting)


@admin.register(FollowUp)
class FollowUpAdmin(RecordAdmin):
    list_display = ["task", "owner", "due_on", "state", "lateness", "of_meeting"]
    list_filter = ["state", DueFilter]
    list_select_related = ["meeting", "official"]
    date_hierarchy = "due_on"
    search_fields = ["search_text"]
    search_help_text = _("Words of the task or its owner.")
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "task",
                    ("owner", "official"),
                    ("due_on", "state", "closed_on"),
                    "meeting",
                ]
            },
        ),
        PASSAGES,
    ]

    @admin.display(description=_("overdue"))
    def lateness(self, follow_up: FollowUp) -> str:
        if not follow_up.is_overdue(today=timezone.localdate()):
            return ""
        return format_html('<span class="state late">{}</span>', _("overdue"))

    @admin.display(description=_("meeting"), ordering="meeting__date")
    def of_meeting(self, follow_up: FollowUp) -> str:
        return link_to(follow_up.meeting)
