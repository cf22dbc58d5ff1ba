"""Files of trade statistics that people chose in the admin, with their previews."""

from django.contrib import admin

from trade.admin.base import PlainAdmin, ReadOnly
from trade.models import Upload


@admin.register(Upload)
class UploadAdmin(ReadOnly, PlainAdmin):
    list_display = ["file_name", "state", "source", "uploaded_at", "uploaded_by", "run"]
    list_filter = ["state"]
    list_select_related = ["source", "uploaded_by", "run"]
    search_fields = ["file_name", "key", "sha256", "source__search_text"]
