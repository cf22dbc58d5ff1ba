"""Asking a record's own model whether it may be."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model, UniqueConstraint
from django.utils.translation import gettext as _t


class AlreadyThereError(Exception):
    """A record that may be there once is there already."""

    def __init__(self, reasons: list[tuple[str, str]], others: list[Model]) -> None:
        super().__init__(reasons)
        self.reasons, self.others = reasons, others


def check(record: Any) -> None:
    """Ask the model whether a record may be: ValidationError, or AlreadyThereError if it is there."""
    record.full_clean(validate_unique=False, validate_constraints=False)
    unique: list[UniqueConstraint] = []
    for model, constraints in record.get_constraints():
        for constraint in constraints:
            if isinstance(constraint, UniqueConstraint):
                unique.append(constraint)
            else:
                constraint.validate(model, record)
    reasons: list[tuple[str, str]] = []
    others: list[Model] = []
    for field in record._meta.concrete_fields:
        own = {field.name: getattr(record, field.attname)}
        if field.unique and not field.primary_key and _taken(record, own, others):
            reasons.append((field.name, _t("This is taken by another record.")))
    for constraint in unique:
        try:
            constraint.validate(type(record), record)
        except ValidationError as error:
            reasons.append(("", " ".join(error.messages)))
            columns = {name: getattr(record, name) for name in constraint.fields}
            _taken(record, columns, others, constraint)
    if reasons:
        raise AlreadyThereError(reasons, others)


def _taken(
    record: Any,
    columns: dict[str, Any],
    others: list[Model],
    constraint: UniqueConstraint | None = None,
) -> bool:
    """Add to `others` the record that has these values already."""
    same = type(record)._base_manager.filter(**columns).exclude(pk=record.pk)
    if constraint is not None and constraint.condition is not None:
        same = same.filter(constraint.condition)
    found = list(same[:1])
    others += found
    return bool(found)
