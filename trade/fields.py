"""Model fields of our own: region codes that sort the same everywhere, and derived columns."""

from collections.abc import Callable
from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper


class RegionCodeField(models.CharField):  # type: ignore[type-arg]
    """An ISO 3166 code, compared byte by byte on every database.

    PostgreSQL would otherwise compare by the language of the cluster, which ignores the hyphen,
    and disagree with Python and SQLite about which of two regions comes first. Foreign keys to
    this field inherit its collation.
    """

    def db_parameters(self, connection: BaseDatabaseWrapper) -> Any:
        parameters = super().db_parameters(connection)
        if connection.vendor == "postgresql":
            parameters["collation"] = "C"
        return parameters


class DerivedField(models.Field):  # type: ignore[type-arg]
    """A column computed from the record itself each time it is saved.

    `derive` takes the record and returns the value. `QuerySet.update` computes nothing: it must
    not be used on the fields a derived one rests on.
    """

    def __init__(self, *args: Any, derive: Callable[[Any], Any] | None = None, **kwargs: Any):
        self.derive = derive
        kwargs["editable"] = False
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        del kwargs["editable"]
        return name, path, args, kwargs

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        if self.derive is not None:
            setattr(model_instance, self.attname, self.derive(model_instance))
        return super().pre_save(model_instance, add)


class DerivedTextField(DerivedField, models.TextField):  # type: ignore[type-arg]
    """Text computed from the record when it is saved."""


class DerivedDateField(DerivedField, models.DateField):  # type: ignore[type-arg]
    """A date computed from the record when it is saved."""
