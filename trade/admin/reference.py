"""Regions and products: reference data that commands load and analysts look up."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from trade.admin.base import Inline, RecordAdmin
from trade.figures.totals import keys_of, refresh_totals
from trade.models import Product, Region, RegionName, TradeFigure


class RegionNameInline(Inline):
    model = RegionName
    fields = [("name", "kind", "language")]


@admin.register(Region)
class RegionAdmin(RecordAdmin):
    list_display = ["name", "code", "kind", "subdivision_type", "parent", "other_names"]
    list_filter = ["kind", "subdivision_type"]
    list_select_related = ["parent"]
    list_prefetch_related = ["names"]
    search_fields = ["search_text"]
    search_help_text = _("Any name or code, in Latin or Cyrillic letters.")
    fieldsets = [
        (None, {"fields": [("code", "name"), ("kind", "parent", "subdivision_type")]}),
        (_("Other codes"), {"fields": [("alpha3", "numeric_code")]}),
    ]
    inlines = [RegionNameInline]

    def get_readonly_fields(self, request: HttpRequest, obj: Region | None = None) -> list[str]:
        fields = super().get_readonly_fields(request, obj)
        return [*fields, "code"] if obj else fields

    @admin.display(description=_("other names"))
    def other_names(self, region: Region) -> str:
        adjective = RegionName.Kind.ADJECTIVE
        names = [name.name for name in region.names.all() if name.kind != adjective]
        return "; ".join(names[:3])


@admin.register(RegionName)
class RegionNameAdmin(RecordAdmin):
    list_display = ["name", "region", "kind", "language"]
    list_filter = ["kind", "language"]
    list_select_related = ["region"]
    search_fields = ["search_text", "region__search_text"]
    fields = ["region", ("name", "kind", "language")]


@admin.register(Product)
class ProductAdmin(RecordAdmin):
    list_display = ["name", "code", "level", "edition", "part_of"]
    list_filter = ["edition", "level"]
    list_select_related = ["parent"]
    search_fields = ["search_text"]
    search_help_text = _("HS code or words of its description.")
    fieldsets = [
        (None, {"fields": [("code", "edition", "level"), "name", "parent"]}),
    ]

    def save_model(self, request: HttpRequest, obj: Product, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if change and {"edition", "level"} & set(form.changed_data):
            refresh_totals(keys_of(TradeFigure.objects.filter(product=obj)))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Product], search_term: str
    ) -> tuple[QuerySet[Product], bool]:
        """Short codes first, so that “85” offers chapter 85 before the lines below it."""
        found, repeats = super().get_search_results(request, queryset, search_term)
        return found.order_by("level", "code"), repeats

    @admin.display(description=_("part of"), ordering="parent__code")
    def part_of(self, product: Product) -> str:
        return product.parent.code if product.parent else ""
