"""Loading trade statistics from the admin: choose a file, look at it, say yes, watch it load."""

from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    JsonResponse,
)
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_GET

from trade.admin.base import PlainAdmin
from trade.admin.columns import page_of
from trade.admin.upload_form import UploadForm
from trade.figures.checking import start_checking
from trade.figures.jobs import cancel, start_loading, take_back_abandoned
from trade.figures.progress import progress_of
from trade.figures.uploads import forget_old_files, rejects_path_of, too_large
from trade.models import Upload

# A form is a little larger than the file in it.
_AROUND_A_FILE = 64 * 1024
_SHOWN_REJECTS = 1_000


@admin.register(Upload)
class UploadAdmin(PlainAdmin):
    form = UploadForm
    change_list_template = "admin/trade/upload/change_list.html"
    add_form_template = "admin/trade/upload/add_form.html"
    list_display = ["file_name", "state", "source_shown", "uploaded_at", "uploaded_by"]
    list_filter = ["state"]
    list_select_related = ["source", "uploaded_by", "run__source"]
    search_fields = ["file_name", "key", "sha256", "source__search_text"]
    search_help_text = _("File, source, key or hash.")
    date_hierarchy = "uploaded_at"

    @admin.display(description=_("source"), ordering="source")
    def source_shown(self, upload: Upload) -> str:
        return upload.source_name

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        return [
            (None, {"fields": ["file"]}),
            (
                _("Source"),
                {
                    "fields": ["source"],
                    "description": _(
                        "The release the figures belong to. Loading a newer file into the same "
                        "source revises its figures; what they said before stays readable."
                    ),
                },
            ),
            (_("or a new source"), {"fields": ["new_title", "new_publisher", "new_key"]}),
            (
                _("What the file does not say"),
                {"fields": ["layout", "edition", "released_on"]},
            ),
        ]

    def get_urls(self) -> list[Any]:
        guarded = self.admin_site.admin_view
        return [
            path(
                "<int:pk>/progress/",
                guarded(self.progress_view),
                name="trade_upload_progress",
            ),
            path("<int:pk>/rejects/", guarded(self.rejects_view), name="trade_upload_rejects"),
            *super().get_urls(),
        ]

    # Refused before anything of it is read; what is read is protected in changeform_view.
    @method_decorator(csrf_exempt)
    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        length = int(request.META.get("CONTENT_LENGTH") or 0)
        if length > settings.TRADE_UPLOAD_MAX_BYTES + _AROUND_A_FILE:
            messages.error(request, too_large(settings.TRADE_UPLOAD_MAX_BYTES))
            return redirect(reverse("admin:trade_upload_add"))
        extra = {"title": _("Load trade statistics"), **(extra_context or {})}
        return super().add_view(request, form_url, extra)

    @method_decorator(csrf_protect)
    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """As Django's, but without a transaction around the reading of a file."""
        return self._changeform_view(request, *args, **kwargs)

    def _changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        if object_id is None:
            return super()._changeform_view(  # type: ignore[misc,no-any-return]
                request, object_id, form_url, extra_context
            )
        return self._one_upload(request, object_id)

    def save_model(self, request: HttpRequest, obj: Upload, form: Any, change: bool) -> None:
        obj.stored_as, obj.size, obj.sha256 = form.stored
        obj.preview = form.preview.as_json()
        obj.uploaded_by = request.user  # type: ignore[assignment]
        super().save_model(request, obj, form, change)
        start_checking(obj)
        forget_old_files(now=timezone.now())

    def response_add(
        self, request: HttpRequest, obj: Upload, post_url_continue: str | None = None
    ) -> HttpResponseRedirect:
        return redirect(page_of(obj))

    def _one_upload(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Its preview and the question, its progress, or what came of it."""
        upload = self.get_object(request, object_id)
        if upload is None:
            return self._get_obj_does_not_exist_redirect(  # type: ignore[attr-defined,no-any-return]
                request, self.opts, object_id
            )
        if not self.has_view_permission(request, upload):
            raise PermissionDenied
        if request.method == "POST":
            return self._answer(request, upload)
        return TemplateResponse(
            request, "admin/trade/upload/upload.html", self._context(request, upload)
        )

    def _answer(self, request: HttpRequest, upload: Upload) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        if "_load" in request.POST:
            try:
                start_loading(upload, now=timezone.now())
            except ValidationError as error:
                # The new source has been recorded by somebody else meanwhile.
                messages.error(request, " ".join(error.messages))
            return redirect(page_of(upload))
        cancel(upload)
        messages.info(request, _t("Nothing was loaded; the file is removed."))
        return redirect(reverse("admin:trade_upload_changelist"))

    def _context(self, request: HttpRequest, upload: Upload) -> dict[str, Any]:
        run = upload.run
        return {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _t("Load trade statistics"),
            "subtitle": None,
            "upload": upload,
            "preview": upload.preview,
            "run": run,
            "progress": progress_of(upload, now=timezone.now()) if upload.is_on_the_way else None,
            "rejects": list(run.rejects.all()[:_SHOWN_REJECTS]) if run else [],
            "has_rejects_file": rejects_path_of(upload.stored_as) is not None,
            "may_load": self.has_add_permission(request),
        }

    def _seen(self, request: HttpRequest, pk: int) -> Upload:
        upload: Upload | None = self.get_queryset(request).filter(pk=pk).first()
        if upload is None:
            raise Http404
        if not self.has_view_permission(request, upload):
            raise PermissionDenied
        return upload

    @method_decorator(require_GET)
    def progress_view(self, request: HttpRequest, pk: int) -> JsonResponse:
        """How far the job is, for the page that waits for it; asking also takes back dead jobs."""
        self._seen(request, pk)
        now = timezone.now()
        take_back_abandoned(now=now)
        return JsonResponse(progress_of(self._seen(request, pk), now=now).as_json())

    @method_decorator(require_GET)
    def rejects_view(self, request: HttpRequest, pk: int) -> FileResponse:
        """Every rejected row, in the layout of the file, with line, column and reason."""
        upload = self._seen(request, pk)
        path = rejects_path_of(upload.stored_as)
        if path is None:
            raise Http404
        return FileResponse(
            path.open("rb"),
            as_attachment=True,
            filename=f"{upload.file_name}.rejects{path.suffix}",
            content_type="text/csv; charset=utf-8",
            headers={"X-Content-Type-Options": "nosniff", "Cache-Control": "private, no-store"},
        )
