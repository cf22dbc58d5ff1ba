"""Reading the numbers of trade statistics, as offices and spreadsheets write them."""

import re
from decimal import ROUND_HALF_UP, Context

from django.utils.translation import gettext as _t

# What stands where there is no number. Zero is a number.
MISSING = frozenset({"", ":", "-", "–", "..", "...", "#n/a", "n/a", "na", "nan", "null", "none"})

WHOLE_DIGITS = 22
_EXACT = Context(prec=60, rounding=ROUND_HALF_UP)

# Nearly all numbers are of this form, which needs no decimal arithmetic.
_simple = re.compile(r"(0|[1-9][0-9]{0,20})(?:\.([0-9]*))?").fullmatch
_plain = re.compile(r"(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?").fullmatch
_spaced = re.compile(r"[1-9][0-9]{0,2}(?:[ '’][0-9]{3})+(?:[.,][0-9]*)?").fullmatch
_comma_thousands = re.compile(r"[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]*)?").fullmatch
_point_thousands = re.compile(r"[1-9][0-9]{0,2}(?:\.[0-9]{3})+(?:,[0-9]*)?").fullmatch
_comma_decimals = re.compile(r"(?:[0-9]+,[0-9]*|,[0-9]+)(?:[eE][+-]?[0-9]{1,3})?").fullmatch
_hard_blanks = str.maketrans("\u00a0\u2007\u2009\u202f", "    ")


def read_amount(text: str, *, multiplier: int = 0, decimal_comma: bool = False) -> str | None:
    """The number as plain digits, with two decimals where it is not whole; None if it is missing.

    `multiplier` is a power of ten (3 for thousands). `decimal_comma` settles what “1,234” is,
    which is otherwise refused, since it may be either of two numbers. More than two decimals are
    rounded half up. Raises ValueError for anything that is no amount of trade.
    """
    match = _simple(text)
    if match is not None and not multiplier:
        whole, decimals = match.groups()
        if not decimals or not decimals.strip("0"):
            return str(whole)
        return from_hundredths(int(whole + (decimals + "0")[:2]) + (decimals[2:3] >= "5"))
    text = text.translate(_hard_blanks).strip()
    if text.casefold() in MISSING:
        return None
    number = _EXACT.create_decimal(_plain_digits(text, decimal_comma=decimal_comma))
    if not number:
        return "0"
    if number.is_signed():
        raise ValueError(_t("“%s” is negative; an amount of trade is not") % text)
    if number.adjusted() + multiplier >= WHOLE_DIGITS:
        raise ValueError(_t("“%s” is too large") % text)
    return from_hundredths(
        int(number.scaleb(multiplier + 2, _EXACT).to_integral_value(ROUND_HALF_UP))
    )


def from_hundredths(hundredths: int) -> str:
    """The amount as `read_amount` gives it."""
    whole, rest = divmod(hundredths, 100)
    return f"{whole}.{rest:02}" if rest else str(whole)


def _plain_digits(text: str, *, decimal_comma: bool) -> str:
    """The number with a decimal point and nothing between its digits."""
    sign, digits = (text[0], text[1:].lstrip()) if text[0] in "+-−" else ("", text)
    sign = "-" if sign in {"-", "−"} else ""
    if not any(character in "0123456789" for character in digits):
        raise ValueError(_t("“%s” is no number") % text)
    if _plain(digits):
        return sign + digits
    if _spaced(digits):
        return sign + re.sub("[ '’]", "", digits).replace(",", ".")
    if _comma_decimals(digits) and (decimal_comma or not _comma_thousands(digits)):
        return sign + digits.replace(",", ".")
    if _comma_thousands(digits) and (digits.count(",") > 1 or "." in digits):
        return sign + digits.replace(",", "")
    if _point_thousands(digits) and (digits.count(".") > 1 or "," in digits):
        return sign + digits.replace(".", "").replace(",", ".")
    if _comma_thousands(digits):
        raise ValueError(
            _t("“%(text)s” may be %(one)s or %(other)s: write it without a comma")
            % {"text": text, "one": digits.replace(",", "."), "other": digits.replace(",", "")}
        )
    raise ValueError(_t("“%s” is no number") % text)
