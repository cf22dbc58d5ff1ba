"""Tokens for programs: made by people for themselves, shown once, revoked by deleting them."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from trade.admin.base import PlainAdmin
from trade.admin.forms import RecordForm
from trade.models import AccessToken
from trade.tokens import LASTS, LASTS_AT_MOST, draw_words


class AccessTokenForm(RecordForm):
    """What a token is for, what it may, how long it lasts."""

    days = forms.IntegerField(
        label=_("Days it lasts"), min_value=1, max_value=LASTS_AT_MOST, initial=LASTS
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        draw_words(self.instance, days=self.cleaned("days") or LASTS)
        return data


class ValidFilter(admin.SimpleListFilter):
    """Tokens that open the API, or those that have ended."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("valid", _("valid")), ("ended", _("ended"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any] | None:
        if self.value() == "valid":
            return queryset.filter(expiry__gt=timezone.now())
        if self.value() == "ended":
            return queryset.filter(expiry__lte=timezone.now())
        return None


@admin.register(AccessToken)
class AccessTokenAdmin(PlainAdmin):
    """One's own tokens; those who may manage tokens see and revoke everybody's."""

    form = AccessTokenForm
    list_display = ["name", "user", "scope", "token_key", "created", "expiry", "is_valid"]
    list_select_related = ["user"]
    list_filter = [ValidFilter, "scope"]
    search_fields = ["name", "token_key", "user__username"]
    search_help_text = _("Name, user or the first characters of the token.")

    @admin.display(description=_("valid"), boolean=True)
    def is_valid(self, token: AccessToken) -> bool:
        return token.user.is_active and not token.has_ended(now=timezone.now())

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        tokens = super().get_queryset(request)
        if request.user.has_perm("trade.manage_accesstoken"):
            return tokens
        return tokens.filter(user=request.user)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        if obj is None:
            return [(None, {"fields": ["name", "scope", "days"]})]
        return [(None, {"fields": ["name", "user", "scope", "token_key", ("created", "expiry")]})]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: AccessToken, form: Any, change: bool) -> None:
        obj.user = request.user  # type: ignore[assignment]
        super().save_model(request, obj, form, change)

    def response_add(
        self, request: HttpRequest, obj: AccessToken, post_url_continue: str | None = None
    ) -> HttpResponse:
        """Show the token: in this answer only, neither stored nor kept in a cookie."""
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": str(obj.name),
            "subtitle": None,
            "token": obj,
        }
        return TemplateResponse(request, "admin/trade/accesstoken/made.html", context)
