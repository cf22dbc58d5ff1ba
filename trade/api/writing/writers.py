"""The base of all bodies: explicit fields, checked as the models check them, then written."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, NoReturn

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model, QuerySet, UniqueConstraint
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.validators import UniqueValidator

from trade.api.errors import Fault
from trade.api.writing.addresses import involved
from trade.api.writing.passages import passage_from
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
        except UniqueConflict as conflict:
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
        if isinstance(field, serializers.ListSerializer) and isinstance(field.child, PartWriter):
            return field.child.replace(record, name, wanted)
        if isinstance(field, serializers.ListSerializer):
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

    def _conflict(self, conflict: "UniqueConflict") -> ConflictError:
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


class PartWriter(Writer):
    """What a part of a record is written from; parts a body leaves out are removed.

    A part is found by its number, as it is shown, else by its natural key within its record.
    `whole` is the field of the part that names the record.
    """

    whole: ClassVar[str] = ""

    id = serializers.IntegerField(
        required=False,
        min_value=1,
        help_text=_("The number of a part there is; without it, it is found by what it is."),
    )

    def complete_part(self, record: Any, values: Values) -> Values:
        """With what the body leaves open and the record says."""
        return values

    def in_order(self, parts: list[tuple[str, Values]]) -> list[tuple[str, Values]]:
        """The parts in an order in which each may be written."""
        return parts

    def replace(self, record: Any, name: str, wanted: Sequence[Values]) -> bool:
        """Make the parts of a record those a body lists; parts this user may not see stay."""
        model: Any = self.Meta.model
        there = getattr(record, name).all()
        if hasattr(there, "visible_to"):
            there = there.visible_to(self.context["request"].user)
        stored = list(there)
        paths = [f"{name}.{number}" for number in range(len(wanted))]
        listed = [
            (path, self._at(path, self.complete_part, record, dict(values)))
            for path, values in zip(paths, wanted, strict=True)
        ]
        pairs: dict[str, Any] = {}
        for path, values in listed:
            pairs[path] = self._same(stored, values, path)
        kept = [part.pk for part in pairs.values() if part is not None]
        if len(kept) != len(set(kept)):
            twice = [path for path, part in pairs.items() if part and kept.count(part.pk) > 1]
            raise InvalidBodyError([{"field": twice[-1], "reason": _t("This is listed twice.")}])
        gone = [part for part in stored if part.pk not in kept]
        self._require("delete", bool(gone))
        for part in gone:
            part.delete()
        is_changed = bool(gone)
        for path, values in self.in_order(listed):
            part = pairs[path] or model(**{self.whole: record})
            is_new = part.pk is None
            part_changed = self._at(path, self.write, part, values)
            self._require("add" if is_new else "change", part_changed)
            is_changed |= part_changed
        return is_changed

    def _same(self, stored: list[Any], values: Values, path: str) -> Any:
        number = values.pop("id", None)
        if number is not None:
            for part in stored:
                if part.pk == number:
                    return part
            reason = _t("This record has no part of this number.")
            raise InvalidBodyError([{"field": f"{path}.id", "reason": reason}])
        for part in stored:
            if all(getattr(part, name) == values.get(name, "") for name in self.natural):
                return part
        return None

    def _at(self, path: str, act: Any, *arguments: Any) -> Any:
        try:
            return act(*arguments)
        except InvalidBodyError as error:
            raise InvalidBodyError([below(path, fault) for fault in error.faults]) from error
        except ConflictError as error:
            error.faults = [below(path, fault) for fault in error.faults]
            raise

    def _require(self, act: str, is_needed: bool) -> None:
        """Parts take the permissions they take in the admin."""
        model: Any = self.Meta.model
        names = model._meta
        permission = f"{names.app_label}.{act}_{names.model_name}"
        if is_needed and not self.context["request"].user.has_perm(permission):
            raise PermissionDenied(
                _t("This takes the right “%(permission)s”.") % {"permission": permission}
            )


class UniqueConflict(Exception):  # noqa: N818 - it never leaves this module
    """A record that may be there once is there already."""

    def __init__(self, reasons: list[tuple[str, str]], others: list[Model]) -> None:
        super().__init__(reasons)
        self.reasons, self.others = reasons, others


def check(record: Any) -> None:
    """Ask the model whether a record may be: ValidationError, or UniqueConflict if it is there."""
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
        raise UniqueConflict(reasons, others)


def _taken(
    record: Any, columns: Values, others: list[Model], constraint: UniqueConstraint | None = None
) -> bool:
    """Add to `others` the record that has these values already."""
    same = type(record)._base_manager.filter(**columns).exclude(pk=record.pk)
    if constraint is not None and constraint.condition is not None:
        same = same.filter(constraint.condition)
    found = list(same[:1])
    others += found
    return bool(found)


def _columns(record: Any) -> dict[str, Any]:
    return {field.attname: getattr(record, field.attname) for field in record._meta.concrete_fields}
