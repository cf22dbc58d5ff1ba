"""No constraint without a test, and every key that names a record is unique."""

import importlib
import pkgutil

import pytest
from django.apps import apps
from django.db import IntegrityError, models, transaction

import tests.cooperation
import tests.trade
from tests import factories
from tests.constraints import TESTED, assert_breaks
from trade.models import Archivable

MODELS = [
    model
    for label in ("trade", "cooperation")
    for model in apps.get_app_config(label).get_models()
    if not model.__name__.startswith("Historical")
]
CONSTRAINTS = {constraint.name: model for model in MODELS for constraint in model._meta.constraints}

ARCHIVED = [model for model in MODELS if issubclass(model, Archivable)]
ARCHIVE_RULE = "{}_is_archived_with_date_and_reason"
TESTED.update(ARCHIVE_RULE.format(model._meta.label_lower.replace(".", "_")) for model in ARCHIVED)

UNIQUE = [(m, f.name) for m in MODELS for f in m._meta.fields if f.unique and not f.primary_key]


def _factory(model: type[models.Model]) -> type:
    return getattr(factories, f"{model.__name__}Factory")


def test_every_constraint_has_a_test_that_breaks_it() -> None:
    for package in (tests.trade, tests.cooperation):
        for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            importlib.import_module(module.name)

    assert set(CONSTRAINTS) == TESTED


def test_every_constraint_speaks_to_the_user() -> None:
    for name, model in CONSTRAINTS.items():
        [constraint] = [c for c in model._meta.constraints if c.name == name]
        default = models.BaseConstraint.default_violation_error_message

        assert constraint.violation_error_message != default, name


@pytest.mark.django_db
@pytest.mark.parametrize("model", ARCHIVED, ids=lambda model: model.__name__)
@pytest.mark.parametrize(
    "half", [{"archived_on": "2025-10-20"}, {"archive_reason": "entered twice"}], ids=" ".join
)
def test_archiving_takes_a_date_and_a_reason(model: type[models.Model], half: dict) -> None:
    record = _factory(model)()
    for name, value in half.items():
        setattr(record, name, value)

    assert_breaks(record, ARCHIVE_RULE.format(model._meta.label_lower.replace(".", "_")))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("model", "field"), UNIQUE, ids=lambda value: getattr(value, "__name__", value)
)
def test_a_key_names_one_record(model: type[models.Model], field: str) -> None:
    named, other = _factory(model)(), None
    other = _factory(model)(**{field: "another"})
    setattr(other, field, getattr(named, field))

    with pytest.raises(IntegrityError), transaction.atomic():
        other.save()
