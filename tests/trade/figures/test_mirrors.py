"""Both sides' reports of the same goods, with the gap and what may explain it."""

from decimal import Decimal
from typing import Any

import pytest

from tests.trade.figures.test_series import observed
from trade.figures.dollars import Rate
from trade.figures.mirrors import USUAL_REASONS, Mirror, mirrors_of
from trade.figures.observed import Observed
from trade.figures.series import series_of
from trade.models import Frequency

RATES = {("EUR", 2024): Rate(Decimal("0.8"), "bank")}


def exported(value: float | None, **fields: Any) -> Observed:
    return observed("2024", value, **fields)


def imported(value: float | None, **fields: Any) -> Observed:
    return observed("2024", value, reporter="RU", partner="BY", flow="M", **fields)


def mirror(*rows: Observed) -> Mirror:
    [found] = mirrors_of(series_of(rows, by=Frequency.ANNUAL).points, RATES)
    return found


def test_exports_of_one_stand_beside_imports_of_the_other() -> None:
    found = mirror(exported(100), imported(110))

    assert (found.origin, found.destination) == ("BY", "RU")
    assert found.exported is not None
    assert found.imported is not None
    assert (found.exported.value, found.imported.value) == (100, 110)
    assert found.gap == (10, Decimal("10.0"), "USD", False, "M", "")


def test_both_directions_are_shown_apart() -> None:
    rows = [
        exported(100),
        imported(110),
        observed("2024", 7, reporter="RU", partner="BY"),
        observed("2024", 8, flow="M"),
    ]

    found = mirrors_of(series_of(rows, by=Frequency.ANNUAL).points, {})

    assert [(m.origin, m.destination, m.gap.amount) for m in found] == [
        ("BY", "RU", 10),
        ("RU", "BY", 1),
    ]


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([exported(100)], "not recorded"),
        ([imported(100)], "not recorded"),
        ([exported(None, observation_status="Q"), imported(100)], "not recorded"),
        (
            [
                exported(None, qualifier="range", value_low=Decimal(1), value_high=Decimal(2)),
                imported(100),
            ],
            "only a range is recorded",
        ),
        (
            [exported(100, currency="BYN"), imported(100)],
            "recorded in different currencies. No rate of BYN for 2024 is on record.",
        ),
    ],
)
def test_without_a_gap_the_reason_is_given(rows: list[Observed], reason: str) -> None:
    gap = mirror(*rows).gap

    assert (gap.amount, gap.percent, gap.reason) == (None, None, reason)


def test_different_currencies_are_compared_in_dollars_and_said_so() -> None:
    found = mirror(exported(80, currency="EUR"), imported(110))

    assert found.gap == (10, Decimal("10.0"), "USD", True, "M", "")
    assert "conversion" in found.usual_reasons


def test_a_side_that_reports_no_trade_has_a_gap_but_no_percentage() -> None:
    gap = mirror(exported(0), imported(5)).gap

    assert (gap.amount, gap.percent, gap.reason) == (5, None, "one side reports no trade")


def test_equal_reports_need_no_reasons() -> None:
    found = mirror(exported(5), imported(5))

    assert (found.gap.amount, found.gap.percent, found.gap.larger) == (0, Decimal("0.0"), "")
    assert found.usual_reasons == ()


@pytest.mark.parametrize(
    ("one", "other", "reasons"),
    [
        (exported(100), imported(110), ["valuation", "timing", "re-exports"]),
        (exported(110), imported(100), ["timing", "re-exports"]),
        (
            exported(100, valuation="FOB"),
            imported(110, valuation="FOB"),
            ["timing", "re-exports"],
        ),
        (
            exported(110, observation_status="P"),
            imported(100),
            ["timing", "re-exports", "status"],
        ),
        (
            exported(110, edition="HS2017"),
            imported(100, edition="HS2022"),
            ["timing", "re-exports", "editions"],
        ),
    ],
)
def test_only_reasons_that_may_apply_are_given(
    one: Observed, other: Observed, reasons: list[str]
) -> None:
    assert list(mirror(one, other).usual_reasons) == reasons
    assert set(reasons) <= set(USUAL_REASONS)
