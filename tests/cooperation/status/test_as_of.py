"""What was so on a day."""

import pytest

from cooperation.status.as_of import facts_on
from cooperation.status.facts import Declaration, Facts
from tests.cooperation.status.plain import (
    PAIR,
    change,
    day,
    facts,
    figure,
    follow_up,
    good,
    mechanism,
    meeting,
    proposal,
    tenure,
)


@pytest.mark.parametrize(
    ("made", "as_of", "was_so"),
    [
        (figure(period="2024"), "2024-12-30", False),
        (figure(period="2024"), "2024-12-31", True),
        (figure(period="2024-02"), "2024-02-28", False),
        (figure(period="2024-02"), "2024-02-29", True),
        (figure(period="2024", published="2025-10-20"), "2025-01-01", True),
        (figure(period="", published="2025-10-20"), "2025-10-19", False),
        (figure(period="", published="2025-10-20"), "2025-10-20", True),
        (figure(period="", published=""), "2000-01-01", True),
        (figure(period="2030", qualifier="target"), "2025-10-20", True),
        (figure(period="2030", qualifier="target"), "2025-10-19", False),
        (figure(period="2025", observation_status="F"), "2025-10-20", True),
    ],
)
def test_figures_count_when_their_period_is_over_or_they_were_said(made, as_of, was_so):
    assert facts_on(facts(figures=[made]), day(as_of)).figures == ((made,) if was_so else ())


@pytest.mark.parametrize(
    ("published", "as_of", "was_so"),
    [("2025-10", "2025-09-30", False), ("2025-10", "2025-10-01", True), ("", "2000-01-01", True)],
)
def test_goods_count_from_their_source(published, as_of, was_so):
    found = facts_on(facts(goods=[good(published=published)]), day(as_of)).goods

    assert bool(found) is was_so


def test_steps_count_from_their_day_and_a_proposal_from_its_first():
    put_forward = proposal("mentioned 2024-05-01", "agreed 2025-10-20")

    before, between, after = (
        facts_on(facts(proposals=[put_forward]), day(as_of)).proposals
        for as_of in ("2024-04-30", "2025-10-19", "2025-10-20")
    )

    assert before == ()
    assert [step.stage for step in between[0].changes] == ["mentioned"]
    assert after == (put_forward,)


def test_a_declared_stage_counts_from_the_day_it_was_declared():
    declared = Declaration("active", day("2025-10-20"), "A service centre works.")
    known = Facts(regions=PAIR, declaration=declared)

    assert facts_on(known, day("2025-10-19")).declaration is None
    assert facts_on(known, day("2025-10-20")).declaration == declared


def test_what_was_archived_by_then_is_left_out():
    archived = {"archived_on": day("2025-11-01")}
    known = facts(
        meetings=[meeting(**archived)],
        proposals=[proposal("mentioned", **archived)],
        figures=[figure(**archived)],
        goods=[good(**archived)],
        mechanisms=[mechanism(**archived)],
        tenures=[tenure(**archived)],
        follow_ups=[follow_up(**archived)],
    )

    assert facts_on(known, day("2025-10-31")) == known
    assert facts_on(known, day("2025-11-01")) == facts()


def test_a_step_whose_source_was_archived_is_left_out():
    put_forward = proposal(
        change("mentioned"), change("agreed", "2025-10-21", archived_on=day("2025-11-01"))
    )

    (found,) = facts_on(facts(proposals=[put_forward]), day("2025-12-31")).proposals

    assert [step.stage for step in found.changes] == ["mentioned"]
