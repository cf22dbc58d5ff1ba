"""The computed stage: which rule holds, and what it rests on."""

import pytest

from cooperation.models import PartnershipStage
from cooperation.status.as_of import facts_on
from cooperation.status.stage import RULES, stage_on
from tests.cooperation.status.plain import (
    day,
    facts,
    figure,
    good,
    mechanism,
    meeting,
    proposal,
    tenure,
)

CASES = {
    "nothing": (facts(), "none", "nothing-recorded"),
    "trade and goods without contact": (
        facts(figures=[figure(period="2024")], goods=[good()], tenures=[tenure()]),
        "none",
        "nothing-recorded",
    ),
    "a planned meeting": (
        facts(meetings=[meeting("2026-05-01", "planned")]),
        "none",
        "nothing-recorded",
    ),
    "a cancelled meeting": (facts(meetings=[meeting(state="cancelled")]), "none", None),
    "an undated meeting": (facts(meetings=[meeting("")]), "none", None),
    "a later meeting": (facts(meetings=[meeting("2026-01-01")]), "none", None),
    "a mechanism of later": (facts(mechanisms=[mechanism(start="2026")]), "none", None),
    "a meeting": (facts(meetings=[meeting()]), "contact", "in-contact"),
    "only a dropped proposal": (
        facts(proposals=[proposal("dropped 2025-05-01")]),
        "contact",
        "in-contact",
    ),
    "only a planned mechanism": (facts(mechanisms=[mechanism("planned")]), "contact", None),
    "a mentioned proposal": (
        facts(proposals=[proposal("mentioned")], meetings=[meeting()]),
        "negotiating",
        "something-open",
    ),
    "an agreed proposal": (
        facts(proposals=[proposal("agreed"), proposal("mentioned")]),
        "agreed",
        "something-agreed",
    ),
    "an agreement in force": (
        facts(mechanisms=[mechanism(kind="agreement", start="2025-01-01")]),
        "agreed",
        "something-agreed",
    ),
    "an operating mechanism": (
        facts(mechanisms=[mechanism(start="2024")], proposals=[proposal("agreed")]),
        "active",
        "something-works",
    ),
    "a running proposal": (facts(proposals=[proposal("running")]), "active", "something-works"),
    "a completed proposal": (facts(proposals=[proposal("completed")]), "active", None),
    "a closed mechanism": (
        facts(mechanisms=[mechanism("closed", start="2024", end="2025-06")]),
        "contact",
        "in-contact",
    ),
    "a meeting 24 months ago": (facts(meetings=[meeting("2023-12-31")]), "contact", None),
    "a meeting longer ago": (facts(meetings=[meeting("2023-12-30")]), "dormant", "no-sign-of-life"),
    "a meeting in some month 24 months ago": (
        facts(meetings=[meeting("2023-12")]),
        "contact",
        None,
    ),
    "an old mechanism with nothing since": (
        facts(mechanisms=[mechanism(start="2011")]),
        "dormant",
        None,
    ),
    "an old mechanism and recent trade": (
        facts(mechanisms=[mechanism(start="2011")], figures=[figure(period="2024")]),
        "active",
        None,
    ),
    "an old meeting and no trade at all": (
        facts(meetings=[meeting("2011-08-04")], figures=[figure(0, period="2024")]),
        "dormant",
        None,
    ),
    "an old meeting and a target": (
        facts(
            meetings=[meeting("2011-08-04")],
            figures=[figure(period="2025", qualifier="target")],
        ),
        "dormant",
        None,
    ),
    "a mechanism without any date": (
        facts(mechanisms=[mechanism(published="")]),
        "dormant",
        "no-sign-of-life",
    ),
}


@pytest.mark.parametrize(("known", "stage", "rule"), CASES.values(), ids=CASES)
def test_the_first_rule_that_holds_names_the_stage(known, stage, rule):
    as_of = day("2025-12-31")

    computed = stage_on(facts_on(known, as_of), as_of)

    assert computed.stage == stage
    assert rule is None or computed.rule == rule
    assert computed.reason
    assert computed.rules_version == "2"
    assert bool(computed.rests_on) is (stage != "none")


def test_the_reason_counts_what_it_rests_on():
    known = facts(
        proposals=[proposal("running"), proposal("completed")],
        mechanisms=[mechanism(start="2024", id=7)],
    )

    computed = stage_on(known, day("2025-12-31"))

    assert computed.reason == "1 mechanism operates. 2 proposals are running or completed."
    assert [evidence.type for evidence in computed.rests_on] == [
        "mechanism",
        "proposal-change",
        "proposal-change",
    ]


def test_dormant_says_since_when():
    computed = stage_on(facts(meetings=[meeting("2014-03", id=6)]), day("2025-12-31"))

    assert computed.reason == "The last sign of life, March 2014, is more than 24 months old."
    assert [(evidence.type, evidence.id) for evidence in computed.rests_on] == [("meeting", 6)]


def test_every_stage_has_one_rule():
    assert sorted(stage for _rule, stage, _holds in RULES) == sorted(PartnershipStage)
