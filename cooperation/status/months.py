"""Spans of months between dates of which only the month or year may be known."""

import calendar
import datetime as dt

from trade.models import PartialDate


def months_before(day: dt.date, months: int) -> dt.date:
    """The same day some months earlier, or that month's last: 29 February 2024 less 12 is the 28th."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    if year < dt.MINYEAR:
        return dt.date.min
    days = calendar.monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, min(day.day, days))


def whole_months(start: dt.date, end: dt.date) -> int:
    """Full months from one day to a later one; 0 when it is not later."""
    months = max(0, (end.year - start.year) * 12 + end.month - start.month)
    return months - 1 if months and months_before(end, months) < start else months


def has_come(date: PartialDate | None, as_of: dt.date) -> bool:
    """Had it come by that day, as far as is known? A year or month has, from its first day."""
    return date is not None and date.first <= as_of


def is_older_than(date: PartialDate, months: int, as_of: dt.date) -> bool:
    """Is even its last possible day more than so many months before that day?"""
    return date.last < months_before(as_of, months)
