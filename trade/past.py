"""Records as they were on record at an earlier moment, read from their histories.

The version of a record in force at a moment is its last one up to then; where that one deleted it,
the record was not there. Links to others are those of the version.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Exists, Model, OuterRef, Q, QuerySet


class Then:
    """Some records of one model as they were at a moment, by their primary keys."""

    def __init__(self, model: type[Model], rows: Iterable[dict[str, Any]]) -> None:
        self.model = model
        self.records: dict[Any, Any] = {}
        self._version: dict[int, Any] = {}
        key = model._meta.pk.attname
        for row in rows:
            self._version[row.pop("history_id")] = row[key]
            self.records[row[key]] = model(**row)

    def __bool__(self) -> bool:
        return bool(self.records)

    def __iter__(self) -> Any:
        """The records, the first entered first."""
        return iter(self.records[key] for key in sorted(self.records))

    def numbers(self, name: str) -> set[Any]:
        """What the records have in a column, without empty ones."""
        return {getattr(record, name) for record in self.records.values()} - {None}

    def keep(self, keys: Iterable[Any]) -> "Then":
        """Without all others."""
        kept = set(keys)
        self.records = {key: record for key, record in self.records.items() if key in kept}
        return self

    def links(self, name: str) -> dict[Any, list[Any]]:
        """For each record the keys of those it was linked to by a many-to-many field."""
        field: Any = self.model._meta.get_field(name)
        one, other = field.m2m_field_name(), field.m2m_reverse_field_name()
        history: Any = self.model.history.model  # type: ignore[attr-defined]
        rows = getattr(history, name).model.objects.filter(history_id__in=list(self._version))
        found: dict[Any, list[Any]] = defaultdict(list)
        for record, linked in rows.order_by("m2m_history_id").values_list(
            f"{one}_id", f"{other}_id"
        ):
            found[record].append(linked)
        return found

    def attach(self, name: str, others: "Then") -> None:
        """Give each record the one its foreign key led to; those without it lose nothing else."""
        for record in self.records.values():
            other = others.records.get(getattr(record, f"{name}_id"))
            if other is not None:
                setattr(record, name, other)

    def attach_many(self, name: str, links: dict[Any, list[Any]], others: dict[Any, Any]) -> None:
        """Give each record those it was linked to, as if they had been prefetched."""
        for key, record in self.records.items():
            found = [others[linked] for linked in links.get(key, ()) if linked in others]
            vars(record).setdefault("_prefetched_objects_cache", {})[name] = found


def in_force(model: Any, *, at: dt.datetime) -> QuerySet[Any]:
    """The version of every record that was there at a moment, as rows of its history."""
    later = Q(history_date__gt=OuterRef("history_date")) | Q(
        history_date=OuterRef("history_date"), history_id__gt=OuterRef("history_id")
    )
    history = model.history.model.objects.filter(history_date__lte=at)
    pk = model._meta.pk.attname
    newer = history.order_by().filter(later, **{pk: OuterRef(pk)})
    found: QuerySet[Any] = history.order_by().exclude(history_type="-").filter(~Exists(newer))
    return found


def records_then(
    model: type[Model], where: Q, *, at: dt.datetime, without: Sequence[str] = ()
) -> Then:
    """The records of a model that were so at a moment, in one query.

    `where` is over the model's own columns; columns that are not needed may be left out.
    """
    columns = [
        field.attname for field in model._meta.concrete_fields if field.attname not in without
    ]
    return Then(model, in_force(model, at=at).filter(where).values("history_id", *columns))
