"""Trade figures: whose, of what, when, how much."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from tests.constraints import assert_breaks, assert_refuses, breaks
from tests.factories import RegionFactory, SourceFactory, TradeFigureFactory
from trade.models import Frequency, TradeFigure

Qualifier = TradeFigure.Qualifier


@breaks("trade_tradefigure_is_recorded_once_a_source")
def test_is_recorded_once_a_source() -> TradeFigure:
    figure = TradeFigureFactory()
    again = TradeFigureFactory()
    again.source = figure.source
    return again


@breaks("trade_tradefigure_one_is_preferred_a_period")
def test_one_claim_of_a_period_is_preferred() -> TradeFigure:
    TradeFigureFactory(is_pinned=True)
    other_claim = TradeFigureFactory()
    other_claim.is_pinned = True
    return other_claim


@breaks("trade_tradefigure_partner_is_not_its_reporter")
def test_a_region_does_not_trade_with_itself() -> TradeFigure:
    figure = TradeFigureFactory()
    figure.partner = figure.reporter
    return figure


@breaks(
    "trade_tradefigure_value_is_not_negative",
    says="Ensure this value is greater than or equal to 0.",
)
def test_a_value_is_not_negative() -> TradeFigure:
    figure = TradeFigureFactory()
    figure.value = Decimal(-1)
    return figure


@breaks("trade_tradefigure_low_is_not_negative")
def test_a_lower_bound_is_not_negative() -> TradeFigure:
    figure = TradeFigureFactory()
    figure.value_low = Decimal(-1)
    return figure


@breaks("trade_tradefigure_low_is_not_above_high")
def test_the_lower_bound_is_not_above_the_upper_one() -> TradeFigure:
    figure = TradeFigureFactory()
    figure.value_low, figure.value_high = Decimal(140), Decimal(130)
    return figure


@breaks("trade_tradefigure_states_an_amount_or_is_missing")
def test_states_an_amount_or_that_it_is_missing() -> TradeFigure:
    figure = TradeFigureFactory()
    figure.value, figure.value_low = None, Decimal(130)
    return figure


@breaks("trade_tradefigure_range_has_both_bounds")
def test_a_range_has_both_bounds() -> TradeFigure:
    figure = TradeFigureFactory()
    figure.qualifier, figure.value_low = Qualifier.RANGE, Decimal(130)
    return figure


@breaks("trade_tradefigure_period_agrees_with_frequency")
def test_the_period_agrees_with_the_frequency() -> TradeFigure:
    figure = TradeFigureFactory()
    figure.period = "2024-Q1"
    return figure


@breaks("trade_tradefigure_period_starts_before_it_ends")
def test_a_span_starts_before_it_ends() -> TradeFigure:
    figure = TradeFigureFactory()
    figure.frequency, figure.period = Frequency.SPAN, "2024-05/2024-01"
    return figure


GOOD_PERIODS = {
    Frequency.ANNUAL: "2024",
    Frequency.HALF_YEARLY: "2024-S1",
    Frequency.QUARTERLY: "2024-Q4",
    Frequency.MONTHLY: "2024-12",
    Frequency.SPAN: "2023-01/2023-08",
    Frequency.UNKNOWN: "",
}


@pytest.mark.parametrize("frequency", Frequency.values)
@pytest.mark.parametrize("period", GOOD_PERIODS.values())
@pytest.mark.django_db
def test_each_frequency_takes_its_own_form_of_period(frequency: str, period: str) -> None:
    figure = TradeFigureFactory()
    figure.frequency, figure.period = frequency, period

    if GOOD_PERIODS[Frequency(frequency)] == period:
        figure.full_clean()
        figure.save()
    else:
        assert_breaks(figure, "trade_tradefigure_period_agrees_with_frequency")


@pytest.mark.parametrize("period", ["2024-13", "2024-Q5", "last year", "24", "0000", "2024\n"])
@pytest.mark.django_db
def test_a_period_that_is_none_is_explained(period: str) -> None:
    figure = TradeFigureFactory()
    figure.period = period

    assert_refuses(figure, "period", "is no period")


@pytest.mark.parametrize("status", ["H", "L", "M", "O", "Q"])
@pytest.mark.django_db
def test_a_missing_value_says_why(status: str) -> None:
    figure = TradeFigureFactory(value=None, observation_status=status)

    figure.full_clean()


@pytest.mark.parametrize("currency", ["usd", "US", "$", ""])
@pytest.mark.django_db
def test_a_currency_is_of_iso_4217(currency: str) -> None:
    figure = TradeFigureFactory()
    figure.currency = currency

    with pytest.raises(ValidationError) as refused:
        figure.full_clean()

    assert "currency" in refused.value.message_dict


@pytest.mark.django_db
def test_conflicting_claims_of_one_period_are_all_kept() -> None:
    source = SourceFactory()
    TradeFigureFactory(source=source, amount_as_written="about $130 million")

    TradeFigureFactory(source=source, amount_as_written="$146.5 million").full_clean()

    assert TradeFigure.objects.filter(period="2024").count() == 2


@pytest.mark.django_db
def test_the_bounds_of_its_period_are_filled_in() -> None:
    figure = TradeFigureFactory(frequency=Frequency.QUARTERLY, period="2024-Q1")

    figure.refresh_from_db()

    assert (figure.period_start, figure.period_end) == (dt.date(2024, 1, 1), dt.date(2024, 3, 31))


@pytest.mark.django_db
def test_the_database_refuses_a_figure_without_a_source() -> None:
    with pytest.raises(IntegrityError):
        TradeFigureFactory(source=None)


@pytest.mark.django_db
def test_between_holds_what_either_side_reports() -> None:
    mordovia = RegionFactory(mordovia=True)
    ours = TradeFigureFactory()
    theirs = TradeFigureFactory(reporter=mordovia, partner=RegionFactory())
    TradeFigureFactory(partner=mordovia.parent)

    assert set(TradeFigure.objects.between("RU-MO", "BY")) == {ours, theirs}


@pytest.mark.django_db
def test_what_is_aimed_at_is_not_actual() -> None:
    actual = TradeFigureFactory()
    TradeFigureFactory(qualifier=Qualifier.TARGET)
    TradeFigureFactory(qualifier=Qualifier.FORECAST)

    assert list(TradeFigure.objects.actual()) == [actual]


@pytest.mark.django_db
def test_annual_figures_are_of_years() -> None:
    annual = TradeFigureFactory()
    TradeFigureFactory(frequency=Frequency.QUARTERLY, period="2024-Q1")

    assert list(TradeFigure.objects.annual()) == [annual]


@pytest.mark.parametrize(
    ("given", "amount"),
    [
        ({"amount_as_written": "about $130 million", "value": Decimal(130)}, "about $130 million"),
        ({"value": Decimal(130_000_000)}, "130,000,000 USD"),
        ({"value_low": Decimal(130), "value_high": Decimal(140)}, "130–140 USD"),
        ({"observation_status": "O"}, "missing value"),
    ],
)
def test_the_amount_is_worded_as_in_the_source(given: dict, amount: str) -> None:
    assert TradeFigure(**given).amount == amount
