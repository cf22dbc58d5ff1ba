"""Years added up from months, where a release gives all twelve."""

from decimal import Decimal
from typing import Any

import pytest

from cooperation.status.trade import newest_turnover, reported_years
from tests.cooperation.status.plain import figure, source

OFFICE = source(kind="release")


def months(number: int = 12, year: int = 2024, amount: int = 10, **fields: Any) -> list[Any]:
    said_in = fields.pop("source", None) or source(kind="release")
    return [
        figure(amount, f"{year}-{month:02}", **{"flow": "X", "source": said_in, **fields})
        for month in range(1, number + 1)
    ]


def test_twelve_months_of_a_release_are_a_year_that_is_marked():
    figures = months()

    (year,) = reported_years(figures)

    assert (year.year, year.exports.value) == (2024, Decimal(120_000_000))
    assert (year.exports.is_computed, year.exports.claims) == (True, ())
    assert year.exports.rests_on == tuple(figure.evidence for figure in figures)


@pytest.mark.parametrize(
    "figures",
    [
        months(11),
        months(source=source(kind="article")),
        [*months(11, source=OFFICE), *months(currency="EUR", source=OFFICE)[11:]],
        [*months(11), *months()[11:]],  # of another release
        months(qualifier="forecast"),
        months(observation_status="M"),
        months(flow="DX"),
    ],
)
def test_what_does_not_make_twelve_months_of_one_release_is_no_year(figures):
    assert reported_years(figures) == ()


def test_a_stated_year_goes_before_its_months():
    (year,) = reported_years([figure(100, flow="X"), *months()])

    assert (year.exports.value, year.exports.is_computed) == (Decimal(100_000_000), False)


def test_months_stand_in_where_the_year_is_stated_as_missing():
    missing = figure(None, flow="X", observation_status="Q")

    (year,) = reported_years([missing, *months()])

    assert year.exports.value == Decimal(120_000_000)


def test_of_two_releases_the_newer_counts():
    older = source(kind="release", published="2025-01-01")
    newer = source(kind="release", published="2025-06-01")

    (year,) = reported_years([*months(source=older), *months(amount=11, source=newer)])

    assert year.exports.value == Decimal(132_000_000)


def test_changes_and_lists_go_by_such_years_too():
    figures = [*months(year=2023, amount=8), *months(), *months(flow="M"), *months(8, year=2025)]

    latest = newest_turnover(figures)

    assert latest is not None
    assert (latest.year, latest.turnover.value) == (2024, Decimal(240_000_000))
    assert latest.exports.change is not None
    assert latest.exports.change.percent == Decimal("25.0")
