"""Partnerships, with what has come of them, and mechanisms."""

from typing import Any

from django.contrib import admin
from django.db.models import Max, OuterRef, Subquery
from django.http import HttpRequest
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from cooperation.admin.filters import PartnershipFilter
from cooperation.models import Mechanism, Meeting, Partnership, Proposal
from trade.admin.base import RecordAdmin, visible
from trade.admin.columns import count_of, link_to_list
from trade.admin.figures import EVIDENCE


@admin.register(Partnership)
class PartnershipAdmin(RecordAdmin):
    list_display = [
        "__str__",
        "declared",
        "last_meeting",
        "meetings_recorded",
        "proposals_recorded",
        "mechanisms_recorded",
    ]
    list_filter = ["declared_stage"]
    list_select_related = ["region_a", "region_b"]
    search_fields = ["region_a__search_text"]
    search_help_text = _("Any name or code of either region.")
    readonly_fields = ["add_meeting"]
    fieldsets = [
        (
            None,
            {
                "fields": [("region_a", "region_b"), "add_meeting"],
                "description": _("Two regions of different countries, in either order."),
            },
        ),
        (
            _("Declared stage"),
            {
                "fields": [("declared_stage", "declared_on"), "declared_because"],
                "description": _(
                    "Your judgement and the reason for it. The program computes its own stage "
                    "from the records and shows it beside this one."
                ),
            },
        ),
        (_("Notes"), {"fields": ["notes"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> Any:
        meetings = visible(Meeting.objects.all(), request)
        proposals = visible(Proposal.objects.all(), request)
        held = Meeting.objects.held().filter(pk__in=meetings.order_by().values("pk"))
        last = held.filter(partnerships=OuterRef("pk")).order_by().values("partnerships")
        return (
            super()
            .get_queryset(request)
            .annotate(
                met_on=Subquery(last.annotate(last=Max("date")).values("last")),
                meeting_count=count_of(meetings, by="partnerships"),
                proposal_count=count_of(proposals, by="partnership"),
                mechanism_count=count_of(Mechanism.objects.all(), by="partnership"),
            )
        )

    @admin.display(description=_("declared stage"), ordering="declared_stage")
    def declared(self, partnership: Partnership) -> str:
        return partnership.get_declared_stage_display()

    @admin.display(description=_("last meeting"), ordering="met_on")
    def last_meeting(self, partnership: Any) -> str:
        return date_format(partnership.met_on, "Y-m-d") if partnership.met_on else ""

    @admin.display(description=_("meetings"), ordering="meeting_count")
    def meetings_recorded(self, partnership: Any) -> str:
        pair = ",".join(partnership.regions)
        return link_to_list(Meeting, partnership.meeting_count, partnership=pair)

    @admin.display(description=_("proposals"), ordering="proposal_count")
    def proposals_recorded(self, partnership: Any) -> str:
        pair = ",".join(partnership.regions)
        return link_to_list(Proposal, partnership.proposal_count, partnership=pair)

    @admin.display(description=_("mechanisms"), ordering="mechanism_count")
    def mechanisms_recorded(self, partnership: Any) -> str:
        pair = ",".join(partnership.regions)
        return link_to_list(Mechanism, partnership.mechanism_count, partnership=pair)

    @admin.display(description=_("next"))
    def add_meeting(self, partnership: Partnership) -> str:
        if partnership.pk is None:
            return ""
        return format_html(
            '<a href="{}?partnership={}">{}</a>',
            reverse("admin:cooperation_meeting_add"),
            ",".join(partnership.regions),
            _("Enter a meeting of these two"),
        )


@admin.register(Mechanism)
class MechanismAdmin(RecordAdmin):
    list_display = ["name", "kind", "state", "partnership", "sector", "place", "since", "source"]
    list_filter = ["kind", "state", PartnershipFilter]
    list_select_related = [
        "partnership__region_a",
        "partnership__region_b",
        "sector",
        "located_in",
        "host",
        "source",
    ]
    search_fields = ["search_text"]
    search_help_text = _("Words of its name.")
    fieldsets = [
        (
            None,
            {"fields": ["name", "partnership", ("kind", "state"), "sector"]},
        ),
        (
            _("Place and time"),
            {
                "fields": [
                    ("located_in", "host"),
                    ("starts_on", "starts_on_precision"),
                    ("ends_on", "ends_on_precision"),
                ]
            },
        ),
        EVIDENCE,
        (_("Notes"), {"classes": ["collapse"], "fields": ["notes"]}),
    ]

    @admin.display(description=_("where"), ordering="located_in__name")
    def place(self, mechanism: Mechanism) -> str:
        return ", ".join(str(place) for place in (mechanism.host, mechanism.located_in) if place)

    @admin.display(description=_("since"), ordering="starts_on")
    def since(self, mechanism: Mechanism) -> str:
        return str(mechanism.start or "")
