"""Dates of which only the month or the year may be known."""

import calendar
import datetime as dt
import re
from typing import Any, NamedTuple, Self

from django.db import models
from django.db.models import F, Q
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _


class Precision(models.TextChoices):
    """How much of a date is known."""

    DAY = "day", _("day")
    MONTH = "month", _("month")
    YEAR = "year", _("year")


class PartialDate(NamedTuple):
    """A date known to the day, the month or the year; `first` is the first day it may be."""

    first: dt.date
    precision: str = Precision.DAY

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read “2025”, “2025-10” or “2025-10-20”; anything else is a ValueError."""
        match = re.fullmatch(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", text)
        if match is None:
            raise ValueError(f"“{text}” is not a date: write 2025, 2025-10 or 2025-10-20")
        year, month, day = match.groups()
        precision = Precision.DAY if day else Precision.MONTH if month else Precision.YEAR
        try:
            return cls(dt.date(int(year), int(month or 1), int(day or 1)), precision)
        except ValueError as error:
            raise ValueError(f"“{text}” is not a date: {error}") from error

    @property
    def last(self) -> dt.date:
        """The last day it may be."""
        if self.precision == Precision.YEAR:
            return self.first.replace(month=12, day=31)
        if self.precision == Precision.MONTH:
            days = calendar.monthrange(self.first.year, self.first.month)[1]
            return self.first.replace(day=days)
        return self.first

    def isoformat(self) -> str:
        """As ISO 8601 writes it at this precision: 2025, 2025-10 or 2025-10-20."""
        length = {Precision.YEAR: 4, Precision.MONTH: 7}.get(Precision(self.precision), 10)
        return self.first.isoformat()[:length]

    def __str__(self) -> str:
        form = {Precision.YEAR: "Y", Precision.MONTH: "F Y"}.get(Precision(self.precision), "j F Y")
        return date_format(self.first, form)


class NewestFirst(models.Index):
    """An index in the order of lists by a date, the newest first: unknown ones last, then by id.

    SQLite always has them last on the way down, and takes no index that says so.
    """

    def __init__(self, date: str, *, name: str) -> None:
        self.date = date
        super().__init__(F(date).desc(nulls_last=True), F("id").asc(), name=name)

    def deconstruct(self) -> Any:
        path, _expressions, options = super().deconstruct()
        return path, (self.date,), {"name": options["name"]}

    def create_sql(self, model: Any, schema_editor: Any, using: str = "", **kwargs: Any) -> Any:
        if schema_editor.connection.vendor != "sqlite":
            return super().create_sql(model, schema_editor, using, **kwargs)
        plain = models.Index(F(self.date).desc(), F("id").asc(), name=self.name)
        return plain.create_sql(model, schema_editor, using, **kwargs)


def precision_agrees(date_field: str, precision_field: str) -> Q:
    """The condition that a date known to the month or year stands on that period's first day."""
    return (
        Q(**{f"{date_field}__isnull": True})
        | Q(**{precision_field: Precision.DAY})
        | Q(**{precision_field: Precision.MONTH, f"{date_field}__day": 1})
        | Q(**{precision_field: Precision.YEAR, f"{date_field}__day": 1, f"{date_field}__month": 1})
    )


PRECISION_MESSAGE = _(
    "A date known only to the month is entered as its first day, a year as its 1 January."
)


def precision_field() -> "models.CharField[str, str]":
    """The column beside a date that says how much of it is known."""
    return models.CharField(
        _("known to the"), max_length=5, choices=Precision.choices, default=Precision.DAY
    )
