"""What was so on a day: the facts without those that came later or were put aside by then.

A date known to the month or year has come from its first possible day. It is the date of the fact
that counts, not the day it was entered or published; only facts without a date of their own
(goods, targets, forecasts, undated figures) count from the publication of their source.
"""

import datetime as dt
from dataclasses import replace

from django.utils.translation import gettext as _

from cooperation.status.claims import is_actual
from cooperation.status.facts import Evidence, Fact, Facts, FigureFact, ProposalFact
from cooperation.status.months import has_come

FIRST_YEAR = 1900
YEARS_AHEAD = 10


def check_day(day: dt.date, *, today: dt.date) -> None:
    """Refuse a day no status is computed for, with a ValueError that says which years there are."""
    last_year = today.year + YEARS_AHEAD
    if not FIRST_YEAR <= day.year <= last_year:
        raise ValueError(
            _("Give a day of the years %(first)d to %(last)d.")
            % {"first": FIRST_YEAR, "last": last_year}
        )


def facts_on(facts: Facts, as_of: dt.date) -> Facts:
    """The facts that were so on a day.

    Meetings planned for later stay, as the next ones; so do mechanisms, tenures and follow-ups,
    whose own rules read their dates.
    """

    def stands(fact: Fact) -> bool:
        return fact.archived_on is None or fact.archived_on > as_of

    declared = facts.declaration
    proposals = [_steps_on(proposal, as_of) for proposal in facts.proposals if stands(proposal)]
    return Facts(
        regions=facts.regions,
        declaration=declared if declared and declared.declared_on <= as_of else None,
        meetings=tuple(filter(stands, facts.meetings)),
        proposals=tuple(proposal for proposal in proposals if proposal is not None),
        figures=tuple(f for f in facts.figures if stands(f) and _figure_was_so(f, as_of)),
        goods=tuple(g for g in facts.goods if stands(g) and said_by(g.evidence, as_of)),
        mechanisms=tuple(filter(stands, facts.mechanisms)),
        tenures=tuple(filter(stands, facts.tenures)),
        follow_ups=tuple(filter(stands, facts.follow_ups)),
    )


def said_by(evidence: Evidence, as_of: dt.date) -> bool:
    """Was its source out by that day? One without a date may have been."""
    published = evidence.first_published
    return published is None or has_come(published, as_of)


def _figure_was_so(figure: FigureFact, as_of: dt.date) -> bool:
    if figure.period_end is None or not is_actual(figure):
        return said_by(figure.evidence, as_of)
    return figure.period_end <= as_of


def _steps_on(proposal: ProposalFact, as_of: dt.date) -> ProposalFact | None:
    """The proposal with its steps up to that day; None when it was put forward later."""
    if not proposal.changes:
        return proposal
    changes = tuple(
        change
        for change in proposal.changes
        if has_come(change.effective, as_of)
        and (change.archived_on is None or change.archived_on > as_of)
    )
    return replace(proposal, changes=changes) if changes else None
