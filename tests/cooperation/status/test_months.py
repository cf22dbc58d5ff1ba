"""Months back from a day, and between two."""

import pytest

from cooperation.status.months import has_come, is_older_than, months_before, whole_months
from tests.cooperation.status.plain import date, day


@pytest.mark.parametrize(
    ("start", "months", "expected"),
    [
        ("2025-10-20", 12, "2024-10-20"),
        ("2025-01-31", 2, "2024-11-30"),
        ("2024-02-29", 12, "2023-02-28"),
        ("2024-02-29", 48, "2020-02-29"),
        ("2025-03-31", 1, "2025-02-28"),
        ("0001-05-01", 24, "0001-01-01"),
    ],
)
def test_goes_back_to_the_same_day_or_the_last_of_the_month(start, months, expected):
    assert months_before(day(start), months) == day(expected)


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        ("2024-10-20", "2025-11-20", 13),
        ("2024-10-20", "2025-11-19", 12),
        ("2025-10-20", "2025-10-20", 0),
        ("2025-10-20", "2024-10-20", 0),
        ("2024-02-29", "2024-03-29", 1),
    ],
)
def test_counts_full_months(start, end, months):
    assert whole_months(day(start), day(end)) == months


@pytest.mark.parametrize(
    ("known", "as_of", "come"),
    [
        ("2025-10-20", "2025-10-19", False),
        ("2025-10-20", "2025-10-20", True),
        ("2025-10", "2025-10-01", True),
        ("2025", "2025-01-01", True),
        ("2025", "2024-12-31", False),
        ("", "2025-01-01", False),
    ],
)
def test_a_date_has_come_from_its_first_possible_day(known, as_of, come):
    assert has_come(date(known), day(as_of)) is come


@pytest.mark.parametrize(
    ("known", "as_of", "older"),
    [
        ("2024-10-20", "2025-10-20", False),
        ("2024-10-20", "2025-10-21", True),
        ("2024-10", "2025-10-31", False),
        ("2024-10", "2025-11-01", True),
        ("2024", "2025-12-31", False),
        ("2024", "2026-01-01", True),
    ],
)
def test_is_older_when_its_last_possible_day_is(known, as_of, older):
    assert is_older_than(date(known), 12, day(as_of)) is older
