"""Every word a user reads can be translated."""

import pytest
from django.apps import apps
from django.utils.functional import Promise

MODELS = [
    model
    for label in ("trade", "cooperation")
    for model in apps.get_app_config(label).get_models()
    if not model.__name__.startswith("Historical")
]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_names_and_help_of_a_model_are_marked(model: type) -> None:
    named = [("verbose_name", model._meta.verbose_name)]
    named += [
        (field.name, field.verbose_name)
        for field in model._meta.local_fields
        if field.name not in {"id", "search_text"}
    ]
    named += [(f.name, f.help_text) for f in model._meta.local_fields if f.help_text]

    assert [name for name, text in named if not isinstance(text, Promise)] == []


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_messages_of_constraints_are_marked(model: type) -> None:
    unmarked = [
        constraint.name
        for constraint in model._meta.constraints
        if not isinstance(constraint.violation_error_message, Promise)
    ]

    assert unmarked == []
