"""Where the API shows a record, for answers that name those in the way of a change."""

from collections.abc import Iterable
from typing import Any

from django.db.models import PROTECT, Model, QuerySet
from django.urls import NoReverseMatch, reverse
from rest_framework.request import Request

from trade.api.errors import Involved

MOST_ADDRESSES = 20
# Parts are shown with the record they belong to; the first of these that a part has is that record.
WHOLES = ("proposal", "meeting", "figure", "source")


def address_of(record: Any, request: Request) -> str | None:
    """The address of a record, or of what it is a part of; None when nothing shows it."""
    names = record._meta
    keys = [name for name in ("key", "code") if _is_unique(names, name)]
    arguments = getattr(record, "regions", None) or [getattr(record, (keys or ["pk"])[0])]
    try:
        path = reverse(f"{names.model_name}-detail", args=arguments)
    except NoReverseMatch:
        whole = _whole(record)
        return address_of(whole, request) if whole is not None else None
    return request.build_absolute_uri(path)


def involved(records: Iterable[Model], request: Request) -> list[Involved]:
    """Records by kind, those only that this user may see."""
    kinds: dict[type[Model], list[Any]] = {}
    for record in records:
        kinds.setdefault(type(record), []).append(record.pk)
    return involved_of(
        (kind._default_manager.filter(pk__in=keys) for kind, keys in kinds.items()), request
    )


def involved_of(querysets: Iterable[QuerySet[Any]], request: Request) -> list[Involved]:
    """What querysets hold, each of one kind, without what this user may not see."""
    told: list[Involved] = []
    for records in querysets:
        visible = _visible(records, request)
        count = visible.count()
        if count:
            first = visible.order_by("pk")[:MOST_ADDRESSES]
            places = [address_of(record, request) for record in first]
            told.append(
                {
                    "kind": str(records.model._meta.verbose_name_plural),
                    "count": count,
                    "addresses": list(dict.fromkeys(place for place in places if place)),
                }
            )
    return told


def resting_on(record: Any) -> list[QuerySet[Any]]:
    """What keeps a record from being deleted, as querysets that hold something."""
    found = (
        relation.related_model._default_manager.filter(**{relation.field.name: record})
        for relation in record._meta.related_objects
        if relation.on_delete is PROTECT
    )
    return [records for records in found if records.exists()]


def _visible(records: QuerySet[Any], request: Request) -> QuerySet[Any]:
    """Those this user may see, and of parts of a meeting those whose meeting is."""
    if hasattr(records, "visible_to"):
        return records.visible_to(request.user)  # type: ignore[no-any-return]
    fields = {field.name: field for field in records.model._meta.concrete_fields}
    if "meeting" not in fields:
        return records
    meetings: Any = fields["meeting"].related_model
    return records.filter(meeting__in=meetings.objects.visible_to(request.user).order_by())


def _is_unique(names: Any, name: str) -> bool:
    return any(field.name == name and field.unique for field in names.concrete_fields)


def _whole(record: Any) -> Any:
    return next((getattr(record, name) for name in WHOLES if hasattr(record, name)), None)
