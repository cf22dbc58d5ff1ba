"""Parts of a record, written with it: participants of a meeting, steps of a proposal."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from trade.api.writing.refusals import ConflictError, InvalidBodyError, below
from trade.api.writing.writers import Values, Writer


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
