"""What was still owed on a day, and what was late."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from cooperation.status.facts import FollowUpFact


@dataclass(frozen=True, slots=True)
class Owed:
    """Follow-ups open on a day by due date, undated last; `overdue` are those of them due before."""

    open: tuple[FollowUpFact, ...]
    overdue: tuple[FollowUpFact, ...]


def owed_on(follow_ups: Sequence[FollowUpFact], as_of: dt.date) -> Owed:
    """What had been promised by a day and was not closed by it.

    A follow-up is promised at its meeting, and from any day when that has no date. One due on the
    day itself is not overdue; one closed on the day is no longer open.
    """
    still_open = sorted(
        (
            f
            for f in follow_ups
            if (f.promised is None or f.promised.first <= as_of)
            and (f.closed_on is None or f.closed_on > as_of)
        ),
        key=lambda f: (f.due_on or dt.date.max, f.id),
    )
    late = tuple(f for f in still_open if f.due_on is not None and f.due_on < as_of)
    return Owed(open=tuple(still_open), overdue=late)
