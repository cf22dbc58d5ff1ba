"""Series of a pair: what is computed from months, what is not, and the change in a year."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from trade.figures.observed import Observed
from trade.figures.series import Point, series_of
from trade.models import Frequency


def observed(period: str, value: float | None, **fields: Any) -> Observed:
    frequency = {4: "A", 7: "Q" if "Q" in period else "M"}[len(period)]
    given = {"reporter": "BY", "partner": "RU", "flow": "X", "edition": "ANY", "id": 1, **fields}
    amount = None if value is None else Decimal(str(value))
    return Observed(**{"frequency": frequency, "period": period, "value": amount, **given})


def months(year: int, numbers: range, value: float = 1, **fields: Any) -> list[Observed]:
    return [observed(f"{year}-{number:02}", value, **fields) for number in numbers]


def only(rows: list[Observed], by: Frequency = Frequency.ANNUAL) -> Point:
    [point] = series_of(rows, by=by).points
    return point


def test_twelve_months_make_a_year_that_is_marked() -> None:
    point = only(months(2024, range(1, 13), 2.5))

    assert (point.period, point.preferred.value) == ("2024", Decimal(30))
    assert (point.preferred.is_computed, point.preferred.summed) == (True, 12)


def test_eleven_months_are_told_as_incomplete() -> None:
    series = series_of(months(2024, range(1, 12), source="office"), by=Frequency.ANNUAL)

    assert series.points == ()
    assert series.incomplete == (("2024", "BY", "X", "office", 11, 12),)


def test_three_months_make_a_quarter() -> None:
    series = series_of(months(2024, range(1, 6)), by=Frequency.QUARTERLY)

    assert [(p.period, p.preferred.value) for p in series.points] == [("2024-Q1", 3)]
    assert [part.period for part in series.incomplete] == ["2024-Q2"]


def test_quarters_halves_and_months_never_stand_for_a_year() -> None:
    rows = [observed("2024-Q1", 5), *months(2024, range(1, 4))]

    assert series_of(rows, by=Frequency.ANNUAL).points == ()


def test_a_stated_year_goes_before_its_months() -> None:
    point = only([observed("2024", 100), *months(2024, range(1, 13))])

    assert (point.preferred.value, point.others) == (100, ())


@pytest.mark.parametrize(
    "difference", [{"currency": "EUR"}, {"source": "b"}, {"edition": "HS2017"}]
)
def test_months_that_do_not_belong_together_are_not_added_up(difference: dict[str, str]) -> None:
    rows = [*months(2024, range(1, 7)), *months(2024, range(7, 13), **difference)]

    assert series_of(rows, by=Frequency.ANNUAL).points == ()


def test_a_month_that_is_missing_though_a_zero_stands_there_breaks_the_year() -> None:
    rows = [*months(2024, range(1, 12)), observed("2024-12", 0, observation_status="M")]

    assert series_of(rows, by=Frequency.ANNUAL).points == ()


def test_a_computed_year_keeps_what_its_months_share() -> None:
    rows = [
        *months(2024, range(1, 12), valuation="FOB", released_on=dt.date(2025, 1, 1)),
        observed(
            "2024-12",
            1,
            valuation="FOB",
            observation_status="P",
            released_on=dt.date(2025, 2, 1),
        ),
    ]

    year = only(rows).preferred

    assert (year.valuation, year.observation_status) == ("FOB", "")
    assert year.released_on == dt.date(2025, 2, 1)


def test_flows_and_reporters_stand_side_by_side() -> None:
    rows = [
        observed("2024", 5),
        observed("2024", 6, flow="M"),
        observed("2024", 7, reporter="RU", partner="BY", flow="M"),
    ]

    found = series_of(rows, by=Frequency.ANNUAL).points

    assert [(p.reporter, p.flow, p.preferred.value) for p in found] == [
        ("BY", "M", 6),
        ("BY", "X", 5),
        ("RU", "M", 7),
    ]


@pytest.mark.parametrize(
    "better",
    [
        {"is_pinned": True, "source_kind": "article"},
        {"source_published_on": dt.date(2026, 1, 1)},
        {"edition": "HS2022"},
    ],
)
def test_conflicting_claims_are_all_kept_and_one_is_preferred(better: dict[str, Any]) -> None:
    usual = {"edition": "HS2017", "source_published_on": dt.date(2025, 1, 1)}
    rows = [observed("2024", 5, **usual), observed("2024", 6, **{**usual, **better})]

    point = only(rows)

    assert point.preferred.value == 6
    assert [other.value for other in point.others] == [5]


def test_a_release_computed_from_months_goes_before_what_an_article_says() -> None:
    rows = [
        observed("2024", 99, source="paper", source_kind="article"),
        *months(2024, range(1, 13)),
    ]

    point = only(rows)

    assert (point.preferred.value, point.others[0].value) == (12, 99)


def test_change_is_against_the_year_before() -> None:
    first, second = series_of([observed("2023", 80), observed("2024", 100)], by=Frequency.ANNUAL)[0]

    assert first.change == ("2022", None, "not recorded")
    assert second.change == ("2023", Decimal("25.0"), "")


def test_a_month_is_compared_with_the_same_month() -> None:
    rows = [observed("2023-05", 80), observed("2024-04", 1), observed("2024-05", 60)]

    found = series_of(rows, by=Frequency.MONTHLY).points

    assert found[-1].change == ("2023-05", Decimal("-25.0"), "")


@pytest.mark.parametrize(
    ("before", "reason"),
    [
        (observed("2023", 1, currency="EUR"), "recorded in different currencies"),
        (observed("2023", None, observation_status="Q"), "not recorded"),
        (observed("2023", 0), "nothing was traded then"),
        (observed("2023", 1, edition="HS2017"), "the products are coded in different editions"),
        (
            observed("2023", None, qualifier="range", value_low=Decimal(1), value_high=Decimal(2)),
            "only a range is recorded",
        ),
    ],
)
def test_what_cannot_be_compared_says_why(before: Observed, reason: str) -> None:
    point = series_of([before, observed("2024", 5)], by=Frequency.ANNUAL).points[-1]

    assert point.change == ("2023", None, reason)


def test_periods_before_the_first_asked_for_only_serve_comparisons() -> None:
    rows = [observed("2023", 80), observed("2024", 100), *months(2022, range(1, 3))]

    series = series_of(rows, by=Frequency.ANNUAL, since=dt.date(2024, 1, 1))

    assert [(p.period, p.change.percent) for p in series.points] == [("2024", Decimal("25.0"))]
    assert series.incomplete == ()


def test_a_series_says_which_editions_it_mixes() -> None:
    rows = [observed("2021", 1, edition="HS2017"), observed("2022", 1, edition="HS2022")]

    assert series_of(rows, by=Frequency.ANNUAL).editions == ("HS2017", "HS2022")
