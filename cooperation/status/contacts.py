"""Meetings: how many, the last, the next, and how long ago."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from cooperation.models import Meeting
from cooperation.status.facts import Evidence, MeetingFact
from cooperation.status.months import has_come


@dataclass(frozen=True, slots=True)
class MeetingsOfYear:
    """The meetings held in one calendar year."""

    year: int
    count: int
    rests_on: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Contacts:
    """The meetings of a partnership on a day.

    `total` counts held meetings with a date, `undated` those without, which nothing else here
    counts. `days_since_last` is counted from the last possible day of the last meeting, so it is
    the least it can be when `days_are_at_least`. `overdue` are planned ones whose day has passed.
    """

    total: int
    undated: int
    by_year: tuple[MeetingsOfYear, ...]
    last: MeetingFact | None
    next: MeetingFact | None
    days_since_last: int | None
    days_are_at_least: bool
    overdue: tuple[MeetingFact, ...]


def held_by(meetings: Sequence[MeetingFact], as_of: dt.date) -> list[MeetingFact]:
    """Held meetings up to a day, the earliest first, by their first possible day."""
    held = [m for m in meetings if m.state == Meeting.State.HELD and has_come(m.when, as_of)]
    return sorted(held, key=_first_day)


def contacts_on(meetings: Sequence[MeetingFact], as_of: dt.date) -> Contacts:
    """Count the meetings and find the last and the next one."""
    held = held_by(meetings, as_of)
    planned = sorted((m for m in meetings if m.state == Meeting.State.PLANNED), key=_first_day)
    coming = [m for m in planned if m.when is None or m.when.last >= as_of]
    last = held[-1] if held else None
    days, at_least = None, False
    if last is not None and last.when is not None:
        days = max(0, (as_of - last.when.last).days)
        at_least = last.when.first != last.when.last
    return Contacts(
        total=len(held),
        undated=sum(m.state == Meeting.State.HELD and m.when is None for m in meetings),
        by_year=_by_year(held),
        last=last,
        next=coming[0] if coming else None,
        days_since_last=days,
        days_are_at_least=at_least,
        overdue=tuple(m for m in planned if m.when is not None and m.when.last < as_of),
    )


def _first_day(meeting: MeetingFact) -> tuple[dt.date, int]:
    return (meeting.when.first if meeting.when else dt.date.max, meeting.id)


def _by_year(held: Sequence[MeetingFact]) -> tuple[MeetingsOfYear, ...]:
    years: dict[int, list[Evidence]] = defaultdict(list)
    for meeting in held:
        if meeting.when is not None:
            years[meeting.when.first.year].append(meeting.evidence)
    return tuple(
        MeetingsOfYear(year, len(evidence), tuple(evidence))
        for year, evidence in sorted(years.items(), reverse=True)
    )
