"""Tests of constraints: the database refuses the record, and its form says why.

A test marked `@breaks("name_of_the_constraint")` returns a record that is right but for that one
rule. tests/test_constraints.py fails for a constraint that no test breaks.
"""

import copy
import functools
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction

TESTED: set[str] = set()


def breaks(name: str, *, says: str = "") -> Callable[[Any], Callable[..., None]]:
    """Break the constraint with the record the test returns.

    `says` is the message to the user where a field's own validator speaks first.
    """
    TESTED.add(name)

    def decorate(test: Callable[..., models.Model]) -> Callable[..., None]:
        @functools.wraps(test)
        def check(*args: Any, **kwargs: Any) -> None:
            assert_breaks(test(*args, **kwargs), name, says=says)

        return pytest.mark.django_db(check)

    return decorate


def assert_breaks(record: models.Model, name: str, *, says: str = "") -> None:
    [constraint] = [c for c in record._meta.constraints if c.name == name]
    with pytest.raises(ValidationError) as refused:
        copy.copy(record).full_clean()
    assert (says or str(constraint.violation_error_message)) in refused.value.messages

    with pytest.raises(IntegrityError) as broken, transaction.atomic():
        record.save()
    # SQLite names the columns of a unique constraint instead.
    if connection.vendor == "postgresql" or isinstance(constraint, models.CheckConstraint):
        assert name in str(broken.value)


def assert_refuses(record: models.Model, field: str, message: str) -> None:
    """The record's own `clean` has this message for this field."""
    with pytest.raises(ValidationError) as refused:
        record.full_clean()
    assert message in "\n".join(refused.value.message_dict[field])
