"""Tokens by which programs use the API in the name of a user."""

import datetime as dt

from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from knox.models import AbstractAuthToken

from trade.models.keys import Keyed

LONGEST = dt.timedelta(days=366)


class AccessTokenQuerySet(models.QuerySet["AccessToken"]):
    def get_by_natural_key(self, key: str) -> "AccessToken":
        return self.get(key=key)

    def of(self, user: User) -> "AccessTokenQuerySet":
        return self.filter(user=user)


class AccessToken(Keyed, AbstractAuthToken):  # type: ignore[misc]
    """Lets a program use the API as its user, until a day, to read only or to write too.

    Of the token itself only a hash is kept: it is shown once, when it is made (trade/tokens.py).
    """

    words = ""  # the token itself, on the instance that has just been made

    class Scope(models.TextChoices):
        READ = "read", _("read")
        WRITE = "write", _("read and write")

    name = models.CharField(
        _("name"), max_length=100, help_text=_("What it is for, as in “Power BI of the ministry”.")
    )
    scope = models.CharField(
        _("may"),
        max_length=5,
        choices=Scope.choices,
        default=Scope.READ,
        help_text=_("Never more than the user may."),
    )
    # Knox makes the hash the primary key; addresses and logs shall not carry it.
    digest = models.CharField(_("hash"), max_length=128, unique=True, editable=False)
    token_key = models.CharField(
        _("begins with"), max_length=25, editable=False, help_text=_("To know it again.")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="access_tokens",
        verbose_name=_("user"),
    )
    created = models.DateTimeField(_("made at"), default=timezone.now, editable=False)
    expiry = models.DateTimeField(_("ends at"))

    objects = AccessTokenQuerySet.as_manager()

    class Meta:
        verbose_name = _("access token")
        verbose_name_plural = _("access tokens")
        ordering = ["-created", "-id"]
        default_permissions = ("add", "view", "delete")
        permissions = [("manage_accesstoken", "Can see and revoke the access tokens of others")]
        constraints = [
            models.CheckConstraint(
                condition=Q(expiry__gt=F("created")),
                name="trade_accesstoken_ends_after_it_is_made",
                violation_error_message=_("A token ends after it is made."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.token_key}…)"

    def clean(self) -> None:
        if self.expiry and self.expiry - self.created > LONGEST:
            raise ValidationError({"expiry": _("A token lasts a year at most.")})

    def may_write(self) -> bool:
        return self.scope == self.Scope.WRITE

    def has_ended(self, *, now: dt.datetime) -> bool:
        return self.expiry <= now
