"""Counting meetings, and finding the last and the next."""

import pytest

from cooperation.status.contacts import contacts_on
from tests.cooperation.status.plain import day, meeting


def test_nothing_recorded_is_no_meeting_and_no_number_of_days():
    contacts = contacts_on([], day("2025-12-31"))

    assert (contacts.total, contacts.undated, contacts.by_year) == (0, 0, ())
    assert contacts.last is contacts.next is contacts.days_since_last is None


@pytest.mark.parametrize(
    ("when", "as_of", "total", "days", "at_least"),
    [
        ("2025-10-20", "2025-10-19", 0, None, False),
        ("2025-10-20", "2025-10-20", 1, 0, False),
        ("2025-10-20", "2025-12-31", 1, 72, False),
        ("2024-02-29", "2025-03-01", 1, 366, False),
        ("2014-03", "2014-04-10", 1, 10, True),
        ("2024", "2025-01-05", 1, 5, True),
        ("2024", "2024-06-30", 1, 0, True),
    ],
)
def test_days_count_from_the_last_possible_day(when, as_of, total, days, at_least):
    contacts = contacts_on([meeting(when)], day(as_of))

    assert (contacts.total, contacts.days_since_last) == (total, days)
    assert contacts.days_are_at_least is at_least


def test_the_last_is_the_one_with_the_latest_first_possible_day():
    meetings = [meeting("2025"), meeting("2025-10-20", key="minsk"), meeting("2011-08-04")]

    contacts = contacts_on(meetings, day("2026-01-31"))

    assert contacts.last is not None
    assert contacts.last.key == "minsk"
    assert [(year.year, year.count) for year in contacts.by_year] == [(2025, 2), (2011, 1)]
    assert [len(year.rests_on) for year in contacts.by_year] == [2, 1]


def test_planned_meetings_are_next_until_their_last_possible_day():
    meetings = [
        meeting("2026-05", "planned", key="month"),
        meeting("2026-06-01", "planned", key="day"),
        meeting("", "planned", key="undated"),
    ]

    named = {}
    for as_of in ("2026-05-31", "2026-06-01", "2026-06-02"):
        coming = contacts_on(meetings, day(as_of)).next
        assert coming is not None
        named[as_of] = coming.key

    assert named == {"2026-05-31": "month", "2026-06-01": "day", "2026-06-02": "undated"}


def test_a_planned_meeting_whose_day_passed_is_overdue_not_held():
    contacts = contacts_on([meeting("2025-10-20", "planned", key="late")], day("2025-10-21"))

    assert [m.key for m in contacts.overdue] == ["late"]
    assert (contacts.total, contacts.next) == (0, None)


def test_cancelled_meetings_count_nowhere_and_undated_ones_apart():
    contacts = contacts_on([meeting("2025-10-20", "cancelled"), meeting("")], day("2025-12-31"))

    assert (contacts.total, contacts.undated, contacts.next, contacts.overdue) == (0, 1, None, ())
