"""The public pages: all partnerships, and where one of them stands."""

import datetime as dt
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from cooperation.models import Meeting, Participant, Partnership
from cooperation.status import overview_of, status_of
from cooperation.status.as_of import check_day
from cooperation.status.trade import latest_turnover

PARTNERSHIPS_ON_A_PAGE = 50


class AsOfForm(forms.Form):
    """The day a picture is asked for; today unless given."""

    as_of = forms.DateField(
        label=_("As of"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Give a day as 2025-12-31.")},
    )

    def clean_as_of(self) -> dt.date | None:
        day: dt.date | None = self.cleaned_data["as_of"]
        if day is not None:
            try:
                check_day(day, today=timezone.localdate())
            except ValueError as error:
                raise ValidationError(str(error)) from error
        return day

    def day(self) -> dt.date:
        """The day asked for, or today when none was given or it could not be read."""
        asked: dt.date | None = self.cleaned_data.get("as_of") if self.is_valid() else None
        return asked or timezone.localdate()


class ReadersView(View):
    """A page for everybody, or for people with an account where the site says so."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not settings.ANONYMOUS_READING and not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), reverse("admin:login"))
        return super().dispatch(request, *args, **kwargs)


class HomeView(ReadersView):
    """All partnerships with their stage and key numbers."""

    def get(self, request: HttpRequest) -> HttpResponse:
        words = request.GET.get("search", "").replace("\0", "")
        today = timezone.localdate()
        found = Partnership.objects.filter(archived_on__isnull=True).search(words)
        page = Paginator(
            found.select_related("region_a", "region_b"), PARTNERSHIPS_ON_A_PAGE
        ).get_page(request.GET.get("page"))
        rows = overview_of(list(page), as_of=today, user=request.user)
        return render(
            request, "cooperation/home.html", {"words": words, "page": page, "rows": rows}
        )


class PartnershipView(ReadersView):
    """Where one partnership stands on a day, each fact with its source."""

    def get(self, request: HttpRequest, code: str, other: str) -> HttpResponse:
        partnership = (
            Partnership.objects.of(code.upper(), other.upper())
            .select_related("region_a", "region_b")
            .first()
        )
        if partnership is None:
            raise Http404(_("No partnership of these two regions is recorded."))
        if (code, other) != partnership.regions:
            query = request.META.get("QUERY_STRING", "")
            address = reverse("partnership", args=partnership.regions)
            return redirect(f"{address}?{query}" if query else address)
        form = AsOfForm(request.GET)
        day = form.day()
        if form.is_valid():
            form.initial, form.is_bound = {"as_of": day}, False
        status = status_of(partnership, as_of=day, user=request.user)
        return render(
            request,
            "cooperation/partnership.html",
            {
                "form": form,
                "partnership": partnership,
                "status": status,
                "turnover": latest_turnover(status.trade.years),
                "meetings": _meetings_up_to(day, partnership, request),
            },
        )


def _meetings_up_to(day: dt.date, partnership: Partnership, request: HttpRequest) -> Any:
    return (
        Meeting.objects.visible_to(request.user)
        .filter(partnerships=partnership, archived_on__isnull=True, date__lte=day)
        .prefetch_related(
            Prefetch("participants", Participant.objects.select_related("official", "side")),
            "sources",
        )
    )
