"""Where the API shows a record, for answers that name those in the way of a change."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Model
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
    kinds: dict[type[Model], list[Model]] = {}
    for record in records:
        if _is_visible(record, request):
            kinds.setdefault(type(record), []).append(record)
    told: list[Involved] = []
    for kind, found in kinds.items():
        places = (address_of(record, request) for record in found[:MOST_ADDRESSES])
        told.append(
            {
                "kind": str(kind._meta.verbose_name_plural),
                "count": len(found),
                "addresses": list(dict.fromkeys(place for place in places if place)),
            }
        )
    return told


def _is_unique(names: Any, name: str) -> bool:
    return any(field.name == name and field.unique for field in names.concrete_fields)


def _whole(record: Any) -> Any:
    return next((getattr(record, name) for name in WHOLES if hasattr(record, name)), None)


def _is_visible(record: Any, request: Request) -> bool:
    """May this user see it, and what it is a part of?"""
    records = type(record)._default_manager.filter(pk=record.pk)
    if hasattr(records, "visible_to"):
        return bool(records.visible_to(request.user).exists())
    meeting = getattr(record, "meeting", None)
    return meeting is None or _is_visible(meeting, request)
