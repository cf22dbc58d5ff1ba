"""What was owed and late on a day."""

import pytest

from cooperation.status.follow_ups import owed_on
from tests.cooperation.status.plain import day, follow_up


@pytest.mark.parametrize(
    ("made", "as_of", "is_open", "is_overdue"),
    [
        (follow_up(), "2025-10-19", False, False),
        (follow_up(), "2025-10-20", True, False),
        (follow_up(promised=""), "2000-01-01", True, False),
        (follow_up(due="2025-12-01"), "2025-12-01", True, False),
        (follow_up(due="2025-12-01"), "2025-12-02", True, True),
        (follow_up(due="2025-12-01", closed="2026-01-15"), "2026-01-14", True, True),
        (follow_up(due="2025-12-01", closed="2026-01-15"), "2026-01-15", False, False),
        (follow_up(promised="2025"), "2025-01-01", True, False),
    ],
)
def test_open_and_overdue_on_a_day(made, as_of, is_open, is_overdue):
    owed = owed_on([made], day(as_of))

    assert owed.open == ((made,) if is_open else ())
    assert owed.overdue == ((made,) if is_overdue else ())


def test_stand_by_due_date_with_undated_last():
    made = [
        follow_up(task="some day"),
        follow_up("2026-01-02", task="second"),
        follow_up("2026-01-01", task="first"),
    ]

    owed = owed_on(made, day("2025-12-31"))

    assert [f.task for f in owed.open] == ["first", "second", "some day"]
