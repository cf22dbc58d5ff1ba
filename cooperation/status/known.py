"""What the rules of the stage look at, and the signs of life among it."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from cooperation.status.claims import is_actual
from cooperation.status.contacts import held_by
from cooperation.status.facts import Evidence, Facts
from cooperation.status.mechanisms import NOT_YET, MechanismLine, begun, mechanisms_on
from cooperation.status.proposals import ProposalLine, proposals_on
from trade.models import PartialDate


@dataclass(frozen=True, slots=True)
class Known:
    """What the rules of the stage look at."""

    facts: Facts
    as_of: dt.date
    proposals: tuple[ProposalLine, ...]
    mechanisms: tuple[MechanismLine, ...]
    meetings: tuple[Evidence, ...]


def known_of(facts: Facts, as_of: dt.date) -> Known:
    """Look at facts that `facts_on` has cut to the day."""
    return Known(
        facts=facts,
        as_of=as_of,
        proposals=proposals_on(facts.proposals, as_of).items,
        mechanisms=tuple(m for m in mechanisms_on(facts.mechanisms, as_of) if m.state != NOT_YET),
        meetings=tuple(meeting.evidence for meeting in held_by(facts.meetings, as_of)),
    )


def signs_of_life(known: Known) -> Iterator[tuple[PartialDate, Evidence]]:
    """Held meetings, steps of proposals, periods of trade that ended, mechanisms that began."""
    for meeting in held_by(known.facts.meetings, known.as_of):
        if meeting.when is not None:
            yield meeting.when, meeting.evidence
    for proposal in known.facts.proposals:
        yield from ((change.effective, change.evidence) for change in proposal.changes)
    for figure in known.facts.figures:
        if is_actual(figure) and figure.period_end is not None and figure.highest:
            yield PartialDate(figure.period_end), figure.evidence
    listed = {mechanism.id for mechanism in known.mechanisms}
    for mechanism in known.facts.mechanisms:
        start = begun(mechanism)
        if mechanism.id in listed and start is not None:
            yield start, mechanism.evidence


def everything(known: Known) -> tuple[Evidence, ...]:
    lines: tuple[ProposalLine | MechanismLine, ...] = (*known.mechanisms, *known.proposals)
    return (*known.meetings, *(evidence for line in lines for evidence in line.rests_on))
