"""Tenures: who held which post, from when to when."""

import datetime as dt

import pytest

from cooperation.models import Tenure
from tests.constraints import breaks
from tests.factories import PassageFactory, TenureFactory

RULE = "cooperation_tenure_does_not_end_before_it_starts"


def _date(text: str) -> dict:
    """The field values of a date written 2024, 2024-03 or 2024-03-05; empty is unknown."""
    precision = {0: "day", 4: "year", 7: "month", 10: "day"}[len(text)]
    first = dt.date.fromisoformat(f"{text}-01-01"[:10]) if text else None
    return {"on": first, "on_precision": precision}


def _tenure(starts: str, ends: str) -> Tenure:
    start = {f"starts_{name}": value for name, value in _date(starts).items()}
    end = {f"ends_{name}": value for name, value in _date(ends).items()}
    return TenureFactory(**start, **end)


@breaks("cooperation_tenure_is_recorded_once")
def test_is_recorded_once() -> Tenure:
    tenure = TenureFactory()
    again = TenureFactory()
    again.official = tenure.official
    return again


@breaks("cooperation_tenure_without_a_start_is_recorded_once")
def test_is_recorded_once_without_a_start() -> Tenure:
    tenure = TenureFactory(starts_on=None)
    again = TenureFactory(starts_on=None)
    again.official = tenure.official
    return again


@breaks("cooperation_tenure_does_not_end_before_it_starts")
def test_does_not_end_before_it_starts() -> Tenure:
    tenure = TenureFactory(starts_on=dt.date(2024, 3, 5))
    tenure.ends_on = dt.date(2024, 3, 4)
    return tenure


@breaks("cooperation_tenure_does_not_end_before_it_starts")
def test_does_not_end_in_the_year_before_it_starts() -> Tenure:
    tenure = TenureFactory(starts_on=dt.date(2024, 3, 5))
    tenure.ends_on, tenure.ends_on_precision = dt.date(2023, 1, 1), "year"
    return tenure


@breaks("cooperation_tenure_does_not_end_before_it_starts")
def test_does_not_end_in_the_same_month_of_another_year() -> Tenure:
    tenure = TenureFactory(starts_on=dt.date(2024, 3, 5))
    tenure.ends_on, tenure.ends_on_precision = dt.date(2023, 3, 1), "month"
    return tenure


@breaks("cooperation_tenure_precisions_agree")
def test_a_start_known_to_the_year_is_its_first_of_january() -> Tenure:
    tenure = TenureFactory()
    tenure.starts_on_precision = "year"
    return tenure


@breaks("cooperation_tenure_precisions_agree")
def test_an_end_known_to_the_month_is_its_first_day() -> Tenure:
    tenure = TenureFactory()
    tenure.ends_on, tenure.ends_on_precision = dt.date(2024, 3, 2), "month"
    return tenure


@pytest.mark.parametrize(
    ("starts", "ends"),
    [
        ("2024-03-05", "2024"),
        ("2024-03-05", "2024-03"),
        ("2024-03-05", "2024-03-05"),
        ("2024", "2024"),
        ("2024-03", "2025"),
        ("", "2024"),
        ("2024", ""),
        ("", ""),
    ],
)
@pytest.mark.django_db
def test_may_end_in_the_year_or_month_it_starts_in(starts: str, ends: str) -> None:
    _tenure(starts, ends).full_clean()


@pytest.mark.parametrize(
    ("starts", "ends", "held", "not_held"),
    [
        ("2020-11-18", "", ["2020-11-18", "2030-01-01"], ["2020-11-17"]),
        ("2020", "2024", ["2020-01-01", "2024-12-31"], ["2019-12-31", "2025-01-01"]),
        ("2020-02", "2024-02", ["2020-02-01", "2024-02-29"], ["2020-01-31", "2024-03-01"]),
        ("", "2024-03-05", ["1990-01-01", "2024-03-05"], ["2024-03-06"]),
        ("", "", ["1990-01-01", "2030-01-01"], []),
    ],
)
@pytest.mark.django_db
def test_covers_the_whole_of_what_is_known(
    starts: str, ends: str, held: list[str], not_held: list[str]
) -> None:
    tenure = _tenure(starts, ends)

    covered = [*dict.fromkeys([*held, *not_held])]

    for day in map(dt.date.fromisoformat, covered):
        expected = day.isoformat() in held
        assert tenure.covers(day) is expected
        assert Tenure.objects.held_on(day).exists() is expected


@pytest.mark.django_db
def test_rests_on_passages() -> None:
    tenure = TenureFactory()
    passage = PassageFactory()

    tenure.passages.add(passage)

    assert list(passage.tenures.all()) == [tenure]
