"""Numbers as people read them."""

from decimal import Decimal, InvalidOperation

from django import template

register = template.Library()


@register.filter
def thousands(number: int | str) -> str:
    """The number with its thousands apart: 1234567 becomes 1,234,567."""
    try:
        return f"{Decimal(number):,}"
    except InvalidOperation:
        return str(number)
