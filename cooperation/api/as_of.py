"""The day a caller asks about."""

import datetime as dt
import re

from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request

from trade.api.errors import InvalidParametersError

AS_OF = "as_of"
FIRST_YEAR = 1900
YEARS_AHEAD = 10

as_of_parameter = OpenApiParameter(
    AS_OF,
    dt.date,
    description=str(
        _(
            "The day the answer holds for, as in 2025-12-31: what was so on that day. Today if empty."
        )
    ),
)


def asked_day(request: Request) -> dt.date:
    """The day `as_of` gives, today without it; anything else is an InvalidParametersError."""
    today = timezone.localdate()
    given = request.query_params.get(AS_OF)
    if not given:
        return today
    last_year = today.year + YEARS_AHEAD
    try:
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", given):
            raise ValueError
        day = dt.date.fromisoformat(given)
    except ValueError:
        reason = _t("Give a day as in 2025-12-31.")
    else:
        if FIRST_YEAR <= day.year <= last_year:
            return day
        reason = _t("Give a day of the years %(first)d to %(last)d.") % {
            "first": FIRST_YEAR,
            "last": last_year,
        }
    raise InvalidParametersError([{"parameter": AS_OF, "reason": reason}])
