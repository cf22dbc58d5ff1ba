"""Mechanisms: which operated on a day, which were planned, closed, or not there yet."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from cooperation.models import Mechanism
from cooperation.status.facts import Evidence, MechanismFact
from cooperation.status.months import has_come
from trade.models import PartialDate

NOT_YET = "not_yet"


@dataclass(frozen=True, slots=True)
class MechanismLine:
    """A mechanism and its state on a day: planned, operating, closed or not_yet."""

    id: int
    name: str
    kind: str
    sector: str
    state: str
    start: PartialDate | None
    end: PartialDate | None
    rests_on: tuple[Evidence, ...]


def mechanisms_on(mechanisms: Sequence[MechanismFact], as_of: dt.date) -> tuple[MechanismLine, ...]:
    """Every mechanism with its state on a day, in the order of names."""
    return tuple(
        MechanismLine(
            id=mechanism.id,
            name=mechanism.name,
            kind=mechanism.kind,
            sector=mechanism.sector,
            state=state_on(mechanism, as_of),
            start=mechanism.start,
            end=mechanism.end,
            rests_on=(mechanism.evidence,),
        )
        for mechanism in sorted(mechanisms, key=lambda m: (m.name, m.id))
    )


def begun(mechanism: MechanismFact) -> PartialDate | None:
    """When it began, or where that is not recorded when its source says it is there."""
    return mechanism.start or mechanism.evidence.first_published


def state_on(mechanism: MechanismFact, as_of: dt.date) -> str:
    """Its state on a day; without a recorded start its source's publication stands in for it.

    What is still planned stays planned from the day its source says so. What has ended was
    operating until the last possible day of its end.
    """
    if mechanism.state == Mechanism.State.PLANNED:
        published = mechanism.evidence.first_published
        return (
            Mechanism.State.PLANNED if published is None or has_come(published, as_of) else NOT_YET
        )
    start = begun(mechanism)
    if start is not None and not has_come(start, as_of):
        return NOT_YET
    if mechanism.end is not None:
        return Mechanism.State.CLOSED if mechanism.end.last < as_of else Mechanism.State.OPERATING
    return Mechanism.State(mechanism.state)
