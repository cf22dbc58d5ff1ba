"""The day a caller asks about."""

import datetime as dt
import re

from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request

from cooperation.status.as_of import check_day
from trade.api.errors import InvalidParametersError

AS_OF = "as_of"

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
    try:
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", given):
            raise ValueError
        day = dt.date.fromisoformat(given)
    except ValueError:
        raise _refused(_t("Give a day as in 2025-12-31.")) from None
    try:
        check_day(day, today=today)
    except ValueError as error:
        raise _refused(str(error)) from None
    return day


def _refused(reason: str) -> InvalidParametersError:
    return InvalidParametersError([{"parameter": AS_OF, "reason": reason}])
