"""`?fields=`: answers with only the fields a reader asks for."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import QuerySet
from django.db.models.constants import LOOKUP_SEP
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request
from rest_framework.serializers import BaseSerializer

from trade.api.errors import InvalidParametersError

FIELDS = "fields"

fields_parameter = OpenApiParameter(
    FIELDS,
    str,
    description=_(
        "Only these fields, separated by commas; a point leads into a field that holds records, "
        "as in source.key. Everything if empty."
    ),
)

# The fields asked for, each with those below it that are; an empty choice below takes all.
Selection = dict[str, "Selection"]


class Wanted:
    """Which fields a reader asks for: all of them, where the selection is empty."""

    def __init__(self, selection: Selection) -> None:
        self.selection = selection

    def __contains__(self, name: str) -> bool:
        return not self.selection or name in self.selection

    def within(self, name: str) -> "Wanted":
        """The fields asked for of the records in a field."""
        return Wanted(self.selection.get(name, {}))


EVERYTHING = Wanted({})


def asked_selection(request: Request, serializer: BaseSerializer[Any]) -> Selection:
    """The fields `fields` names; an InvalidParametersError for one the serializer has not."""
    selection: Selection = {}
    for name in request.query_params.get(FIELDS, "").split(","):
        path = name.strip().split(".")
        if path == [""]:
            continue
        allowed = names_in(serializer)
        here, before = selection, ""
        for step in path:
            if step not in allowed:
                raise InvalidParametersError(
                    [
                        {
                            "parameter": FIELDS,
                            "reason": _t("There is no field “%(name)s”.") % {"name": name.strip()},
                            "allowed": [before + field for field in allowed],
                        }
                    ]
                )
            here, before = here.setdefault(step, {}), f"{before}{step}."
            allowed = allowed[step]
    return selection


# The names of a serializer's fields, each with those of the fields below it.
Names = dict[str, "Names"]
_names: dict[type, Names] = {}  # by class: making the fields takes longer than a quick answer


def names_in(serializer: Any) -> Names:
    shown = getattr(serializer, "child", serializer)
    if type(shown) not in _names:
        below = {name: names_in(field) for name, field in fields_of(shown).items()}
        _names[type(shown)] = below
    return _names[type(shown)]


def fields_of(field: Any) -> Mapping[str, Any]:
    """The fields of a serializer, of one record or many; none of anything else."""
    return getattr(getattr(field, "child", field), "fields", {})


def narrow(serializer: BaseSerializer[Any], selection: Selection) -> None:
    """Leave a serializer only the fields that are asked for."""
    fields: Any = fields_of(serializer)
    for name in [*fields] if selection else []:
        if name in selection:
            narrow(fields[name], selection[name])
        else:
            fields.pop(name)


def narrowed(row: Mapping[str, Any], selection: Selection) -> Mapping[str, Any]:
    """The same for a record that is shown without a serializer."""
    if not selection:
        return row
    return {
        name: _within(row[name], below) if below else row[name] for name, below in selection.items()
    }


def _within(value: Any, selection: Selection) -> Any:
    if isinstance(value, dict):
        return narrowed(value, selection)
    if isinstance(value, list):
        return [_within(item, selection) for item in value]
    return value


def without_unshown(queryset: QuerySet[Any], serializer: BaseSerializer[Any]) -> QuerySet[Any]:
    """Records without the related ones that only fields left out would show."""
    roots = {root_of(field) for field in fields_of(serializer).values()}
    lookups: Iterable[Any] = queryset._prefetch_related_lookups  # type: ignore[attr-defined]
    needed = [lookup for lookup in lookups if prefetched(lookup) in roots]
    return queryset.prefetch_related(None).prefetch_related(*needed)


def root_of(field: Any) -> str:
    return str(field.source).partition(".")[0]


def prefetched(lookup: Any) -> str:
    """The relation a prefetch begins with."""
    return str(getattr(lookup, "prefetch_to", lookup)).partition(LOOKUP_SEP)[0]
