"""What columns of lists share: counts in one query, links, shortened texts."""

from decimal import Decimal
from typing import Any

from django.db.models import Count, Model, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.text import Truncator


def count_of(queryset: QuerySet[Any], *, by: str) -> Coalesce:
    """How many rows of `queryset` point to each row of the list by the relation `by`."""
    pointing = queryset.order_by().filter(**{by: OuterRef("pk")}).values(by)
    return Coalesce(Subquery(pointing.annotate(rows=Count("pk", distinct=True)).values("rows")), 0)


def page_of(record: Model) -> str:
    """The address of a record's page in the admin."""
    opts = record._meta
    return reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[record.pk])


def link_to(record: Model | None) -> str:
    """A record's label, linked to its page."""
    return format_html('<a href="{}">{}</a>', page_of(record), record) if record else ""


def link_to_list(model: type[Model], text: Any, **filters: Any) -> str:
    """Words or a number, linked to the list of the records they are about."""
    opts = model._meta
    address = reverse(f"admin:{opts.app_label}_{opts.model_name}_changelist")
    return format_html('<a href="{}?{}">{}</a>', address, urlencode(filters), text)


def money(value: Decimal | None, currency: str) -> str:
    """An amount in full: no pennies where there are none."""
    if value is None:
        return ""
    whole = value == value.to_integral_value()
    return f"{value.quantize(Decimal(1) if whole else Decimal('0.01')):,} {currency}"


def short(text: str) -> str:
    """As much of a text as a column holds."""
    return Truncator(text).chars(120)
