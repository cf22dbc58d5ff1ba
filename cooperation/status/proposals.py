"""Proposals: where each stands, and how many stand where."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import takewhile

from cooperation.models import ProposalStage
from cooperation.status.facts import Evidence, ProposalFact
from cooperation.status.groups import OPEN_STAGES
from cooperation.status.months import is_older_than
from trade.models import PartialDate

STALLED_AFTER_MONTHS = 12


@dataclass(frozen=True, slots=True)
class ProposalLine:
    """A proposal and the stage it had reached.

    `since` is when it reached that stage, `last_change` when a source last spoke of it. It rests
    on the steps that put it there: the first, and those that say the same again.
    """

    id: int
    sector: str
    sector_name: str
    title: str
    stage: str
    since: PartialDate
    last_change: PartialDate
    is_open: bool
    is_stalled: bool
    rests_on: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class ProposalGroup:
    """How many proposals have something in common, and which: a stage, say, or a sector."""

    code: str
    name: str
    count: int
    ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Proposals:
    """Every proposal put forward by a day, grouped; stages without one are left out."""

    items: tuple[ProposalLine, ...]
    by_stage: tuple[ProposalGroup, ...]
    by_sector: tuple[ProposalGroup, ...]
    open: tuple[int, ...]
    stalled: tuple[int, ...]


def proposals_on(proposals: Sequence[ProposalFact], as_of: dt.date) -> Proposals:
    """Where each proposal stands; one without any step is left out, its stage not being recorded."""
    lines = tuple(_line(proposal, as_of) for proposal in proposals if proposal.changes)
    ladder = list(ProposalStage)
    return Proposals(
        items=lines,
        by_stage=_grouped(
            lines,
            lambda line: line.stage,
            lambda line: str(ProposalStage(line.stage).label),
            lambda code: ladder.index(ProposalStage(code)),
        ),
        by_sector=_grouped(
            lines, lambda line: line.sector, lambda line: line.sector_name, lambda code: code
        ),
        open=tuple(line.id for line in lines if line.is_open),
        stalled=tuple(line.id for line in lines if line.is_stalled),
    )


def _line(proposal: ProposalFact, as_of: dt.date) -> ProposalLine:
    newest_first = sorted(
        proposal.changes, key=lambda change: (change.effective.first, change.id), reverse=True
    )
    last = newest_first[0]
    same = list(takewhile(lambda change: change.stage == last.stage, newest_first))
    is_open = last.stage in OPEN_STAGES
    return ProposalLine(
        id=proposal.id,
        sector=proposal.sector,
        sector_name=proposal.sector_name,
        title=proposal.title or proposal.sector_name,
        stage=last.stage,
        since=same[-1].effective,
        last_change=last.effective,
        is_open=is_open,
        is_stalled=is_open and is_older_than(last.effective, STALLED_AFTER_MONTHS, as_of),
        rests_on=tuple(change.evidence for change in reversed(same)),
    )


def _grouped(
    lines: Sequence[ProposalLine],
    coded: Callable[[ProposalLine], str],
    named: Callable[[ProposalLine], str],
    order: Callable[[str], int | str],
) -> tuple[ProposalGroup, ...]:
    groups: dict[str, list[ProposalLine]] = defaultdict(list)
    for line in lines:
        groups[coded(line)].append(line)
    return tuple(
        ProposalGroup(code, named(group[0]), len(group), tuple(line.id for line in group))
        for code, group in sorted(groups.items(), key=lambda found: order(found[0]))
    )
