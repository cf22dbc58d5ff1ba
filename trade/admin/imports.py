"""Loads of files and the rows they rejected: written by commands, read here."""

import datetime as dt
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from trade.admin.base import PlainAdmin, ReadOnly
from trade.admin.columns import link_to_list, short
from trade.figures.progress import progress_of
from trade.models import ImportReject, ImportRun


@admin.register(ImportRun)
class ImportRunAdmin(ReadOnly, PlainAdmin):
    change_list_template = "admin/trade/importrun/change_list.html"
    change_form_template = "admin/trade/importrun/change_form.html"
    list_display = [
        "file_name",
        "kind",
        "started_at",
        "duration",
        "rows_read",
        "rows_added",
        "rows_changed",
        "rows_removed",
        "rows_unchanged",
        "rejected",
        "started_by",
    ]
    list_filter = ["kind"]
    list_select_related = ["started_by", "source"]
    date_hierarchy = "started_at"
    search_fields = ["file_name", "key", "sha256"]
    search_help_text = _("File, key or hash.")
    fieldsets = [
        (None, {"fields": ["file_name", ("kind", "source"), "sha256"]}),
        (_("Time"), {"fields": [("started_at", "finished_at", "started_by")]}),
        (
            _("Rows"),
            {
                "fields": [
                    ("rows_read", "rows_added", "rows_changed"),
                    ("rows_removed", "rows_unchanged"),
                    ("rows_set_aside", "rows_rejected"),
                    "error",
                    "remarks",
                ]
            },
        ),
    ]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """With the progress of a load that runs, for those who may see the uploaded file."""
        run = context.get("original")
        upload = run.uploads.first() if run and request.user.has_perm("trade.view_upload") else None
        if upload and upload.is_on_the_way:
            context["progress"] = progress_of(upload, now=timezone.now())
        context["upload"] = upload
        return super().render_change_form(request, context, *args, **kwargs)

    @admin.display(description=_("took"))
    def duration(self, run: ImportRun) -> str:
        took = run.duration
        return str(took - dt.timedelta(microseconds=took.microseconds)) if took else ""

    @admin.display(description=_("rejected"), ordering="rows_rejected")
    def rejected(self, run: ImportRun) -> str:
        if not run.rows_rejected:
            return "0"
        return link_to_list(ImportReject, run.rows_rejected, run__id__exact=run.pk)


@admin.register(ImportReject)
class ImportRejectAdmin(ReadOnly, PlainAdmin):
    list_display = ["reason", "line", "column", "row_in_short", "run"]
    list_filter = ["column"]
    list_select_related = ["run"]
    search_fields = ["reason", "column", "row", "run__file_name"]
    search_help_text = _("Reason, column, words of the row or file.")
    fields = ["run", ("line", "column"), "reason", "row"]

    @admin.display(description=_("row"))
    def row_in_short(self, reject: ImportReject) -> str:
        return short(reject.row)
