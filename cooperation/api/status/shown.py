"""The fields all parts of a status share: dates, and what a number rests on."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from trade.api.shown import Amount, Percent, Shown
from trade.models import Precision

__all__ = [
    "Amount",
    "EvidenceSerializer",
    "Percent",
    "Shown",
    "first_day",
    "precision",
    "rests_on",
]


def first_day(**kwargs: Any) -> serializers.DateField:
    """The first possible day of a date that may be known to the month or year."""
    return serializers.DateField(allow_null=True, **kwargs)


def precision() -> serializers.ChoiceField:
    """How much of the date beside it is known."""
    return serializers.ChoiceField(
        choices=Precision.choices,
        allow_null=True,
        help_text=_("day, month or year: how much of the date is known; null without a date."),
    )


class EvidenceSerializer(Shown):
    """A record that numbers rest on."""

    type = serializers.CharField(help_text=_("The kind of record, such as trade-figure."))
    id = serializers.IntegerField(help_text=_("The number of the record."))
    url = serializers.CharField(
        help_text=_("Where this API shows it; a step of a proposal, with its proposal.")
    )
    sources = serializers.ListField(
        child=serializers.CharField(),
        help_text=_("The keys of its sources, which the status tells under “sources”."),
    )
    words = serializers.ListField(
        child=serializers.CharField(), help_text=_("The words quoted from the sources.")
    )


def rests_on() -> serializers.ListField:
    """The records behind a number."""
    return serializers.ListField(
        child=serializers.CharField(),
        help_text=_(
            "The records this rests on, such as meetings/minsk-2025-10-20; a whole status tells "
            "each under “records”."
        ),
    )
