"""Amounts of money as people write them."""

from decimal import Decimal
from typing import Protocol

from django import template
from django.utils.formats import number_format
from django.utils.translation import gettext as _

register = template.Library()


class Amount(Protocol):
    """What a figure and a computed amount of the status have in common."""

    value: Decimal | None
    value_low: Decimal | None
    value_high: Decimal | None
    currency: str
    amount_as_written: str


@register.filter
def in_words(value: Decimal | None) -> str:
    """A number of currency units with its scale: 38 607 600 000 is “38.61 billion”."""
    if value is None:
        return ""
    for scale, name in ((Decimal(10) ** 9, _("billion")), (Decimal(10) ** 6, _("million"))):
        if abs(value) >= scale:
            return f"{_plain(value / scale)} {name}"
    return _plain(value)


@register.filter
def amount(given: Amount) -> str:
    """The source's own words for an amount, else its number; empty when there is none."""
    if given.amount_as_written:
        return given.amount_as_written
    if given.value is not None:
        return f"{in_words(given.value)} {given.currency}"
    if given.value_low is not None and given.value_high is not None:
        return f"{in_words(given.value_low)} – {in_words(given.value_high)} {given.currency}"
    return ""


def _plain(value: Decimal) -> str:
    return number_format(value.quantize(Decimal("0.01")).normalize() + 0, use_l10n=True)
