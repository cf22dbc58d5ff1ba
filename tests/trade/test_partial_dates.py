"""Dates of which only the month or the year may be known."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trade.models import PartialDate, Precision


def _partial_dates() -> st.SearchStrategy[PartialDate]:
    return st.one_of(
        st.dates().map(PartialDate),
        st.dates().map(lambda day: PartialDate(day.replace(day=1), Precision.MONTH)),
        st.dates().map(lambda day: PartialDate(day.replace(month=1, day=1), Precision.YEAR)),
    )


@pytest.mark.parametrize(
    ("text", "first", "last", "words"),
    [
        ("2025", (2025, 1, 1), (2025, 12, 31), "2025"),
        ("2024-02", (2024, 2, 1), (2024, 2, 29), "February 2024"),
        ("2025-12", (2025, 12, 1), (2025, 12, 31), "December 2025"),
        ("2025-10-20", (2025, 10, 20), (2025, 10, 20), "20 October 2025"),
    ],
)
def test_is_read_with_its_precision(
    text: str, first: tuple[int, int, int], last: tuple[int, int, int], words: str
) -> None:
    date = PartialDate.parse(text)

    assert (date.first, date.last, str(date)) == (dt.date(*first), dt.date(*last), words)


@pytest.mark.parametrize(
    "text", ["", "25", "2025-13", "2025-02-30", "20 October", "2025-1-1", "0000", "2025\n"]
)
def test_anything_else_is_no_date(text: str) -> None:
    with pytest.raises(ValueError, match="is not a date"):
        PartialDate.parse(text)


@given(_partial_dates())
def test_is_read_back_as_it_is_written(date: PartialDate) -> None:
    assert PartialDate.parse(date.isoformat()) == date


@given(_partial_dates())
def test_its_days_are_of_its_year_and_month(date: PartialDate) -> None:
    assert date.first <= date.last
    assert date.last.isoformat().startswith(date.isoformat())
