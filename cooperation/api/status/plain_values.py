"""The values all parts of a status are written with: dates, amounts, and names of records."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from cooperation.status.facts import Evidence, SourceFact
from trade.models import PartialDate

Json = dict[str, Any]


class Records:
    """The records that numbers rest on: each told once, and named wherever something rests on it."""

    def __init__(self, root: str) -> None:
        self.root = root
        self.told: dict[str, Json] = {}
        self.sources: dict[str, SourceFact] = {}

    def names(self, rests_on: Iterable[Evidence]) -> list[str]:
        """The names of these records, under which `told` has them."""
        named = []
        for evidence in rests_on:
            name = evidence.name
            named.append(name)
            if name not in self.told:
                self.told[name] = {
                    "type": evidence.type,
                    "id": evidence.id,
                    "url": f"{self.root}{evidence.path}/",
                    "sources": [source.key for source in evidence.sources],
                    "words": evidence.words,
                }
                self.sources.update((source.key, source) for source in evidence.sources)
        return named


def day(date: dt.date | None) -> str | None:
    return None if date is None else date.isoformat()


def date_and_precision(name: str, date: PartialDate | None) -> Json:
    """The first possible day of a date, and how much of it is known."""
    if date is None:
        return {name: None, f"{name}_precision": None}
    return {name: date.first.isoformat(), f"{name}_precision": date.precision}


def amount(value: Decimal | None) -> str | None:
    """Money, written as text so that no digit is lost."""
    return None if value is None else f"{value:.2f}"


def percent(value: Decimal | None, places: int = 1) -> str | None:
    return None if value is None else f"{value:.{places}f}"
