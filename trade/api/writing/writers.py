"""The base of all bodies: explicit fields, checked as the models check them, then written."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, NoReturn

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _t
from rest_framework import serializers
from rest_framework.validators import UniqueValidator

from trade.api.errors import Fault
from trade.api.writing.addresses import involved
from trade.api.writing.checking import AlreadyThereError, check
from trade.api.writing.passages import PassageWriter, passage_from
from trade.api.writing.refusals import (
    ConflictError,
    InvalidBodyError,
    below,
    faults_of,
    faults_of_model,
)

Values = dict[str, Any]


class Writer(serializers.ModelSerializer[Any]):
    """What a record is written from.

    `natural` are the fields by which a record of the same natural key is found. `names` are
    fields of the model that the body names otherwise. The context holds the request and, where a
    record is changed, `shown`: that record as the reader last got it.
    """

    natural: ClassVar[Sequence[str]] = ()
    names: ClassVar[Mapping[str, str]] = {}
    # Is the body only looked at to find the record it names?
    is_lenient = False

    # From the body

    def get_validators(self) -> list[Any]:
        return []  # the model's own constraints are asked instead

    def get_fields(self) -> dict[str, Any]:
        fields: dict[str, Any] = super().get_fields()
        for field in fields.values():
            field.validators = [
                one for one in field.validators if not isinstance(one, UniqueValidator)
            ]
        return fields

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, Mapping):
            refused = self._refused(data)
            if refused:
                raise serializers.ValidationError(refused)
        return super().to_internal_value(data)

    def _refused(self, data: Mapping[str, Any]) -> dict[str, str]:
        """Fields of a body that cannot be written; what is sent back as it was read may stay."""
        if self.is_lenient:
            return {}
        shown = self.context.get("shown") if self.parent is None else None
        refused = {}
        for name in sorted(str(name) for name in set(data) - set(self.fields)):
            if shown is None or name not in shown:
                names = ", ".join(self.fields)
                refused[name] = _t("There is no such field here. There are: %(names)s.") % {
                    "names": names
                }
            elif data[name] != shown[name]:
                refused[name] = _t("This is not written here: leave it out, or as it is.")
        return refused

    def values(self) -> Values:
        """The checked values of the body; InvalidBodyError with everything wrong with it."""
        if not self.is_valid():
            raise InvalidBodyError(list(faults_of(self.errors, self)))
        return dict(self.validated_data)

    # To the record

    def found(self, values: Values) -> QuerySet[Any]:
        """The record of the same natural key, as a queryset of one or none."""
        model: Any = self.Meta.model
        blank = {name: model._meta.get_field(name).get_default() for name in self.natural}
        same = {name: values.get(name, blank[name]) for name in blank}
        return model.objects.filter(**same)  # type: ignore[no-any-return]

    def refuse(self, reasons: Mapping[str, Any]) -> NoReturn:
        """Refuse the body for what is wrong with these fields."""
        raise InvalidBodyError(
            [{"field": name, "reason": str(reason)} for name, reason in reasons.items()]
        )

    def complete(self, values: Values) -> Values:
        """With what the body leaves open and other records say."""
        return values

    def write(self, record: Any, values: Values, *, is_partial: bool = False) -> bool:
        """Write a record; what the values leave out keeps its value, or takes its default.

        Says whether anything changed. Raises InvalidBodyError or ConflictError.
        """
        before = None if record.pk is None else _columns(record)
        if before is not None and values.get("key", before.get("key")) != before.get("key"):
            self.refuse({"key": _t("A key never changes.")})
        if not is_partial:
            values = {**self.defaults(record), **values}
        later = {name: values.pop(name) for name in list(values) if self._is_written_later(name)}
        try:
            self.assign(record, values)
            check(record)
            is_changed = _columns(record) != before
            if is_changed:
                self.store(record)
            for name, wanted in later.items():
                is_changed |= self.write_later(record, name, wanted)
        except ValidationError as error:
            raise InvalidBodyError(faults_of_model(error, self.names)) from error
        except AlreadyThereError as conflict:
            raise self._conflict(conflict) from conflict
        return is_changed

    def defaults(self, record: Any) -> Values:
        """What every field takes that a whole body leaves out; a key is kept."""
        values: Values = {}
        for name, field in self.fields.items():
            if field.required or name in ("key", "id") or name not in self._columns:
                continue
            values[name] = self._columns[name].get_default()
        values |= {str(name): [] for name in self.fields if self._is_written_later(str(name))}
        return values

    @property
    def _columns(self) -> dict[str, Any]:
        model: Any = self.Meta.model
        return {field.name: field for field in model._meta.concrete_fields}

    def _is_written_later(self, name: str) -> bool:
        """Is it several records, which can be linked once this one has a number?"""
        return isinstance(self.fields.get(name), serializers.ListSerializer | Many)

    def assign(self, record: Any, values: Values) -> None:
        """Set the columns of the record."""
        for name, value in values.items():
            setattr(record, name, value)

    def store(self, record: Any) -> None:
        """Save a checked record, through the service that keeps others in step where there is one."""
        record.save()

    def write_later(self, record: Any, name: str, wanted: Any) -> bool:
        """Write what needs the number of the record; says whether anything changed."""
        field: Any = self.fields[name]
        if isinstance(field.child, Writer):  # of parts, trade/api/writing/parts.py
            return field.child.replace(record, name, wanted)  # type: ignore[attr-defined, no-any-return]
        if isinstance(field.child, PassageWriter):
            wanted = self.recorded(name, wanted, source=self.source_of(record))
        have = set(getattr(record, name).all())
        if have == set(wanted):
            return False
        getattr(record, name).set(wanted)
        return True

    def source_of(self, record: Any) -> Any:
        """The source passages are of that name none."""
        return getattr(record, "source", None)

    def recorded(self, name: str, wanted: Sequence[Any], *, source: Any) -> list[Any]:
        """The passages a body means, each recorded."""
        found = []
        for number, given in enumerate(wanted):
            try:
                found.append(passage_from(given, source=source))
            except ValidationError as error:
                faults = [below(f"{name}.{number}", f) for f in faults_of_model(error, {})]
                raise InvalidBodyError(faults) from error
        return found

    def _conflict(self, conflict: AlreadyThereError) -> ConflictError:
        faults: list[Fault] = [
            {"field": name, "reason": reason} for name, reason in conflict.reasons
        ]
        return ConflictError(
            " ".join(reason for _name, reason in conflict.reasons),
            faults=faults,
            records=involved(conflict.others, self.context["request"]),
        )


class Many(serializers.ListField):
    """Several other records, each named by its code or key."""


def _columns(record: Any) -> dict[str, Any]:
    return {field.attname: getattr(record, field.attname) for field in record._meta.concrete_fields}
