"""Proposals and the steps they have taken."""

from typing import Any

from django.contrib import admin
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from cooperation.admin.filters import PartnershipFilter
from cooperation.admin.steps import StepForm
from cooperation.models import Proposal, ProposalChange, ProposalStage
from trade.admin.base import Inline, RecordAdmin, visible
from trade.admin.columns import count_of
from trade.admin.figures import EVIDENCE
from trade.models import PartialDate


class StageFilter(admin.SimpleListFilter):
    """The stage a proposal has now."""

    title = _("stage")
    parameter_name = "stage"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(ProposalStage.choices)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any] | None:
        return queryset.filter(current_stage=self.value()) if self.value() else None


class ChangeInline(Inline):
    model = ProposalChange
    form = StepForm
    fields = [
        ("stage", "effective_on", "effective_on_precision"),
        ("meeting", "source"),
        ("note", "passages"),
    ]
    select_related = ["meeting", "source", "proposal__sector"]
    prefetch_related = ["passages"]
    ordering = ["effective_on", "id"]


@admin.register(Proposal)
class ProposalAdmin(RecordAdmin):
    list_display = ["__str__", "sector", "partnership", "stage", "since", "steps"]
    list_filter = [StageFilter, PartnershipFilter, ("sector", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["partnership__region_a", "partnership__region_b", "sector"]
    search_fields = ["search_text"]
    search_help_text = _("Words of the undertaking, or a name of the sector.")
    fieldsets = [
        (None, {"fields": ["partnership", ("sector", "title")]}),
        (_("Notes"), {"classes": ["collapse"], "fields": ["notes"]}),
    ]
    inlines = [ChangeInline]

    def get_queryset(self, request: HttpRequest) -> Any:
        changes = visible(ProposalChange.objects.all(), request)
        last = changes.filter(proposal=OuterRef("pk")).order_by("-effective_on", "-id")
        return (
            super()
            .get_queryset(request)
            .annotate(
                current_stage=Subquery(last.values("stage")[:1]),
                stage_since=Subquery(last.values("effective_on")[:1]),
                stage_precision=Subquery(last.values("effective_on_precision")[:1]),
                step_count=count_of(changes, by="proposal"),
            )
        )

    @admin.display(description=_("stage"), ordering="current_stage")
    def stage(self, proposal: Any) -> str:
        return str(ProposalStage(proposal.current_stage).label) if proposal.current_stage else ""

    @admin.display(description=_("since"), ordering="stage_since")
    def since(self, proposal: Any) -> str:
        if proposal.stage_since is None:
            return ""
        return str(PartialDate(proposal.stage_since, proposal.stage_precision))

    @admin.display(description=_("steps"), ordering="step_count")
    def steps(self, proposal: Any) -> int:
        return int(proposal.step_count)


@admin.register(ProposalChange)
class ProposalChangeAdmin(RecordAdmin):
    form = StepForm
    list_display = ["proposal", "stage", "effective", "partnership", "meeting", "source"]
    list_filter = ["stage"]
    list_select_related = [
        "proposal__sector",
        "proposal__partnership__region_a",
        "proposal__partnership__region_b",
        "meeting",
        "source",
    ]
    date_hierarchy = "effective_on"
    search_fields = [
        "proposal__search_text",
        "proposal__sector__search_text",
        "proposal__partnership__region_a__search_text",
        "proposal__partnership__region_b__search_text",
        "note",
    ]
    search_help_text = _("Words of the proposal, its sector, a region or the note.")
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("proposal", "stage"),
                    ("effective_on", "effective_on_precision"),
                    "meeting",
                    "note",
                ]
            },
        ),
        EVIDENCE,
    ]

    @admin.display(description=_("effective"), ordering="effective_on")
    def effective(self, change: ProposalChange) -> str:
        return str(change.effective)

    @admin.display(description=_("partnership"))
    def partnership(self, change: ProposalChange) -> str:
        return str(change.proposal.partnership)
