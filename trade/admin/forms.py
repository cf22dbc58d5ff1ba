"""Forms whose choices cost no query when the records chosen are loaded already."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.contrib.admin.widgets import (
    AutocompleteMixin,
    AutocompleteSelect,
    AutocompleteSelectMultiple,
)
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model, UniqueConstraint, Value


class LoadedOptions(AutocompleteMixin):
    """An autocomplete field that shows what is chosen from records at hand.

    Django's own asks the database for each field of each row of a formset.
    """

    loaded: Iterable[Model] = ()
    hint: Any = ""

    def build_attrs(
        self, base_attrs: dict[str, Any], extra_attrs: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        """What is taken when the field stays empty, shown in it as long as it is."""
        attrs: dict[str, Any] = super().build_attrs(base_attrs, extra_attrs)
        return {**attrs, "data-placeholder": self.hint}

    def optgroups(self, name: str, value: Sequence[str], attr: Any = None) -> Any:
        known = {str(record.pk): record for record in self.loaded}
        chosen = [str(key) for key in value if key not in (None, "")]
        if not chosen or not known.keys() >= set(chosen):
            return super().optgroups(name, value, attr)
        widget: Any = self
        options = []
        if not widget.is_required and not widget.allow_multiple_selected:
            options.append(widget.create_option(name, "", "", False, 0))
        for key in chosen:
            options.append(widget.create_option(name, key, str(known[key]), True, len(options)))
        return [(None, options, 0)]


class AutocompleteOne(LoadedOptions, AutocompleteSelect):
    pass


class AutocompleteMany(LoadedOptions, AutocompleteSelectMultiple):
    pass


def loaded_by(record: Model, name: str) -> Iterable[Model]:
    """What a record's relation holds, if it is read already."""
    try:
        field = record._meta.get_field(name)
    except FieldDoesNotExist:
        return ()
    if field.many_to_many:
        held: Iterable[Model] = getattr(record, "_prefetched_objects_cache", {}).get(name, ())
        return held
    if field.many_to_one:
        one = record._state.fields_cache.get(name)
        return [one] if one is not None else ()
    return ()


def inner(widget: forms.Widget) -> forms.Widget:
    """The field itself, without the links to related records around it."""
    return getattr(widget, "widget", widget)


class RecordForm(forms.ModelForm):  # type: ignore[type-arg]
    """The form of every record in the admin."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            widget = inner(field.widget)
            if isinstance(widget, LoadedOptions):
                widget.loaded = loaded_by(self.instance, name)

    def may_stay_empty(self, hints: dict[str, Any]) -> None:
        """Ask for less: the form fills these fields in, as the hint in each says."""
        for name, hint in hints.items():
            if name in self.fields:
                self.fields[name].required = False
                widget = inner(self.fields[name].widget)
                if isinstance(widget, LoadedOptions):
                    widget.hint = hint
                else:
                    widget.attrs["placeholder"] = hint

    def cleaned(self, name: str) -> Any:
        """A field's value so far; None when it is empty or wrong."""
        return self.cleaned_data.get(name) or None


class PartsFormSet(forms.BaseInlineFormSet):  # type: ignore[type-arg]
    """The parts of a record on its page, none of them twice.

    In an inline Django asks the database about no unique constraint that names the record, and
    it compares the rows of a page only by those without a condition.
    """

    model: type[Model]

    def clean(self) -> None:
        super().clean()
        for constraint in self.model._meta.constraints:
            if isinstance(constraint, UniqueConstraint) and self.fk.name in constraint.fields:
                self._refuse_repeated(constraint)

    def _refuse_repeated(self, constraint: UniqueConstraint) -> None:
        """Say which rows repeat another one, or a part saved since the page was shown."""
        fields = [self.model._meta.get_field(name) for name in constraint.fields]
        columns = [field.attname for field in fields if field != self.fk]  # type: ignore[union-attr]
        taken = self._saved_elsewhere(constraint, columns)
        for form in self._rows():
            values = tuple(getattr(form.instance, column) for column in columns)
            if None in values or not _concerns(constraint, form.instance):
                continue
            if values in taken:
                form.add_error(None, constraint.get_violation_error_message())
            elif constraint.condition is not None:  # Django compares the rows by the others
                taken.add(values)

    def _rows(self) -> list[Any]:
        """The rows that will be there once the page is saved, as far as they can be read."""
        return [
            form
            for form in self.forms
            if form not in self.deleted_forms
            and not form.errors
            and (form.instance.pk is not None or form.has_changed())
        ]

    def _saved_elsewhere(self, constraint: UniqueConstraint, columns: list[str]) -> set[Any]:
        if self.instance.pk is None:
            return set()
        here = [form.instance.pk for form in self.initial_forms]
        others = self.model._base_manager.filter(**{self.fk.name: self.instance.pk})
        if constraint.condition is not None:
            others = others.filter(constraint.condition)
        return set(others.exclude(pk__in=here).values_list(*columns))


def _concerns(constraint: UniqueConstraint, record: Model) -> bool:
    """Does the condition of the constraint, if it has one, hold for this record?"""
    if constraint.condition is None:
        return True
    fields = record._meta.concrete_fields
    values = {field.name: Value(getattr(record, field.attname), field) for field in fields}
    return constraint.condition.check(values)
