"""Filters that lists share."""

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class UsedChoicesFilter(admin.ChoicesFieldListFilter):
    """Of a long list of codes, those that some record has."""

    def choices(self, changelist: Any) -> Iterator[Any]:
        records = changelist.root_queryset.model._base_manager.order_by()
        used = set(records.values_list(self.field.name, flat=True).distinct())
        labels = {label for value, label in self.field.flatchoices if value in used}
        everything, *choices = super().choices(changelist)
        yield everything
        yield from (choice for choice in choices if choice["display"] in labels)


class ArchivedFilter(admin.SimpleListFilter):
    """Records in use, or those put aside."""

    title = _("archive")
    parameter_name = "archived"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("no", _("in use")), ("yes", _("archived"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any] | None:
        if self.value() not in ("no", "yes"):
            return None
        return queryset.filter(archived_on__isnull=self.value() == "no")
