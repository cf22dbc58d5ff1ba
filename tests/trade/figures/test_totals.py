"""Annual totals: what is added up, and what never is."""

from decimal import Decimal
from typing import Any

import pytest

from tests.factories import ProductFactory, SourceFactory, TradeFigureFactory
from trade.figures.drift import drifted_totals
from trade.figures.totals import rebuild_totals
from trade.models import AnnualTotal, Source, TradeFigure

pytestmark = pytest.mark.django_db


@pytest.fixture
def release(db: None) -> Source:
    return SourceFactory(kind="release", key="office")


def figure(release: Source, **fields: Any) -> TradeFigure:
    made: TradeFigure = TradeFigureFactory(
        **{"source": release, "flow": "X", "value": Decimal(100), **fields}
    )
    return made


def month(release: Source, number: int, **fields: Any) -> TradeFigure:
    return figure(release, frequency="M", period=f"2024-{number:02}", **fields)


def line(code: str, edition: str = "HS2022") -> Any:
    return ProductFactory(wire=True, code=code, edition=edition)


def totals() -> list[tuple[Any, ...]]:
    """Year, level, edition, value, figures and whether it is from months."""
    rebuild_totals()
    columns = ("year", "level", "edition", "value", "figures", "is_from_months")
    return list(AnnualTotal.objects.order_by("year", "level", "edition").values_list(*columns))


def test_an_annual_figure_is_the_total(release: Source) -> None:
    figure(release, value=Decimal("1234567.89"))

    assert totals() == [(2024, 0, "ANY", Decimal("1234567.89"), 1, False)]


def test_lines_of_a_level_are_added_up_beside_the_figure_for_all_goods(release: Source) -> None:
    figure(release, value=100)
    figure(release, product=line("85"), value=40)
    figure(release, product=line("86"), value=30)

    assert totals() == [(2024, 0, "ANY", 100, 1, False), (2024, 2, "HS2022", 70, 2, False)]


def test_editions_stand_side_by_side(release: Source) -> None:
    figure(release, product=line("85"), value=40)
    figure(release, product=line("85", "HS2017"), value=41)

    assert totals() == [(2024, 2, "HS2017", 41, 1, False), (2024, 2, "HS2022", 40, 1, False)]


def test_twelve_months_are_a_year(release: Source) -> None:
    for number in range(1, 13):
        month(release, number, value=number)

    assert totals() == [(2024, 0, "ANY", 78, 12, True)]


def test_eleven_months_are_none(release: Source) -> None:
    for number in range(1, 12):
        month(release, number)

    assert totals() == []


def test_a_month_without_a_value_is_not_there(release: Source) -> None:
    for number in range(1, 12):
        month(release, number)
    month(release, 12, value=None, observation_status="O")

    assert totals() == []


def test_a_zero_that_stands_for_missing_is_not_there(release: Source) -> None:
    figure(release, value=0, observation_status="M")

    assert totals() == []


def test_a_zero_that_was_observed_is_a_total(release: Source) -> None:
    figure(release, value=0)

    assert totals() == [(2024, 0, "ANY", 0, 1, False)]


def test_annual_figures_are_not_added_to_their_months(release: Source) -> None:
    figure(release, value=100)
    for number in range(1, 13):
        month(release, number)

    assert totals() == [(2024, 0, "ANY", 100, 1, False)]


@pytest.mark.parametrize(
    "fields",
    [
        {"qualifier": "target"},
        {"qualifier": "forecast"},
        {"qualifier": "range", "value_low": 1, "value_high": 2},
        {"observation_status": "F"},
        {"frequency": "Q", "period": "2024-Q1"},
        {"frequency": "U", "period": ""},
        {"amount_as_written": "about 100"},
    ],
)
def test_what_is_no_observed_amount_of_a_year_is_left_out(
    release: Source, fields: dict[str, Any]
) -> None:
    figure(release, **fields)

    assert totals() == []


def test_what_articles_claim_is_never_added_up() -> None:
    TradeFigureFactory()

    assert totals() == []


def test_currencies_stand_side_by_side(release: Source) -> None:
    figure(release, product=line("85"), currency="EUR")
    figure(release, product=line("86"), currency="USD")

    assert [total[3] for total in totals()] == [100, 100]


def test_flows_and_directions_stand_side_by_side(release: Source) -> None:
    one = figure(release)
    figure(release, flow="DX")
    figure(release, reporter=one.partner, partner=one.reporter)

    assert [total[3] for total in totals()] == [100, 100, 100]


def test_rebuilt_totals_have_not_drifted(release: Source) -> None:
    for number in range(1, 13):
        month(release, number, product=line("85"), value=Decimal("0.1"))
        month(release, number, product=line("86"), value=Decimal("98765432109.77"))

    rebuild_totals()

    assert list(drifted_totals()) == []
    assert AnnualTotal.objects.get().value == Decimal("1185185185318.44")
