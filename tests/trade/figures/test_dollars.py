"""Amounts in US dollars: by a rate with its source, or with the reason why not."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from tests.factories import ExchangeRateFactory, SourceFactory
from trade.figures.dollars import InDollars, Rate, in_usd, load_rates

EURO = {("EUR", 2024): Rate(Decimal("0.92400000"), "ecb")}


def test_an_amount_is_divided_by_the_units_for_a_dollar() -> None:
    result = in_usd(Decimal(924), "EUR", 2024, EURO)

    assert result == InDollars(Decimal("1000.00"), Decimal("0.92400000"), "ecb")


def test_the_amount_is_rounded_to_a_cent_half_up() -> None:
    rates = {("EUR", 2024): Rate(Decimal(8), "ecb")}

    assert in_usd(Decimal("0.04"), "EUR", 2024, rates) == InDollars(
        Decimal("0.01"), Decimal(8), "ecb"
    )


def test_a_large_amount_keeps_its_cents() -> None:
    rates = {("IDR", 2024): Rate(Decimal("0.5"), "bank")}
    largest = Decimal("9999999999999999999999.99")

    result = in_usd(largest, "IDR", 2024, rates)

    assert isinstance(result, InDollars)
    assert result.amount == Decimal("19999999999999999999999.98")


def test_dollars_need_no_rate() -> None:
    assert in_usd(Decimal("5.00"), "USD", None, {}) == InDollars(Decimal("5.00"), Decimal(1), "")


def test_nothing_in_another_currency_is_nothing_in_dollars() -> None:
    assert in_usd(Decimal(0), "EUR", 2024, EURO) == InDollars(
        Decimal(0), Decimal("0.92400000"), "ecb"
    )


@pytest.mark.parametrize(
    ("value", "currency", "year", "reason"),
    [
        (None, "EUR", 2024, "There is no value."),
        (None, "USD", 2024, "There is no value."),
        (Decimal(1), "EUR", None, "The year is not stated."),
        (Decimal(1), "EUR", 2023, "No rate of EUR for 2023 is on record."),
        (Decimal(1), "BYN", 2024, "No rate of BYN for 2024 is on record."),
        (Decimal(1), "", 2024, "The currency is not stated."),
    ],
)
def test_where_there_is_no_amount_in_dollars_the_reason_is_given(
    value: Decimal | None, currency: str, year: int | None, reason: str
) -> None:
    assert in_usd(value, currency, year, EURO) == reason


@pytest.mark.django_db
class TestRatesOnRecord:
    def test_are_found_by_currency_and_year(self) -> None:
        ExchangeRateFactory(source=SourceFactory(key="ecb"))

        assert load_rates() == EURO

    def test_of_several_sources_the_newest_is_taken(self) -> None:
        for key, day in (("b", 10), ("c", None), ("a", 20), ("d", 15)):
            ExchangeRateFactory(
                source=SourceFactory(key=key, published_on=day and dt.date(2025, 1, day))
            )

        assert load_rates()["EUR", 2024].source == "a"

    def test_of_sources_of_one_day_the_first_by_its_key_is_taken(self) -> None:
        for key in ("b", "a", "c"):
            ExchangeRateFactory(source=SourceFactory(key=key))

        assert load_rates()["EUR", 2024].source == "a"

    def test_of_one_source_are_its_own(self) -> None:
        for key, day in (("old", 1), ("new", 2)):
            ExchangeRateFactory(source=SourceFactory(key=key, published_on=dt.date(2025, 1, day)))

        assert load_rates(source="old")["EUR", 2024].source == "old"

    def test_of_an_archived_source_are_left_out(self) -> None:
        ExchangeRateFactory(
            source=SourceFactory(archived_on=dt.date(2026, 1, 1), archive_reason="wrong file")
        )

        assert load_rates() == {}

    def test_are_read_in_one_query(self, django_assert_num_queries: Any) -> None:
        for year in range(2020, 2025):
            ExchangeRateFactory(year=year)

        with django_assert_num_queries(1):
            assert len(load_rates()) == 5
