"""How far a partnership has come: the first rule that holds names its stage.

A planned meeting, a figure of trade or goods alone make no contact: trade goes on without
governments that meet.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cooperation.models import Mechanism, PartnershipStage, ProposalStage
from cooperation.status.facts import Evidence, Facts
from cooperation.status.groups import ACTIVE_STAGES, OPEN_STAGES
from cooperation.status.known import Known, everything, known_of, signs_of_life
from cooperation.status.mechanisms import MechanismLine
from cooperation.status.months import is_older_than
from cooperation.status.proposals import ProposalLine
from cooperation.status.version import RULES_VERSION

DORMANT_AFTER_MONTHS = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class ComputedStage:
    """The stage, the rule that gave it, and why in words."""

    stage: str
    rule: str
    reason: str
    rests_on: tuple[Evidence, ...]
    rules_version: str = RULES_VERSION


# A rule says nothing (None), or the reason it holds and what that rests on.
Finding = tuple[str, tuple[Evidence, ...]]


def stage_on(facts: Facts, as_of: dt.date) -> ComputedStage:
    """The stage on a day, from facts that `facts_on` has cut to it."""
    known = known_of(facts, as_of)
    for rule, stage, holds in RULES:
        finding = holds(known)
        if finding is not None:
            reason, rests_on = finding
            return ComputedStage(stage=stage, rule=rule, reason=reason, rests_on=rests_on)
    raise AssertionError("the last rule holds for everything the first does not")


def _nothing_recorded(known: Known) -> Finding | None:
    if known.meetings or known.proposals or known.mechanisms:
        return None
    return _("No meeting, proposal or mechanism is recorded."), ()


def _no_sign_of_life(known: Known) -> Finding | None:
    signs = sorted(signs_of_life(known), key=lambda sign: sign[0].last)
    if not signs:
        return _("Nothing that is recorded has a date."), everything(known)
    last, evidence = signs[-1]
    if not is_older_than(last, DORMANT_AFTER_MONTHS, known.as_of):
        return None
    reason = _("The last sign of life, %(date)s, is more than %(months)d months old.")
    return reason % {"date": last, "months": DORMANT_AFTER_MONTHS}, (evidence,)


def _something_works(known: Known) -> Finding | None:
    working = [
        m
        for m in known.mechanisms
        if m.state == Mechanism.State.OPERATING and m.kind != Mechanism.Kind.AGREEMENT
    ]
    return _found(
        (working, _count_of_mechanisms(len(working))),
        _proposals_at(known, ACTIVE_STAGES, _("running or completed")),
    )


def _something_agreed(known: Known) -> Finding | None:
    agreements = [
        m
        for m in known.mechanisms
        if m.state == Mechanism.State.OPERATING and m.kind == Mechanism.Kind.AGREEMENT
    ]
    in_force = ngettext(
        "%(count)d agreement is in force.", "%(count)d agreements are in force.", len(agreements)
    )
    return _found(
        (agreements, in_force % {"count": len(agreements)}),
        _proposals_at(known, (ProposalStage.AGREED,), _("agreed")),
    )


def _something_open(known: Known) -> Finding | None:
    return _found(_proposals_at(known, OPEN_STAGES, _("open")))


def _in_contact(known: Known) -> Finding | None:
    count = len(known.meetings)
    if not count:
        return _("What was planned or put forward is closed, off the ladder or yet to come."), (
            everything(known)
        )
    reason = ngettext(
        "%(count)d meeting was held, and nothing that came of it is open or stands.",
        "%(count)d meetings were held, and nothing that came of them is open or stands.",
        count,
    )
    return reason % {"count": count}, known.meetings


# In this order; docs/status-rules.md gives the reasons.
RULES: tuple[tuple[str, str, Callable[[Known], Finding | None]], ...] = (
    ("nothing-recorded", PartnershipStage.NONE, _nothing_recorded),
    ("no-sign-of-life", PartnershipStage.DORMANT, _no_sign_of_life),
    ("something-works", PartnershipStage.ACTIVE, _something_works),
    ("something-agreed", PartnershipStage.AGREED, _something_agreed),
    ("something-open", PartnershipStage.NEGOTIATING, _something_open),
    ("in-contact", PartnershipStage.CONTACT, _in_contact),
)


def _count_of_mechanisms(count: int) -> str:
    text = ngettext("%(count)d mechanism operates.", "%(count)d mechanisms operate.", count)
    return text % {"count": count}


def _proposals_at(
    known: Known, stages: Sequence[str], label: str
) -> tuple[list[ProposalLine], str]:
    lines = [line for line in known.proposals if line.stage in stages]
    text = ngettext(
        "%(count)d proposal is %(stage)s.", "%(count)d proposals are %(stage)s.", len(lines)
    )
    return lines, text % {"count": len(lines), "stage": label}


def _found(
    *kinds: tuple[Sequence[ProposalLine | MechanismLine], str],
) -> Finding | None:
    """One reason from the kinds of records of which there are some; None when there are none."""
    some = [(lines, text) for lines, text in kinds if lines]
    if not some:
        return None
    evidence = tuple(e for lines, _text in some for line in lines for e in line.rests_on)
    return " ".join(text for _lines, text in some), evidence
