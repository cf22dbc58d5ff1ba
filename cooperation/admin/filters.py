"""Filters by partnership and by what is due."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cooperation.models import Partnership


class PartnershipFilter(admin.SimpleListFilter):
    """Records of one partnership; `?partnership=BY,RU-MO` as in addresses that add a meeting."""

    title = _("partnership")
    parameter_name = "partnership"
    path = "partnership"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        partnerships = Partnership.objects.select_related("region_a", "region_b")
        return [(",".join(pair.regions), str(pair)) for pair in partnerships]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any] | None:
        codes = (self.value() or "").split(",")
        if len(codes) != 2 or not "".join(codes).isprintable():
            return None
        return queryset.filter(**{f"{self.path}__in": Partnership.objects.of(*codes)})


class MeetingPartnershipFilter(PartnershipFilter):
    path = "partnerships"


class DueFilter(admin.SimpleListFilter):
    """Follow-ups nobody has done in time."""

    title = _("due")
    parameter_name = "due"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("overdue", _("overdue"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any] | None:
        if self.value() != "overdue":
            return None
        return queryset.overdue(today=timezone.localdate())  # type: ignore[attr-defined,no-any-return]
