"""Goods that go from one region to another, in words."""

import pytest

from tests.constraints import breaks
from tests.factories import TradedGoodFactory, TradeFigureFactory
from trade.models import TradedGood


@breaks("trade_tradedgood_is_recorded_once_a_source")
def test_is_recorded_once_a_source() -> TradedGood:
    good = TradedGoodFactory()
    again = TradedGoodFactory()
    again.source, again.name = good.source, good.name
    return again


@breaks("trade_tradedgood_leaves_its_origin")
def test_goods_leave_their_origin() -> TradedGood:
    good = TradedGoodFactory()
    good.destination = good.origin
    return good


@pytest.mark.django_db
def test_is_recorded_with_or_without_a_value() -> None:
    TradedGoodFactory().full_clean()
    TradedGoodFactory(figure=TradeFigureFactory()).full_clean()


@pytest.mark.django_db
def test_is_found_by_its_words() -> None:
    good = TradedGoodFactory(name="Insulated wire")
    TradedGoodFactory(name="Copper wire")

    assert list(TradedGood.objects.search("WIRE insulated")) == [good]
