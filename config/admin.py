"""The admin site: its name, and its index in the order of an analyst's day."""

from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig
from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

SECTIONS = (
    (_("Partnerships"), ("cooperation.partnership", "cooperation.mechanism")),
    (
        _("People"),
        (
            "cooperation.official",
            "cooperation.tenure",
            "cooperation.post",
            "cooperation.organisation",
        ),
    ),
    (
        _("Meetings"),
        (
            "cooperation.meeting",
            "cooperation.followup",
            "cooperation.participant",
            "cooperation.statement",
            "cooperation.topic",
            "cooperation.citedfigure",
        ),
    ),
    (_("Proposals"), ("cooperation.proposal", "cooperation.proposalchange")),
    (
        _("Trade"),
        (
            "trade.tradefigure",
            "trade.tradedgood",
            "trade.annualtotal",
            "trade.tradefigurerevision",
            "trade.exchangerate",
        ),
    ),
    (
        _("Sources"),
        (
            "trade.source",
            "trade.passage",
            "trade.regionmention",
            "cooperation.reading",
            "cooperation.suggestion",
            "trade.upload",
            "trade.importrun",
            "trade.importreject",
        ),
    ),
    (
        _("Reference"),
        (
            "trade.region",
            "trade.regionname",
            "trade.product",
            "cooperation.sector",
            "cooperation.sectorterm",
        ),
    ),
    (
        _("Administration"),
        (
            "auth.user",
            "auth.group",
            "trade.accesstoken",
            "django_tasks_database.dbtaskresult",
        ),
    ),
)


class BilateralAdminSite(AdminSite):
    """The admin of Django with the sections of our work in place of its applications."""

    site_header = _("Bilateral")
    site_title = _("Bilateral")
    index_title = _("Records")
    enable_nav_sidebar = False

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        return {**super().each_context(request), "site_icon": "cooperation/icon.svg"}

    def get_app_list(
        self, request: HttpRequest, app_label: str | None = None
    ) -> list[dict[str, Any]]:
        found = {
            model["model"]._meta.label_lower: model
            for app in super().get_app_list(request, app_label)
            for model in app["models"]
        }
        sections = [
            (name, [found[label] for label in labels if label in found])
            for name, labels in SECTIONS
        ]
        return [
            {
                "name": name,
                "app_label": slugify(str(name)),
                "app_url": "",
                "has_module_perms": True,
                "models": models,
            }
            for name, models in sections
            if models
        ]

    def app_index(  # type: ignore[override]
        self, request: HttpRequest, app_label: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponseRedirect:
        """Sections cut across applications, so there is one index."""
        return redirect("admin:index")


class BilateralAdminConfig(AdminConfig):
    default_site = "config.admin.BilateralAdminSite"
