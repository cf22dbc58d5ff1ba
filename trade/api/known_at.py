"""The moment a caller asks about: what was on record then."""

import datetime as dt
import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _
from django_filters import filters
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request

from trade.api.errors import InvalidParametersError

KNOWN_AT = "known_at"
HELP = _(
    "Values as they were on record then: a day, as in 2025-12-31, stands for its end; or a "
    "moment, as in 2025-12-31T12:00:00Z. What was recorded later is left out."
)
_DAY = re.compile(r"(19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile(rf"{_DAY.pattern}T[0-9]{{2}}:[0-9]{{2}}(:[0-9]{{2}}(\.[0-9]{{1,6}})?)?\S*")


def moment(text: str) -> dt.datetime:
    """The moment a text gives; a ValidationError for anything else.

    Without an offset it is in the time zone of the site.
    """
    given = re.sub(r" (?=[0-9]{2}:[0-9]{2}$)", "+", text)  # a plus in an address means a space
    try:
        if _DAY.fullmatch(given):
            first = dt.datetime.combine(dt.date.fromisoformat(given), dt.time.max)
            return timezone.make_aware(first)
        found = parse_datetime(given) if _MOMENT.fullmatch(given) else None
    except ValueError:
        found = None
    if found is None:
        raise ValidationError(
            _("Give a day as in 2025-12-31, or a moment as in 2025-12-31T12:00:00Z.")
        )
    return found if timezone.is_aware(found) else timezone.make_aware(found)


def known_at_parameter(description: Any) -> OpenApiParameter:
    """`known_at` of an answer that is no list, in the schema."""
    return OpenApiParameter(KNOWN_AT, str, description=description)


def asked_moment(request: Request) -> dt.datetime | None:
    """The moment `known_at` gives, None without it; anything else is an InvalidParametersError."""
    given = request.query_params.get(KNOWN_AT)
    if not given:
        return None
    try:
        return moment(given)
    except ValidationError as error:
        reason = " ".join(error.messages)
        raise InvalidParametersError([{"parameter": KNOWN_AT, "reason": reason}]) from error


class MomentField(forms.CharField):
    """A day or a moment, cleaned to a moment."""

    def clean(self, value: Any) -> dt.datetime | None:
        text = super().clean(value)
        return moment(text) if text else None


class KnownAtFilter(filters.CharFilter):
    """Shows a list as it was on record; the filter set reads it."""

    field_class = MomentField

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", HELP)
        super().__init__(**kwargs)

    def filter(self, qs: Any, value: Any) -> Any:
        return qs
