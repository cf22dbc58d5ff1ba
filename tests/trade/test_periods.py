"""Periods as SDMX writes them, and their first and last days."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trade.models.periods import Frequency, frequency_of, period_bounds

YEARS = st.integers(1, 9999).map("{:04}".format)
MONTHS = st.builds("{}-{:02}".format, YEARS, st.integers(1, 12))
PERIODS = st.one_of(
    YEARS,
    st.builds("{}-S{}".format, YEARS, st.integers(1, 2)),
    st.builds("{}-Q{}".format, YEARS, st.integers(1, 4)),
    MONTHS,
)
MONTHS_OF = {"A": 12, "S": 6, "Q": 3, "M": 1}


@pytest.mark.parametrize(
    ("period", "frequency", "first", "last"),
    [
        ("2024", "A", (2024, 1, 1), (2024, 12, 31)),
        ("2024-S1", "S", (2024, 1, 1), (2024, 6, 30)),
        ("2024-S2", "S", (2024, 7, 1), (2024, 12, 31)),
        ("2024-Q1", "Q", (2024, 1, 1), (2024, 3, 31)),
        ("2024-Q4", "Q", (2024, 10, 1), (2024, 12, 31)),
        ("2024-02", "M", (2024, 2, 1), (2024, 2, 29)),
        ("2023-02", "M", (2023, 2, 1), (2023, 2, 28)),
        ("2023-01/2023-08", "R", (2023, 1, 1), (2023, 8, 31)),
        ("2022-11/2023-02", "R", (2022, 11, 1), (2023, 2, 28)),
    ],
)
def test_a_period_has_a_frequency_and_bounds(
    period: str, frequency: str, first: tuple[int, int, int], last: tuple[int, int, int]
) -> None:
    assert frequency_of(period) == frequency
    assert period_bounds(period) == (dt.date(*first), dt.date(*last))


def test_a_period_not_stated_has_no_bounds() -> None:
    assert frequency_of("") == Frequency.UNKNOWN
    assert period_bounds("") == (None, None)


@pytest.mark.parametrize(
    "text", ["24", "2024-", "2024-00", "2024-13", "2024-S3", "2024-Q0", "2024-1", "2024\n", "٢٠٢٤"]
)
def test_anything_else_is_no_period(text: str) -> None:
    with pytest.raises(ValueError, match="is no period"):
        period_bounds(text)


@pytest.mark.parametrize("text", ["0000", "0000-Q1", "0000-01/0001-02"])
def test_there_is_no_year_0(text: str) -> None:
    with pytest.raises(ValueError, match="no year 0"):
        period_bounds(text)


@given(PERIODS)
def test_a_period_is_as_long_as_its_frequency_says(period: str) -> None:
    first, last = period_bounds(period)

    months = 12 * (last.year - first.year) + last.month - first.month + 1
    assert first.day == 1
    assert months == MONTHS_OF[frequency_of(period)]
    assert last == dt.date.max or (last + dt.timedelta(days=1)).day == 1


@given(st.dates())
def test_a_day_lies_in_its_month_quarter_half_and_year(day: dt.date) -> None:
    periods = [
        f"{day.year:04}",
        f"{day.year:04}-S{(day.month + 5) // 6}",
        f"{day.year:04}-Q{(day.month + 2) // 3}",
        f"{day.year:04}-{day.month:02}",
    ]

    for period in periods:
        first, last = period_bounds(period)

        assert first <= day <= last


@given(MONTHS, MONTHS)
def test_a_span_reaches_from_its_first_month_to_its_last(start: str, end: str) -> None:
    assert period_bounds(f"{start}/{end}") == (period_bounds(start)[0], period_bounds(end)[1])


@given(MONTHS)
def test_a_month_is_written_back_from_its_bounds(period: str) -> None:
    first, _last = period_bounds(period)

    assert first.isoformat()[:7] == period


@given(st.text())
def test_any_text_is_a_period_or_refused(text: str) -> None:
    try:
        first, last = period_bounds(text)
    except ValueError:
        return

    assert first is None or last is None or frequency_of(text) == "R" or first <= last
