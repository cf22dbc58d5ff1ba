"""The status of a partnership on a day, put together from the rules."""

import datetime as dt
from dataclasses import dataclass
from itertools import chain

from cooperation.status import gaps
from cooperation.status.amounts import ReporterYear
from cooperation.status.apart import FiguresApart, figures_apart
from cooperation.status.as_of import facts_on
from cooperation.status.contacts import Contacts, contacts_on
from cooperation.status.evidence import SourcesUsed, sources_of
from cooperation.status.facts import Declaration, Facts, MeetingFact, RegionFact
from cooperation.status.follow_ups import Owed, owed_on
from cooperation.status.goods import Direction, goods_by_direction
from cooperation.status.mechanisms import MechanismLine, mechanisms_on
from cooperation.status.mirrors import Mirror, mirrors_of
from cooperation.status.people import SideInPost, in_post_on
from cooperation.status.proposals import Proposals, proposals_on
from cooperation.status.stage import ComputedStage, stage_on
from cooperation.status.trade import newest_turnover, reported_years
from cooperation.status.version import RULES_VERSION


@dataclass(frozen=True, slots=True, kw_only=True)
class Trade:
    """The trade in all goods: years, what both sides report, and what is no year's trade."""

    years: tuple[ReporterYear, ...]
    mirrors: tuple[Mirror, ...]
    apart: FiguresApart


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """Where a partnership stands on a day."""

    regions: tuple[RegionFact, RegionFact]
    as_of: dt.date
    stage: ComputedStage
    declared_stage: Declaration | None
    meetings: Contacts
    trade: Trade
    goods: tuple[Direction, Direction]
    proposals: Proposals
    mechanisms: tuple[MechanismLine, ...]
    officials: tuple[SideInPost, ...]
    follow_ups: Owed
    sources: SourcesUsed
    gaps: tuple[gaps.Gap, ...]
    rules_version: str = RULES_VERSION

    @property
    def region_a(self) -> RegionFact:
        return self.regions[0]

    @property
    def region_b(self) -> RegionFact:
        return self.regions[1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """The key numbers of a partnership on a day, as a list shows them."""

    regions: tuple[RegionFact, RegionFact]
    as_of: dt.date
    stage: ComputedStage
    declared_stage: Declaration | None
    last_meeting: MeetingFact | None
    next_meeting: MeetingFact | None
    meetings: int
    days_since_last_meeting: int | None
    latest_turnover: ReporterYear | None
    open_proposals: int
    stalled_proposals: int
    operating_mechanisms: int


def status_from(facts: Facts, *, as_of: dt.date) -> Status:
    """Every rule applied to all facts of one partnership."""
    facts = facts_on(facts, as_of)
    contacts = contacts_on(facts.meetings, as_of)
    years = reported_years(facts.figures)
    sides = in_post_on(facts.regions, facts.tenures, as_of)
    sources = sources_of(facts, as_of)
    return Status(
        regions=facts.regions,
        as_of=as_of,
        stage=stage_on(facts, as_of),
        declared_stage=facts.declaration,
        meetings=contacts,
        trade=Trade(years=years, mirrors=mirrors_of(years), apart=figures_apart(facts.figures)),
        goods=goods_by_direction(facts.regions, facts.goods),
        proposals=proposals_on(facts.proposals, as_of),
        mechanisms=mechanisms_on(facts.mechanisms, as_of),
        officials=sides,
        follow_ups=owed_on(facts.follow_ups, as_of),
        sources=sources,
        gaps=tuple(
            chain(
                gaps.figure_gaps(years, as_of),
                gaps.claim_gaps(years),
                gaps.meeting_gaps(contacts, as_of),
                gaps.people_gaps(sides),
                gaps.proposal_gaps(facts.proposals),
                gaps.source_gaps(sources, as_of),
            )
        ),
    )


def overview_from(facts: Facts, *, as_of: dt.date) -> Overview:
    """The same rules, only those a list needs."""
    facts = facts_on(facts, as_of)
    contacts = contacts_on(facts.meetings, as_of)
    proposals = proposals_on(facts.proposals, as_of)
    mechanisms = mechanisms_on(facts.mechanisms, as_of)
    return Overview(
        regions=facts.regions,
        as_of=as_of,
        stage=stage_on(facts, as_of),
        declared_stage=facts.declaration,
        last_meeting=contacts.last,
        next_meeting=contacts.next,
        meetings=contacts.total,
        days_since_last_meeting=contacts.days_since_last,
        latest_turnover=newest_turnover(facts.figures),
        open_proposals=len(proposals.open),
        stalled_proposals=len(proposals.stalled),
        operating_mechanisms=sum(m.state == "operating" for m in mechanisms),
    )
