"""Every factory makes a record its own model accepts."""

import inspect

import factory
import pytest

from tests import factories

FACTORIES = [
    made
    for _, made in inspect.getmembers(factories, inspect.isclass)
    if issubclass(made, factory.django.DjangoModelFactory)
    and made is not factory.django.DjangoModelFactory
]


@pytest.mark.django_db
@pytest.mark.parametrize("made", FACTORIES, ids=lambda made: made.__name__)
def test_makes_a_valid_record(made: type) -> None:
    record = made()

    record.full_clean(exclude=["password"])
