"""Periods as offices write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trade.figures.times import read_period
from trade.models.periods import frequency_of

years = st.integers(min_value=1800, max_value=2199)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2020", ("A", "2020")),
        ("2020-A1", ("A", "2020")),
        ("202052", ("A", "2020")),
        ("202001", ("M", "2020-01")),
        ("2020-01", ("M", "2020-01")),
        ("2020M01", ("M", "2020-01")),
        ("2020-M12", ("M", "2020-12")),
        ("2020M1", ("M", "2020-01")),
        ("01/2020", ("M", "2020-01")),
        ("1/2020", ("M", "2020-01")),
        ("01.2020", ("M", "2020-01")),
        ("2020-Q1", ("Q", "2020-Q1")),
        ("2020q4", ("Q", "2020-Q4")),
        ("2020-S2", ("S", "2020-S2")),
        ("2020H1", ("S", "2020-S1")),
        ("2023-01/2023-08", ("R", "2023-01/2023-08")),
        (" 2020 ", ("A", "2020")),
    ],
)
def test_a_period_is_read_in_every_way_it_is_written(text: str, expected: tuple[str, str]) -> None:
    assert read_period(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        *("", "0", "20", "02020", "202013", "202000", "2020-13", "2020-Q5", "2020-S3", "13/2020"),
        *("2020-01-15", "2020-W05", "2023-08/2023-01", "2020/2021", "last year", "9999", "٢٠٢٠"),
    ],
)
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_period(text)


@pytest.mark.parametrize(("text", "frequency"), [("2020", "M"), ("202001", "A"), ("2020", "W")])
def test_a_frequency_that_disagrees_is_refused(text: str, frequency: str) -> None:
    with pytest.raises(ValueError, match="frequency"):
        read_period(text, frequency)


@given(years, st.integers(min_value=1, max_value=12))
def test_any_month_is_the_same_in_every_notation(year: int, month: int) -> None:
    written = [
        f"{year}{month:02}",
        f"{year}-{month:02}",
        f"{year}M{month:02}",
        f"{year}-M{month}",
        f"{month:02}/{year}",
    ]

    assert {read_period(text) for text in written} == {("M", f"{year}-{month:02}")}


@given(st.text(alphabet="0123456789-/QMSA ", max_size=16))
def test_what_is_read_is_a_period_of_its_frequency(text: str) -> None:
    try:
        frequency, period = read_period(text)
    except ValueError:
        return

    assert frequency_of(period) == frequency
