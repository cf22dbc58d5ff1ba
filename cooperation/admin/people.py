"""Officials, the posts they hold and held, and organisations."""

from typing import Any

from django.contrib import admin
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _

from cooperation.models import Official, Organisation, Post, Tenure
from trade.admin.base import Inline, RecordAdmin
from trade.admin.figures import EVIDENCE


def in_post_today(*related: str) -> "Prefetch[str, QuerySet[Tenure], str]":
    """Tenures that cover today, highest rank first, as `current_tenures`."""
    tenures = Tenure.objects.held_on(timezone.localdate()).select_related(*related)
    return Prefetch("tenures", tenures.order_by("post__rank", "id"), to_attr="current_tenures")


class TenureInline(Inline):
    model = Tenure
    fields = [
        ("post", "source"),
        ("starts_on", "starts_on_precision", "ends_on", "ends_on_precision"),
    ]
    select_related = ["official", "post", "source"]


@admin.register(Official)
class OfficialAdmin(RecordAdmin):
    list_display = ["name", "original_name", "current_post", "speaks_for", "other_names"]
    list_filter = [("posts__region", admin.RelatedOnlyFieldListFilter)]
    search_fields = ["search_text"]
    search_help_text = _("Any spelling of the name, in Latin or Cyrillic letters, or the post.")
    fieldsets = [
        (
            None,
            {
                "fields": [("name", "original_name"), "other_names"],
                "description": _(
                    "Search before you add: a person in two records loses half a history."
                ),
            },
        ),
    ]
    inlines = [TenureInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Official]:
        return super().get_queryset(request).prefetch_related(in_post_today("post__region"))

    @admin.display(description=_("post today"))
    def current_post(self, official: Any) -> str:
        return format_html_join("; ", "{}", ((tenure.post,) for tenure in official.current_tenures))

    @admin.display(description=_("speaks for"))
    def speaks_for(self, official: Any) -> str:
        regions = {str(tenure.post.region): None for tenure in official.current_tenures}
        return ", ".join(regions)


@admin.register(Post)
class PostAdmin(RecordAdmin):
    list_display = ["title", "region", "rank", "organisation", "holder"]
    list_filter = ["rank", ("region", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["region", "organisation"]
    search_fields = ["search_text"]
    search_help_text = _("Words of the title or the region.")
    fieldsets = [
        (
            None,
            {
                "fields": ["title", ("region", "organisation"), "rank"],
                "description": _("The rank decides which post is shown when somebody holds two."),
            },
        ),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Post]:
        return super().get_queryset(request).prefetch_related(in_post_today("official"))

    @admin.display(description=_("held today by"))
    def holder(self, post: Any) -> str:
        return ", ".join(str(tenure.official) for tenure in post.current_tenures)


@admin.register(Tenure)
class TenureAdmin(RecordAdmin):
    list_display = ["official", "post", "region", "since", "until", "source"]
    list_filter = [("post__region", admin.RelatedOnlyFieldListFilter), "post__rank"]
    list_select_related = ["official", "post__region", "source"]
    date_hierarchy = "starts_on"
    search_fields = ["official__search_text", "post__search_text", "post__region__search_text"]
    search_help_text = _("Name of the official, post or region.")
    fieldsets = [
        (None, {"fields": [("official", "post")]}),
        (
            _("Time"),
            {
                "fields": [
                    ("starts_on", "starts_on_precision"),
                    ("ends_on", "ends_on_precision"),
                ],
                "description": _("An empty date is not recorded: it sets no bound."),
            },
        ),
        EVIDENCE,
    ]

    @admin.display(description=_("region"), ordering="post__region__name")
    def region(self, tenure: Tenure) -> str:
        return str(tenure.post.region)

    @admin.display(description=_("from"), ordering="starts_on")
    def since(self, tenure: Tenure) -> str:
        return str(tenure.start or "")

    @admin.display(description=_("to"), ordering="ends_on")
    def until(self, tenure: Tenure) -> str:
        return str(tenure.end or "")


@admin.register(Organisation)
class OrganisationAdmin(RecordAdmin):
    list_display = ["name", "kind", "region", "other_names"]
    list_filter = ["kind", ("region", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["region"]
    search_fields = ["search_text"]
    search_help_text = _("Any of its names.")
    fieldsets = [(None, {"fields": ["name", "other_names", ("kind", "region")]})]
