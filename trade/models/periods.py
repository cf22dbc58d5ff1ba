"""The periods figures are given for, as SDMX writes them."""

import calendar
import datetime as dt
import re

from django.db import models
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _


class Frequency(models.TextChoices):
    """SDMX code list CL_FREQ, with two values of ours: a span of months, and not stated."""

    ANNUAL = "A", _("annual")
    HALF_YEARLY = "S", _("half-yearly")
    QUARTERLY = "Q", _("quarterly")
    MONTHLY = "M", _("monthly")
    SPAN = "R", _("another span of months")
    UNKNOWN = "U", _("not stated")


_MONTH = "[0-9]{4}-(0[1-9]|1[0-2])"

# The form of a period at each frequency, in a notation SQLite, PostgreSQL and Python share.
PERIOD_PATTERNS = {
    Frequency.ANNUAL: "^[0-9]{4}$",
    Frequency.HALF_YEARLY: "^[0-9]{4}-S[12]$",
    Frequency.QUARTERLY: "^[0-9]{4}-Q[1-4]$",
    Frequency.MONTHLY: f"^{_MONTH}$",
    Frequency.SPAN: f"^{_MONTH}/{_MONTH}$",
    Frequency.UNKNOWN: "^$",
}


def frequency_of(period: str) -> Frequency:
    """The frequency a period is written at: frequency_of("2024-Q1") is quarterly."""
    for frequency, pattern in PERIOD_PATTERNS.items():
        if re.fullmatch(pattern, period):  # “$” alone would let a line end pass
            return frequency
    raise ValueError(
        _t("“%(period)s” is no period: write 2024, 2024-S1, 2024-Q1, 2024-03 or 2023-01/2023-08")
        % {"period": period}
    )


def period_bounds(period: str) -> tuple[dt.date | None, dt.date | None]:
    """First and last day of a period; (None, None) when it is empty, that is, not stated."""
    frequency = frequency_of(period)
    if frequency == Frequency.UNKNOWN:
        return None, None
    year = int(period[:4])
    if year == 0:
        raise ValueError(_t("“%(period)s” is no period: there is no year 0") % {"period": period})
    if frequency == Frequency.SPAN:
        start, end = period.split("/")
        return period_bounds(start)[0], period_bounds(end)[1]
    if frequency == Frequency.MONTHLY:
        first_month, months = int(period[5:]), 1
    elif frequency == Frequency.QUARTERLY:
        first_month, months = 3 * int(period[6]) - 2, 3
    elif frequency == Frequency.HALF_YEARLY:
        first_month, months = 6 * int(period[6]) - 5, 6
    else:
        first_month, months = 1, 12
    last_month = first_month + months - 1
    last_day = calendar.monthrange(year, last_month)[1]
    return dt.date(year, first_month, 1), dt.date(year, last_month, last_day)
