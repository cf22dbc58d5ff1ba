"""The fields all parts of a status share: amounts, percents, and what a number rests on."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from cooperation.status.facts import Evidence
from trade.models import Precision


class Shown(serializers.Serializer[Any]):
    """The base: values as computed, read only."""


class Amount(serializers.DecimalField):
    """Money in whole units of its currency, written as text so that no digit is lost."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_digits=None, decimal_places=2, allow_null=True, **kwargs)


class Percent(serializers.DecimalField):
    """A percentage, written as text."""

    def __init__(self, *, decimal_places: int = 1, **kwargs: Any) -> None:
        super().__init__(max_digits=None, decimal_places=decimal_places, allow_null=True, **kwargs)


def first_day(of: str, **kwargs: Any) -> serializers.DateField:
    """The first possible day of the partial date at `of`."""
    return serializers.DateField(source=f"{of}.first", allow_null=True, **kwargs)


def precision(of: str) -> serializers.ChoiceField:
    """How much of the partial date at `of` is known."""
    return serializers.ChoiceField(
        source=f"{of}.precision",
        choices=Precision.choices,
        allow_null=True,
        help_text=_("day, month or year: how much of the date is known; null without a date."),
    )


class EvidenceSourceSerializer(Shown):
    """A source that a record rests on."""

    key = serializers.CharField(help_text=_("The key of the source."))
    publisher = serializers.CharField()
    url = serializers.CharField(help_text=_("Its address on the web; empty when it has none."))


class EvidenceSerializer(Shown):
    """A record that a number rests on."""

    type = serializers.CharField(help_text=_("The kind of record, such as trade-figure."))
    id = serializers.IntegerField(help_text=_("The number of the record."))
    url = serializers.SerializerMethodField(
        help_text=_("Where this API shows it; a step of a proposal, with its proposal.")
    )
    sources = EvidenceSourceSerializer(many=True)
    words = serializers.ListField(
        child=serializers.CharField(), help_text=_("The words quoted from the sources.")
    )

    def get_url(self, evidence: Evidence) -> str:
        return f"{self.context['root']}{evidence.path}/"


def rests_on() -> EvidenceSerializer:
    """The records behind a number."""
    return EvidenceSerializer(many=True, help_text=_("The records this rests on."))
