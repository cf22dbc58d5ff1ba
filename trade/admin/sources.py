"""Sources, their passages, and the regions they name."""

from typing import Any

from django.contrib import admin
from django.db.models import Value
from django.forms import Textarea
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from trade.admin.base import Inline, RecordAdmin
from trade.admin.columns import count_of, link_to_list, short
from trade.admin.forms import RecordForm
from trade.admin.quotes import PassageForm
from trade.figures.totals import refresh_totals_of_source
from trade.models import Evidenced, Passage, RegionMention, Source


def facts_of_a_source() -> Any:
    """The number of records that name a source as theirs, whichever app they live in."""
    total: Any = Value(0)
    for relation in Source._meta.related_objects:
        model: Any = relation.related_model
        if issubclass(model, Evidenced) or relation.many_to_many:
            total = total + count_of(model._base_manager.all(), by=relation.field.name)
    return total


class SourceForm(RecordForm):
    class Meta:
        widgets = {"text": Textarea(attrs={"rows": 18, "class": "vLargeTextField monospace"})}


class RegionMentionInline(Inline):
    model = RegionMention
    fields = ["region"]
    select_related = ["region"]
    classes = ["collapse"]


@admin.register(Source)
class SourceAdmin(RecordAdmin):
    form = SourceForm
    list_display = [
        "title",
        "publisher",
        "date_published",
        "kind",
        "language",
        "facts",
        "passages_recorded",
        "text_scope",
    ]
    list_filter = ["kind", "text_scope", "language"]
    date_hierarchy = "published_on"
    search_fields = ["search_text"]
    search_help_text = _("Title, publisher, address or key.")
    readonly_fields = ["sha256", "passages_recorded"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "title",
                    ("publisher", "kind", "language"),
                    "url",
                    ("published_on", "published_on_precision"),
                ]
            },
        ),
        (
            _("Text"),
            {
                "fields": ["text", ("text_scope", "licence"), ("passages_recorded", "sha256")],
                "description": _(
                    "Paste the article as plain text. Statements and other facts then rest on "
                    "passages of it. Keep only excerpts where the licence allows no more."
                ),
            },
        ),
        (_("Notes"), {"classes": ["collapse"], "fields": ["notes"]}),
    ]
    inlines = [RegionMentionInline]

    def save_model(self, request: HttpRequest, obj: Source, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if change and "kind" in form.changed_data:  # only releases have totals
            refresh_totals_of_source(obj.pk)

    def get_queryset(self, request: HttpRequest) -> Any:
        return (
            super()
            .get_queryset(request)
            .annotate(
                fact_count=facts_of_a_source(),
                passage_count=count_of(Passage.objects.all(), by="source"),
            )
        )

    @admin.display(description=_("published"), ordering="published_on")
    def date_published(self, source: Source) -> str:
        return str(source.published or "")

    @admin.display(description=_("facts"), ordering="fact_count")
    def facts(self, source: Any) -> int:
        return int(source.fact_count)

    @admin.display(description=_("passages"), ordering="passage_count")
    def passages_recorded(self, source: Any) -> str:
        count = getattr(source, "passage_count", 0)
        return link_to_list(Passage, count, source__id__exact=source.pk) if count else "0"


@admin.register(Passage)
class PassageAdmin(RecordAdmin):
    """Entered by their words, and never moved afterwards: facts rest on them."""

    list_display = ["words_in_short", "source", "start", "end"]
    list_select_related = ["source"]
    search_fields = ["words", "source__search_text"]
    search_help_text = _("Words of the passage or of its source's title.")

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        if obj is None:
            kwargs["form"] = PassageForm
        return super().get_form(request, obj, change, **kwargs)

    def get_fields(self, request: HttpRequest, obj: Passage | None = None) -> list[Any]:
        if obj is None:
            return ["source", "words", "occurrence"]
        return ["source", "quote", ("start", "end")]

    def get_readonly_fields(self, request: HttpRequest, obj: Passage | None = None) -> list[str]:
        return ["source", "quote", "start", "end"] if obj else []

    def save_model(self, request: HttpRequest, obj: Passage, form: Any, change: bool) -> None:
        obj.words = form.cleaned_data.get("words", obj.words)
        super().save_model(request, obj, form, change)

    @admin.display(description=_("words"), ordering="words")
    def words_in_short(self, passage: Passage) -> str:
        return short(passage.words)

    @admin.display(description=_("words"))
    def quote(self, passage: Passage) -> str:
        return format_html('<blockquote class="quote">{}</blockquote>', passage.words)


@admin.register(RegionMention)
class RegionMentionAdmin(RecordAdmin):
    list_display = ["region", "source", "passages_recorded"]
    list_select_related = ["region", "source"]
    list_filter = [("region", admin.RelatedOnlyFieldListFilter)]
    search_fields = ["region__search_text", "source__search_text"]
    fields = ["source", "region", "passages"]

    def get_queryset(self, request: HttpRequest) -> Any:
        passages = count_of(Passage.objects.all(), by="region_mentions")
        return super().get_queryset(request).annotate(passage_count=passages)

    @admin.display(description=_("passages"), ordering="passage_count")
    def passages_recorded(self, mention: Any) -> int:
        return int(mention.passage_count)
