"""Meetings: the page where analysts spend their day."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cooperation import after_saving
from cooperation.admin.filters import MeetingPartnershipFilter
from cooperation.admin.meeting_form import MeetingForm, proposed
from cooperation.admin.meeting_inlines import (
    INLINES,
    ParticipantInline,
    StatementInline,
    StepInline,
    TopicInline,
)
from cooperation.models import Meeting, Participant
from cooperation.services import NotReadyToPublishError, publish_meeting, withdraw_meeting
from trade.admin.base import RecordAdmin
from trade.admin.columns import count_of
from trade.models import Source

HEADS = Participant.objects.filter(role=Participant.Role.HEAD).order_by("side", "id")


@admin.register(Meeting)
class MeetingAdmin(RecordAdmin):
    form = MeetingForm
    list_display = [
        "name",
        "date_known",
        "sides",
        "heads",
        "place",
        "state",
        "published",
        "sources_named",
    ]
    list_filter = ["publication", "state", "kind", MeetingPartnershipFilter, "date_basis"]
    list_prefetch_related = [
        "partnerships__region_a",
        "partnerships__region_b",
        Prefetch("participants", HEADS, to_attr="leading"),
    ]
    date_hierarchy = "date"
    search_fields = ["search_text"]
    search_help_text = _("Title, place, participant, official or region, in any script.")
    readonly_fields = ["published"]
    actions = ["publish_selected", "withdraw_selected"]
    inlines = INLINES
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "partnerships",
                    "sources",
                    ("date", "date_precision", "date_basis"),
                    "date_as_written",
                    ("kind", "state", "published"),
                    "place",
                ],
                "description": _(
                    "A draft saves with little. Publishing takes a date, a source, a partnership "
                    "and a participant of each side."
                ),
            },
        ),
        (_("In words"), {"fields": ["title", "summary", "passages"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> Any:
        sources = count_of(Source.objects.all(), by="meetings")
        return super().get_queryset(request).annotate(source_count=sources)

    # The list

    @admin.display(description=_("meeting"), ordering="title")
    def name(self, meeting: Meeting) -> str:
        return meeting.title or ", ".join(
            part for part in (meeting.get_kind_display().capitalize(), meeting.place) if part
        )

    @admin.display(description=_("date"), ordering="date")
    def date_known(self, meeting: Meeting) -> str:
        if meeting.when is None:
            return ""
        if meeting.date_basis != Meeting.DateBasis.INFERRED:
            return format_html('<span class="nowrap">{}</span>', meeting.when)
        return format_html(
            '<span class="nowrap">{}</span> <span class="quiet">{}</span>',
            meeting.when,
            _t("inferred"),
        )

    @admin.display(description=_("sides"))
    def sides(self, meeting: Meeting) -> str:
        return "; ".join(str(partnership) for partnership in meeting.partnerships.all())

    @admin.display(description=_("heads"))
    def heads(self, meeting: Any) -> str:
        return ", ".join(participant.name_as_written for participant in meeting.leading)

    @admin.display(description=_("publication"), ordering="publication")
    def published(self, meeting: Meeting) -> str:
        label = meeting.get_publication_display()
        return format_html('<span class="state {}">{}</span>', meeting.publication, label)

    @admin.display(description=_("sources"), ordering="source_count")
    def sources_named(self, meeting: Any) -> int:
        return int(meeting.source_count)

    # The form

    def get_fieldsets(self, request: HttpRequest, obj: Meeting | None = None) -> list[Any]:
        """The box that answers the warning of a duplicate, hidden until there is one."""
        fieldsets = super().get_fieldsets(request, obj)
        may_save = (
            self.has_add_permission(request)
            if obj is None
            else self.has_change_permission(request, obj)
        )
        if not may_save:
            return fieldsets
        (name, first), *rest = fieldsets
        return [(name, {**first, "fields": ["save_anyway", *first["fields"]]}), *rest]

    def has_delete_permission(self, request: HttpRequest, obj: Meeting | None = None) -> bool:
        """What was published is archived, or made a draft again: readers may have quoted it."""
        is_open = obj is None or not obj.is_published
        return is_open and super().has_delete_permission(request, obj)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return proposed(request)

    def get_formset_kwargs(
        self, request: HttpRequest, obj: Meeting, inline: Any, prefix: str
    ) -> dict[str, Any]:
        kwargs: dict[str, Any] = super().get_formset_kwargs(request, obj, inline, prefix)
        if isinstance(inline, ParticipantInline):
            kwargs["initial"] = inline.sides_without_head(request, obj)
        if isinstance(inline, StatementInline | StepInline):
            kwargs["form_kwargs"] = {"sources": self._sources(request, obj)}
        return kwargs

    def _sources(self, request: HttpRequest, meeting: Meeting) -> list[Source]:
        """The meeting's sources as they stand on the page that is being saved."""
        if request.method != "POST":
            return []
        field = MeetingForm.base_fields["sources"]
        chosen = [key for key in request.POST.getlist("sources") if key.isdecimal()]
        return list(field.clean(chosen)) if chosen else []

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        meeting = kwargs.get("obj")
        may = self.has_publish_permission(request)
        is_published = meeting is not None and meeting.is_published
        context.update(show_publish=may and not is_published, show_withdraw=may and is_published)
        response: HttpResponse = super().render_change_form(request, context, *args, **kwargs)
        return response

    # Saving

    def save_model(self, request: HttpRequest, obj: Meeting, form: Any, change: bool) -> None:
        if obj.date is None:
            # The database refuses a published meeting without a date; `_settle` says so.
            obj.publication = Meeting.Publication.DRAFT
        super().save_model(request, obj, form, change)

    def save_related(
        self, request: HttpRequest, form: Any, formsets: list[Any], change: bool
    ) -> None:
        super().save_related(request, form, formsets, change)
        # Without what was read before the parts were saved.
        meeting = Meeting.objects.get(pk=form.instance.pk)
        after_saving.fill_in_posts(meeting)
        after_saving.match_speakers(meeting)
        for complaint in after_saving.put_topics_forward(self._put_forward(request, formsets)):
            messages.warning(request, complaint)
        for warning in after_saving.doubtful_posts(meeting):
            messages.warning(request, warning)
        self._settle(request, meeting, was_published=form.was_published)
        form.instance.publication = meeting.publication

    def _put_forward(self, request: HttpRequest, formsets: list[Any]) -> list[Any]:
        """The topics ticked to become proposals, by somebody who may add proposals."""
        if not request.user.has_perm("cooperation.add_proposal"):
            return []
        return [
            form.instance
            for formset in formsets
            if formset.model is TopicInline.model
            for form in formset.forms
            if form not in formset.deleted_forms
            and form.cleaned_data.get("put_forward")
            and form.instance.pk is not None
            and form.instance.proposal_id is None
        ]

    def _settle(self, request: HttpRequest, meeting: Meeting, *, was_published: bool) -> None:
        """Publish or withdraw as asked; what is published and lacks something is a draft again."""
        user: Any = request.user
        if "_publish" in request.POST:
            try:
                publish_meeting(meeting=meeting, by=user)
            except NotReadyToPublishError as error:
                messages.warning(request, _t("Saved as a draft. %(error)s") % {"error": error})
        elif "_withdraw" in request.POST:
            withdraw_meeting(meeting=meeting, by=user)
        elif was_published and (missing := meeting.missing_for_publication()):
            withdraw_meeting(meeting=meeting)
            messages.warning(
                request,
                _t("This meeting is a draft again. %(error)s")
                % {"error": NotReadyToPublishError(missing)},
            )

    def response_add(self, request: HttpRequest, obj: Meeting, *args: Any) -> HttpResponse:
        self._stay_if_not_published(request, obj)
        response: HttpResponse = super().response_add(request, obj, *args)
        return response

    def response_change(self, request: HttpRequest, obj: Meeting) -> HttpResponse:
        self._stay_if_not_published(request, obj)
        response: HttpResponse = super().response_change(request, obj)
        return response

    def _stay_if_not_published(self, request: HttpRequest, meeting: Meeting) -> None:
        """Show the form again, with what is missing on top."""
        if "_publish" in request.POST and not meeting.is_published:
            posted = request.POST.copy()
            posted["_continue"] = "1"
            request.POST = posted  # type: ignore[assignment]

    # Actions on the list

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("cooperation.publish_meeting")

    @admin.action(description=_("Publish selected meetings"), permissions=["publish"])
    def publish_selected(self, request: HttpRequest, meetings: QuerySet[Meeting]) -> None:
        published, drafts = 0, []
        for meeting in meetings:
            try:
                publish_meeting(meeting=meeting, by=request.user)  # type: ignore[arg-type]
                published += 1
            except NotReadyToPublishError as error:
                drafts.append(f"{meeting}: {error}")
        self._say(request, published, drafts)

    def _say(self, request: HttpRequest, published: int, drafts: list[str]) -> None:
        if published:
            text = ngettext("%(n)d meeting published.", "%(n)d meetings published.", published)
            messages.success(request, text % {"n": published})
        if drafts:
            messages.warning(request, _t("Still drafts: %(list)s") % {"list": " ".join(drafts)})

    @admin.action(description=_("Make selected meetings drafts again"), permissions=["publish"])
    def withdraw_selected(self, request: HttpRequest, meetings: QuerySet[Meeting]) -> None:
        for meeting in meetings:
            withdraw_meeting(meeting=meeting, by=request.user)  # type: ignore[arg-type]
        messages.success(request, _t("The selected meetings are drafts."))
