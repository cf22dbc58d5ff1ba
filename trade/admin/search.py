"""Search in lists and in autocomplete fields, for models with a search column and without."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Model, Q, QuerySet

from trade.search import SearchableQuerySet, fold


def found_by(
    queryset: QuerySet[Any], *, words: str, fields: Sequence[str]
) -> "QuerySet[Any] | SearchableQuerySet[Any]":
    """The records in which every word is found; `fields` are read where no search column is.

    A field may be plain text or a folded column of a related record. SQLite ignores the case of
    Latin letters only, so a word is looked for in each way it may be written.
    """
    if isinstance(queryset, SearchableQuerySet):
        return queryset.search(words)
    found = queryset
    for word in words.split():
        spellings = {word, word.lower(), word.upper(), word.capitalize(), fold(word)} - {""}
        anywhere = Q()
        for field in fields:
            for spelling in spellings:
                anywhere |= Q(**{f"{field}__icontains": spelling})
        # A subquery, so that a match in a related table never repeats a row.
        model: type[Model] = queryset.model
        matches = model._base_manager.filter(anywhere)
        found = found.filter(pk__in=matches.order_by().values("pk"))
    return found
