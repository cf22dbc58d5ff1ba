"""Finding the record a file means when its natural key is not, or no longer, that of the file."""

from collections.abc import Set
from typing import Any

from django.db.models import Model

from cooperation.articles.comparing import in_words, is_invalid, refusal_of
from cooperation.articles.history import Past, is_of_an_article, reason_of
from cooperation.articles.kinds import Kind
from cooperation.articles.store import Store


def was_removed_by_hand(seen: Any) -> bool:
    """Was it somebody other than an article who removed the record with this key?

    `seen` is the last row of history with the key, or None.
    """
    is_removed = seen is not None and seen.history_type == "-"
    return is_removed and not is_of_an_article(seen.history_change_reason)


def renamed_by_hand(kind: Kind, seen: Any) -> Any:
    """The record that had this key until somebody gave it another one, if there is one.

    `seen` is the last row of history with the key, or None.
    """
    if seen is None:
        return None
    model: Any = kind.model
    record = model.objects.filter(pk=getattr(seen, model._meta.pk.attname)).first()
    return record if record is not None and Past.of(record).is_edited else None


def same_record(
    kind: Kind, values: dict[str, Any], *, but: Set[tuple[type[Model], int | str]]
) -> Any:
    """The record another source describes without all of its key, if it can only be that."""
    if kind.same_as is None or any(map(is_invalid, values.values())):
        return None
    others = [one for one in kind.same_as(values) if (type(one), one.pk) not in but]
    return others[0] if len(others) == 1 else None


def former_record(
    kind: Kind,
    values: dict[str, Any],
    key: str,
    named: Set[tuple[str, ...] | None],
    store: Store,
) -> Any:
    """A record of this article that its file no longer names and that stands in the way.

    It becomes the new one, its values set: the head of a side, say, whose name was corrected.
    """
    model: Any = kind.model
    made = model.history.filter(history_type="+", history_change_reason=reason_of(key))
    keys = list(made.values_list(model._meta.pk.attname, flat=True))
    for record in model.objects.filter(pk__in=keys).order_by("pk"):
        is_taken = (model, record.pk) in store.written or in_words(record.natural_key()) in named
        if is_taken or not Past.of(record).is_only_by(key):
            continue
        for name, value in values.items():
            setattr(record, name, value)
        if refusal_of(record) is None:
            return record
    return None
