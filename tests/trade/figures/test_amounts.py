"""Numbers as offices and spreadsheets write them."""

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trade.figures.amounts import MISSING, read_amount

amounts = st.decimals(
    min_value=0, max_value=Decimal("9" * 20), places=2, allow_nan=False, allow_infinity=False
)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("0", "0"),
        ("0.0", "0"),
        ("-0.0", "0"),
        ("0e999", "0"),
        ("39600.0", "39600"),
        ("39600.", "39600"),
        ("12.5", "12.50"),
        ("12.345", "12.35"),
        ("0.995", "1"),
        (".5", "0.50"),
        ("007", "7"),
        ("+7", "7"),
        (" 1500 ", "1500"),
        ("1.0E8", "100000000"),
        ("1,5e3", "1500"),
        ("1e-30", "0"),
        ("1234,5", "1234.50"),
        ("0,125", "0.13"),
        ("1 234 567,89", "1234567.89"),
        ("1\u00a0234\u00a0567.8", "1234567.80"),
        ("1\u202f234", "1234"),
        ("1'234'567", "1234567"),
        ("1,234,567", "1234567"),
        ("1,234.5", "1234.50"),
        ("1.234,5", "1234.50"),
        ("1.234.567", "1234567"),
    ],
)
def test_a_number_is_read_in_every_way_it_is_written(text: str, amount: str) -> None:
    assert read_amount(text) == amount


@pytest.mark.parametrize("text", ["", " ", ":", "..", "NA", "n/a", "NaN", "-", "\u00a0"])
def test_missing_is_not_zero(text: str) -> None:
    assert read_amount(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "-1",
        "−1",
        "many",
        "12 34",
        "1,23,456",
        "1.2.3",
        "=1+1",
        "$5",
        "5%",
        "e5",
        ",e5",
        "1e",
        "1e9999",
        "inf",
        "٣",
        "1_000",
        "0x10",
        "9" * 23,
        "9" * 5000,
        "--1",
        "1 234 56",
    ],
)
def test_what_is_no_amount_of_trade_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="“"):
        read_amount(text)


def test_what_may_be_two_numbers_is_refused_unless_told() -> None:
    with pytest.raises(ValueError, match=r"may be 1\.234 or 1234"):
        read_amount("1,234")

    assert read_amount("1,234", decimal_comma=True) == "1.23"


def test_a_multiplier_scales_exactly() -> None:
    assert read_amount("1.2345678", multiplier=6) == "1234567.80"
    assert read_amount("0.001", multiplier=3) == "1"
    assert read_amount(":", multiplier=3) is None
    with pytest.raises(ValueError, match="too large"):
        read_amount("9" * 20, multiplier=3)


@given(amounts)
def test_any_amount_survives_however_it_is_written(amount: Decimal) -> None:
    plain = f"{amount:f}"
    grouped = f"{amount:,}"

    for written in (
        plain,
        f"  {plain}",
        f"00{plain}",
        plain.replace(".", ","),
        grouped.replace(",", " "),
        grouped.replace(",", "\u00a0").replace(".", ","),
        f"{amount:E}",
    ):
        read = read_amount(written, decimal_comma=True)

        assert read is not None
        assert Decimal(read) == amount


@given(st.decimals(min_value=0, max_value=10**15, allow_nan=False, allow_infinity=False))
def test_decimals_are_rounded_half_up(amount: Decimal) -> None:
    read = read_amount(f"{amount:f}")

    assert read is not None
    assert Decimal(read) == amount.quantize(Decimal("0.01"), ROUND_HALF_UP)


@given(st.text(max_size=30))
def test_any_text_is_an_amount_or_missing_or_refused(text: str) -> None:
    try:
        read = read_amount(text)
    except ValueError:
        return

    assert (read is None) == (text.strip("\u00a0\u2007\u2009\u202f ").strip().casefold() in MISSING)
    assert read is None or Decimal(read) >= 0
