"""Whose a record is: what its history says of articles and analysts."""

import re
from dataclasses import dataclass
from typing import Any, Self

from django.db.models import Model

_OF_AN_ARTICLE = re.compile(r"article [-\w]+")


def reason_of(key: str) -> str:
    """The reason under which an article's changes are recorded."""
    return f"article {key}"


def is_of_an_article(reason: str | None) -> bool:
    """Is this the reason of an article's change, and not of an analyst's?"""
    return _OF_AN_ARTICLE.fullmatch(reason or "") is not None


@dataclass
class Past:
    """The history of one record, oldest first."""

    rows: list[dict[str, Any]]

    @classmethod
    def of(cls, record: Any) -> Self:
        return cls(list(record.history.order_by("history_date", "history_id").values()))

    @property
    def reasons(self) -> list[str]:
        return [row["history_change_reason"] or "" for row in self.rows]

    @property
    def is_edited(self) -> bool:
        """Has anybody but articles written it? What an analyst has touched is the analyst's."""
        return not all(map(is_of_an_article, self.reasons))

    def is_only_by(self, key: str) -> bool:
        return set(self.reasons) == {reason_of(key)}

    def was_made_by(self, key: str) -> bool:
        return self.reasons[:1] == [reason_of(key)]

    def knows(self, key: str) -> bool:
        return reason_of(key) in self.reasons

    def setter_of(self, column: str) -> str:
        """The reason of the last row that changed a column."""
        setter, before = "", object()
        for row, reason in zip(self.rows, self.reasons, strict=True):
            if row[column] != before:
                setter, before = reason, row[column]
        return setter


def last_seen(model: type[Model], columns: dict[str, Any]) -> Any:
    """The last row of history in which a record had these columns; None if none ever had."""
    history = model.history  # type: ignore[attr-defined]
    return history.filter(**columns).order_by("history_date", "history_id").last()
