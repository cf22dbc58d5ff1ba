"""What every record's admin page shares: search, history, archive, constant query counts."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db.models import QuerySet, URLField
from django.forms import ModelChoiceField, ModelMultipleChoiceField
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from simple_history.admin import SimpleHistoryAdmin

from trade.admin.filters import ArchivedFilter
from trade.admin.forms import AutocompleteMany, AutocompleteOne, PartsFormSet, RecordForm
from trade.admin.history import ChangesInWords
from trade.admin.search import found_by

ARCHIVE_HELP = _(
    "Put a record aside here when it is a mistake, a duplicate or out of use. "
    "It stays readable, keeps its history, and lists can leave it out."
)


def _folded(fields: list[Any], description: Any = "") -> dict[str, Any]:
    return {"classes": ["collapse"], "fields": fields, "description": description}


def visible(queryset: QuerySet[Any], request: HttpRequest) -> QuerySet[Any]:
    """Without drafts for those who may not see them, where the records know drafts."""
    hide = getattr(queryset, "visible_to", None)
    return hide(request.user) if hide else queryset


class Related:
    """Related records are found by typing, in records and in the inlines of records."""

    form: Any = RecordForm
    model: Any
    admin_site: admin.AdminSite

    def get_autocomplete_fields(self, request: HttpRequest) -> list[str]:
        """Every relation to a record that has an admin page to search."""
        return [
            field.name
            for field in (*self.model._meta.fields, *self.model._meta.many_to_many)
            if field.is_relation
            and self.admin_site.is_registered(field.related_model)
            and self.admin_site.get_model_admin(field.related_model).search_fields
        ]

    def formfield_for_foreignkey(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> "ModelChoiceField[Any]":
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", AutocompleteOne(db_field, self.admin_site))
        return super().formfield_for_foreignkey(  # type: ignore[misc,no-any-return]
            db_field, request, **kwargs
        )

    def formfield_for_manytomany(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> "ModelMultipleChoiceField[Any] | None":
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", AutocompleteMany(db_field, self.admin_site))
        return super().formfield_for_manytomany(  # type: ignore[misc,no-any-return]
            db_field, request, **kwargs
        )

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """With a link that adds a related record; changing one is for its own page."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]
        if isinstance(getattr(field, "widget", None), RelatedFieldWidgetWrapper):
            field.widget.can_change_related = False
            field.widget.can_delete_related = False
            field.widget.can_view_related = False
        return field

    def get_field_queryset(
        self, db: str | None, db_field: Any, request: HttpRequest
    ) -> QuerySet[Any] | None:
        """With what the labels of the choices read."""
        choices = super().get_field_queryset(db, db_field, request)  # type: ignore[misc]
        related = self.admin_site._registry.get(db_field.related_model)
        if not isinstance(related, PlainAdmin) or not related.list_select_related:
            return choices  # type: ignore[no-any-return]
        if choices is None:
            choices = db_field.related_model._default_manager.all()
        return choices.select_related(*related.list_select_related)  # type: ignore[no-any-return]


class PlainAdmin(Related, admin.ModelAdmin):  # type: ignore[type-arg]
    """The admin page of a record; `list_select_related` names what its label and columns read."""

    form: Any = RecordForm
    inlines: ClassVar[Any] = ()
    list_select_related: ClassVar[Any] = ()
    list_prefetch_related: ClassVar[Sequence[Any]] = ()
    list_per_page = 50
    show_full_result_count = False
    formfield_overrides = {URLField: {"assume_scheme": "https"}}
    empty_value_display = "–"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        records = visible(super().get_queryset(request), request)
        if self.list_select_related:
            records = records.select_related(*self.list_select_related)
        return records.prefetch_related(*self.list_prefetch_related)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        fields = self.get_search_fields(request)
        return found_by(queryset, words=search_term, fields=list(fields)), False

    def get_list_filter(self, request: HttpRequest) -> list[Any]:
        filters = list(super().get_list_filter(request))
        return [*filters, ArchivedFilter] if self._is("archived_on") else filters

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """The record's own fields, then its archive and key, folded away."""
        fieldsets = list(super().get_fieldsets(request, obj))
        if self.fieldsets is None:
            return fieldsets
        folded: list[Any] = ["key"] if self._is("key") else []
        if not self._is("archived_on") or obj is None:
            return [*fieldsets, (_("Key"), _folded(folded))] if folded else fieldsets
        folded.append(("archived_on", "archive_reason"))
        return [*fieldsets, (_("Key and archive"), _folded(folded, ARCHIVE_HELP))]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """A key never changes, for files refer to it."""
        fields = [str(field) for field in super().get_readonly_fields(request, obj)]
        return [*fields, "key"] if obj is not None and self._is("key") else fields

    def _is(self, name: str) -> bool:
        return any(field.name == name for field in self.model._meta.fields)


class RecordAdmin(PlainAdmin, SimpleHistoryAdmin):  # type: ignore[misc]
    """The admin page of a record whose every change is kept."""

    def get_urls(self) -> list[Any]:
        # Not simple_history's page of one version: it shows today's related records beside
        # yesterday's fields, and lets whoever may view a record write that version back.
        return super(SimpleHistoryAdmin, self).get_urls()

    def get_historical_record_context_helper(
        self, request: HttpRequest, historical_record: Any
    ) -> ChangesInWords:
        return ChangesInWords(self.model, historical_record)

    def revert_disabled(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Of a record this reader may see; of a deleted one, for those who may delete."""
        key = unquote(object_id)
        if self.get_object(request, key) is None and not (
            self.has_delete_permission(request) and self._was_deleted(key)
        ):
            page: HttpResponse = self._get_obj_does_not_exist_redirect(request, self.opts, key)
            return page
        history: HttpResponse = super().history_view(request, object_id, extra_context)
        return history

    def _was_deleted(self, key: str) -> bool:
        try:
            versions = self.model.history.filter(**{self.opts.pk.attname: key})
        except ValueError:
            return False
        last = versions.order_by("-history_date", "-history_id").first()
        return last is not None and last.history_type == "-"


class ReadOnly:
    """Records that programs write: people read them here."""

    def has_add_permission(self, request: HttpRequest, *args: Any) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class Inline(Related, admin.StackedInline):  # type: ignore[type-arg]
    """Parts of a record, one under the other, in rows that wrap on a phone."""

    extra = 0
    show_change_link = True
    form: Any = RecordForm
    formset: Any = PartsFormSet
    select_related: ClassVar[Sequence[str]] = ()
    prefetch_related: ClassVar[Sequence[str]] = ()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        parts = visible(super().get_queryset(request), request)
        if self.select_related:
            parts = parts.select_related(*self.select_related)
        return parts.prefetch_related(*self.prefetch_related)
