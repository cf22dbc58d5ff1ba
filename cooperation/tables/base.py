"""What every flat table is: its name, its columns, the order of its rows, the view behind it."""

from typing import Any, ClassVar

from django.apps.registry import Apps
from django.db import models
from django.utils.functional import Promise

# Tables are models of the ORM without being records of ours: no migration makes them, the admin
# and the tests of all models do not know them. Hence a registry of their own.
UNMANAGED = Apps()
# What stands between the items of a list in one cell.
BETWEEN_ITEMS = "; "


class Table(models.Model):
    """A table to read: one row one fact, of what is published and not archived.

    Its columns are its fields, in their order, and the same as those of its SQL view. `row_order`
    names the columns rows are ordered by, which are never empty and together tell rows apart.
    """

    title: ClassVar[Promise]
    row_order: ClassVar[tuple[str, ...]]

    objects: ClassVar[Any] = models.Manager()

    class Meta:
        abstract = True
        managed = False
        apps = UNMANAGED
        app_label = "tables"


def view_of(name: str) -> str:
    """The SQL view behind the table of this name."""
    return f"bilateral_{name}"


def columns_of(table: type[Table]) -> list[Any]:
    """The columns of a table, in their order; columns are only ever added, at the end."""
    return list(table._meta.concrete_fields)


def text(help_text: Any, **options: Any) -> "models.TextField[Any, Any]":
    """A column of text: a code, a name, or words; null when there is none."""
    options.setdefault("null", not options.get("primary_key", False))
    return models.TextField(help_text=help_text, **options)


def number(help_text: Any, **options: Any) -> "models.BigIntegerField[Any, Any]":
    """A column of whole numbers."""
    options.setdefault("null", not options.get("primary_key", False))
    return models.BigIntegerField(help_text=help_text, **options)


def amount(help_text: Any, *, places: int = 2) -> "models.DecimalField[Any, Any]":
    """A column of numbers with decimals; money is in whole units of its currency."""
    return models.DecimalField(null=True, max_digits=28, decimal_places=places, help_text=help_text)


def day(help_text: Any) -> "models.DateField[Any, Any]":
    """A column of days."""
    return models.DateField(null=True, help_text=help_text)


def moment(help_text: Any) -> "models.DateTimeField[Any, Any]":
    """A column of moments, in UTC."""
    return models.DateTimeField(null=True, help_text=help_text)


def yes_or_no(help_text: Any) -> "models.BooleanField[Any, Any]":
    """A column of true and false."""
    return models.BooleanField(null=True, help_text=help_text)
