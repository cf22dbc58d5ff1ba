"""What is kept beside trade figures: earlier values, annual totals, exchange rates."""

from decimal import Decimal

from tests.constraints import breaks
from tests.factories import (
    AnnualTotalFactory,
    ExchangeRateFactory,
    TradeFigureRevisionFactory,
)
from trade.models import AnnualTotal, ExchangeRate, TradeFigureRevision


@breaks("trade_tradefigurerevision_is_kept_once")
def test_a_revision_is_kept_once() -> TradeFigureRevision:
    revision = TradeFigureRevisionFactory()
    return TradeFigureRevisionFactory.build(
        figure=revision.figure, replaced_at=revision.replaced_at
    )


@breaks("trade_annualtotal_is_kept_once")
def test_a_total_is_kept_once() -> AnnualTotal:
    total = AnnualTotalFactory()
    return AnnualTotalFactory.build(
        source=total.source, reporter=total.reporter, partner=total.partner
    )


@breaks("trade_exchangerate_is_given_once_a_source")
def test_a_source_gives_one_rate_a_year() -> ExchangeRate:
    return ExchangeRateFactory.build(source=ExchangeRateFactory().source)


@breaks(
    "trade_exchangerate_is_positive",
)
def test_a_rate_is_positive() -> ExchangeRate:
    rate = ExchangeRateFactory()
    rate.units_per_usd = Decimal(0)
    return rate


@breaks("trade_exchangerate_is_of_another_currency")
def test_the_dollar_has_no_rate() -> ExchangeRate:
    rate = ExchangeRateFactory()
    rate.currency = "USD"
    return rate
