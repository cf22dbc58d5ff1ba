"""What the program read in an article and proposes: read here, decided elsewhere."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from cooperation.models import Reading, Suggestion
from trade.admin.base import ReadOnly, RecordAdmin
from trade.admin.columns import link_to_list, short


@admin.register(Reading)
class ReadingAdmin(ReadOnly, RecordAdmin):
    list_display = ["source", "read_at", "rules_version", "suggestions_made", "to_decide"]
    list_filter = ["rules_version"]
    list_select_related = ["source"]
    date_hierarchy = "read_at"
    search_fields = ["source__search_text", "key"]
    search_help_text = _("Title, publisher or address of the source.")
    fields = ["source", ("read_at", "rules_version"), "text_sha256"]

    def get_queryset(self, request: HttpRequest) -> Any:
        pending = Q(suggestions__decision=Suggestion.Decision.PENDING)
        return (
            super()
            .get_queryset(request)
            .annotate(
                suggestion_count=Count("suggestions"),
                pending_count=Count("suggestions", filter=pending),
            )
        )

    @admin.display(description=_("suggestions"), ordering="suggestion_count")
    def suggestions_made(self, reading: Any) -> str:
        count = reading.suggestion_count
        return link_to_list(Suggestion, count, reading__id__exact=reading.pk)

    @admin.display(description=_("to decide"), ordering="pending_count")
    def to_decide(self, reading: Any) -> int:
        return int(reading.pending_count)


@admin.register(Suggestion)
class SuggestionAdmin(ReadOnly, RecordAdmin):
    list_display = ["words", "kind", "decision", "decided_by", "reading"]
    list_filter = ["decision", "kind"]
    list_select_related = ["passage", "reading__source", "decided_by"]
    search_fields = ["passage__words", "reading__source__search_text", "kind"]
    search_help_text = _("Words of the passage, or of the source's title.")
    fields = [
        ("reading", "number", "kind"),
        "passage",
        "proposed",
        ("decision", "decided_by", "decided_at"),
    ]

    @admin.display(description=_("words"), ordering="passage__words")
    def words(self, suggestion: Suggestion) -> str:
        return short(suggestion.passage.words)
