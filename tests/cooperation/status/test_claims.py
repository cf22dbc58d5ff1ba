"""Which of several claims is preferred, and how far they lie apart."""

from decimal import Decimal

import pytest

from cooperation.status.claims import (
    in_order_of_preference,
    percent_of,
    preferred_by,
    spread_of,
)
from tests.cooperation.status.plain import figure


@pytest.mark.parametrize(
    ("claims", "preferred", "because"),
    [
        ([figure(130)], 130, "only"),
        ([figure(130, is_pinned=True), figure(134, kind="release")], 130, "pinned"),
        ([figure(130), figure(134, kind="release")], 134, "source-kind"),
        ([figure(130, kind="document"), figure(134, kind="release")], 134, "source-kind"),
        ([figure(130), figure(134, kind="document")], 134, "source-kind"),
        ([figure(130, published="2025-11-01"), figure(134)], 130, "newest"),
        ([figure(130), figure(134, published="")], 130, "newest"),
        ([figure(130, id=8), figure(134, id=9)], 134, "latest-entry"),
        ([figure(130), figure(None, is_pinned=True, observation_status="Q")], 130, "only"),
        ([figure(None, observation_status="Q")], None, "only"),
        ([figure(0), figure(None, kind="release", observation_status="O")], 0, "only"),
    ],
)
def test_prefers_by_the_stated_rule(claims, preferred, because):
    ordered = in_order_of_preference(claims)

    value = ordered[0].value
    assert (None if value is None else value / 1_000_000) == preferred
    assert preferred_by(ordered) == because


@pytest.mark.parametrize(
    ("claims", "lowest", "highest", "percent"),
    [
        ([figure(130), figure(130), figure(134)], 130, 134, "3.1"),
        ([figure(100), figure("90-120")], 90, 120, "33.3"),
        ([figure(0), figure(10)], 0, 10, None),
        ([figure(0), figure(0)], 0, 0, None),
        ([figure(130), figure(134), figure(900, currency="RUB")], 130, 134, "3.1"),
    ],
)
def test_the_spread_is_of_claims_in_one_currency(claims, lowest, highest, percent):
    spread = spread_of(claims, currency="USD")

    assert spread is not None
    assert (spread.lowest, spread.highest) == (lowest * 1_000_000, highest * 1_000_000)
    assert spread.difference == spread.highest - spread.lowest
    assert spread.percent == (None if percent is None else Decimal(percent))


@pytest.mark.parametrize(
    "claims", [[], [figure(130)], [figure(130), figure(9000, currency="RUB")], [figure(None)] * 2]
)
def test_fewer_than_two_amounts_have_no_spread(claims):
    assert spread_of(claims, currency="USD") is None


def test_percent_is_rounded_half_up_and_none_of_nothing():
    assert percent_of(Decimal(5), Decimal(80)) == Decimal("6.3")
    assert percent_of(Decimal(5), Decimal(0)) is None
