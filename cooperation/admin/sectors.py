"""The sectors of cooperation and the terms by which texts name them."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from cooperation.models import Proposal, Sector, SectorTerm
from trade.admin.base import Inline, RecordAdmin, visible
from trade.admin.columns import count_of


class SectorTermInline(Inline):
    model = SectorTerm
    fields = [("term", "language")]
    show_change_link = False


@admin.register(Sector)
class SectorAdmin(RecordAdmin):
    list_display = ["name", "code", "parent", "isic", "terms_known", "proposals_recorded"]
    list_filter = [("parent", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["parent"]
    search_fields = ["search_text"]
    search_help_text = _("Its name, or a term by which texts name it.")
    fieldsets = [
        (None, {"fields": [("name", "code"), "parent"]}),
        (_("Classifications"), {"fields": ["isic_codes", "products"]}),
    ]
    inlines = [SectorTermInline]

    def get_queryset(self, request: HttpRequest) -> Any:
        proposals = visible(Proposal.objects.all(), request)
        return (
            super()
            .get_queryset(request)
            .annotate(
                term_count=count_of(SectorTerm.objects.all(), by="sector"),
                proposal_count=count_of(proposals, by="sector"),
            )
        )

    @admin.display(description=_("ISIC"))
    def isic(self, sector: Sector) -> str:
        return ", ".join(sector.isic_codes)

    @admin.display(description=_("terms"), ordering="term_count")
    def terms_known(self, sector: Any) -> int:
        return int(sector.term_count)

    @admin.display(description=_("proposals"), ordering="proposal_count")
    def proposals_recorded(self, sector: Any) -> int:
        return int(sector.proposal_count)


@admin.register(SectorTerm)
class SectorTermAdmin(RecordAdmin):
    list_display = ["term", "language", "sector"]
    list_filter = ["language", ("sector", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["sector"]
    search_fields = ["search_text", "sector__search_text"]
    fields = ["sector", ("term", "language")]
