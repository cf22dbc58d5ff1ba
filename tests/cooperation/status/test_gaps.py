"""What is missing or doubtful."""

import pytest

from cooperation.status.picture import status_from
from tests.cooperation.status.plain import (
    day,
    facts,
    figure,
    meeting,
    proposal,
    source,
    tenure,
)


def messages(known, as_of, code):
    return [gap.message for gap in status_from(known, as_of=day(as_of)).gaps if gap.code == code]


@pytest.mark.parametrize(
    ("figures", "as_of", "years"),
    [
        ([], "2025-12-31", [2025]),
        ([], "2026-01-01", [2025]),
        ([], "2025-12-30", [2024]),
        ([figure(130, "2022"), figure(130, "2024")], "2026-06-30", [2023, 2025]),
        ([figure(130, "2025")], "2026-06-30", []),
        ([figure(130, "2025")], "2025-12-30", [2024]),
        ([figure(130, "2025", qualifier="target")], "2026-06-30", [2025]),
        ([figure(None, "2025", observation_status="O")], "2026-06-30", [2025]),
        ([figure(130, "2025-Q1")], "2026-06-30", [2025]),
        ([figure(0, "2025")], "2026-06-30", []),
    ],
)
def test_no_figure_for_an_ended_year(figures, as_of, years):
    found = messages(facts(figures=figures), as_of, "no-figure")

    assert found == [f"No figure for {year}." for year in years]


@pytest.mark.parametrize(
    ("when", "as_of", "expected"),
    [
        ("2024-10-20", "2025-10-20", []),
        ("2024-10-20", "2025-10-21", ["No meeting for 12 months."]),
        ("2024-10-20", "2025-11-20", ["No meeting for 13 months."]),
        ("2024-10", "2025-11-30", ["No meeting for 12 months."]),
        ("2024-02-29", "2025-02-28", []),
    ],
)
def test_no_meeting_for_over_twelve_months(when, as_of, expected):
    assert messages(facts(meetings=[meeting(when)]), as_of, "no-meeting") == expected


def test_no_meeting_at_all():
    assert messages(facts(), "2025-12-31", "no-meeting-recorded") == ["No meeting is recorded."]


def test_a_planned_meeting_nobody_confirmed():
    known = facts(meetings=[meeting("2025-10-20", "planned")])

    found = messages(known, "2025-12-31", "planned-meeting-passed")

    assert found == [
        "The meeting planned for 20 October 2025 is not recorded as held or cancelled."
    ]


def test_nobody_in_post_on_a_side():
    known = facts(tenures=[tenure("2020-11-18")])

    found = messages(known, "2025-12-31", "no-official-in-post")

    assert found == ["No official of Belarus is recorded in post."]


@pytest.mark.parametrize(
    ("amounts", "conflict"),
    [((130, 134), False), ((100, 105), False), ((100, 106), True), ((0, 1), True), ((0, 0), False)],
)
def test_claims_more_than_five_percent_apart(amounts, conflict):
    known = facts(figures=[figure(amount) for amount in amounts])

    found = messages(known, "2025-12-31", "conflicting-claims")

    assert bool(found) is conflict


def test_a_conflict_says_how_far_apart():
    known = facts(figures=[figure(100), figure(120)])

    assert messages(known, "2025-12-31", "conflicting-claims") == [
        "2 claims for the turnover of BY in 2024 lie 20,000,000 USD apart."
    ]


@pytest.mark.parametrize(
    ("published", "code"),
    [
        ("2024-12-31", None),
        ("2024-12-30", "no-recent-source"),
        ("2024", None),
        ("", "no-dated-source"),
        ("2026-01-01", "no-source"),
    ],
)
def test_no_recent_source(published, code):
    known = facts(figures=[figure(130, source=source(published=published))])

    gaps = status_from(known, as_of=day("2025-12-31")).gaps

    found = [gap.code for gap in gaps if gap.code.endswith("source")]
    assert found == ([] if code is None else [code])


def test_a_proposal_without_a_step():
    known = facts(proposals=[proposal(title="Joint plant")])

    found = messages(known, "2025-12-31", "no-step")

    assert found == ["No step of the proposal “Joint plant” is recorded."]
