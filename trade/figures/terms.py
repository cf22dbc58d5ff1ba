"""The codes of statistics in the words of `TradeFigure`: areas, flows, products, statuses."""

import datetime as dt
import re
from collections.abc import Callable
from typing import TypeVar

from django.utils.translation import gettext as _t

from trade.figures.observation import Codes
from trade.figures.problems import BadCellError
from trade.models import Product, TradeFigure

Term = TypeVar("Term")
_KEPT = 100_000

FLOWS = frozenset(TradeFigure.Flow.values)
FLOW_WORDS = {
    "IMPORT": "M",
    "IMPORTS": "M",
    "IMP": "M",
    "ИМ": "M",
    "ИМПОРТ": "M",
    "EXPORT": "X",
    "EXPORTS": "X",
    "EXP": "X",
    "ЭК": "X",
    "ЭКСПОРТ": "X",
    "RE-EXPORT": "RX",
    "RE-EXPORTS": "RX",
    "РЕЭКСПОРТ": "RX",
    "RE-IMPORT": "RM",
    "RE-IMPORTS": "RM",
    "РЕИМПОРТ": "RM",
    "TURNOVER": "TURNOVER",
    "ТОВАРООБОРОТ": "TURNOVER",
}

AREA_WORDS = {"WORLD": "W00", "W0": "W00", "W": "W00", "EL": "GR", "UK": "GB", "XS": "RS"}

# By year of the edition; UN Comtrade counts the editions from H0.
_EDITIONS = ("1992", "1996", "2002", "2007", "2012", "2017", "2022")
EDITIONS = {
    name: f"HS{year}"
    for number, year in enumerate(_EDITIONS)
    for name in (f"H{number}", f"HS{number}", f"HS{year[2:]}", f"HS{year}", year)
}
ANY, TOTAL = str(Product.Edition.ANY), Product.TOTAL
TOTALS = frozenset({"TOTAL", "_T"})
STATUSES = frozenset(TradeFigure.ObservationStatus.values)

_is_product = re.compile("[0-9]{2}|[0-9]{4}|[0-9]{6}|9999AA").fullmatch
_with_edition = re.compile("(HS?[0-9]{0,4})[_:. -]([0-9]+|TOTAL|_T)").fullmatch
_is_digits = re.compile("[0-9]+").fullmatch


class Lookup(dict[str, Term]):
    """What a cell of one column stands for, worked out once for each text that occurs.

    Raises BadCellError, naming the column, where the reading function raises ValueError.
    """

    def __init__(self, column: str, read: Callable[[str], Term]) -> None:
        self.column = column
        self.read = read

    def __missing__(self, text: str) -> Term:
        try:
            found = self.read(text)
        except ValueError as error:
            raise BadCellError(self.column, error) from error
        if len(self) >= _KEPT:
            self.clear()
        self[text] = found
        return found


def read_area(text: str, codes: Codes) -> str:
    """The region code for an ISO 3166 code or a UN area number. Raises ValueError."""
    text = text.strip().upper()
    if text in codes.regions:
        return text
    if AREA_WORDS.get(text) in codes.regions:
        return AREA_WORDS[text]
    number = text.lstrip("0") or "0"
    found = codes.by_number.get(number) if _is_digits(text) else codes.by_alpha3.get(text)
    if found is None:
        raise ValueError(_t("“%s” is no area we know") % text[:40])
    return found


def read_flow(text: str) -> str:
    """The flow for UN Comtrade's code or a word in English or Russian. Raises ValueError."""
    text = text.strip().upper()
    if text in FLOWS:
        return text
    if text not in FLOW_WORDS:
        raise ValueError(_t("“%s” is no flow we know") % text[:40])
    return FLOW_WORDS[text]


def read_edition(text: str) -> str:
    """The product edition for H4, HS2012, HS12 or 2012. Raises ValueError."""
    text = text.strip().upper().replace(" ", "").replace("-", "")
    if text == ANY:
        return ANY
    if text not in EDITIONS:
        raise ValueError(_t("“%s” is no edition of the Harmonized System") % text[:40])
    return EDITIONS[text]


def read_product(text: str) -> str:
    """The code of all goods, a chapter, heading or subheading. Raises ValueError."""
    text = text.strip().upper()
    if text in TOTALS:
        return TOTAL
    if _is_product(text) is None:
        if _is_digits(text) and len(text) in {1, 3, 5}:
            raise ValueError(
                _t("“%s” has an odd number of digits; has its leading zero been lost?") % text
            )
        raise ValueError(_t("“%s” is no code of the Harmonized System") % text[:40])
    return text


def read_product_and_edition(text: str) -> tuple[str, str]:
    """The code, and the edition where the code begins with it, as in H4_030319. Raises ValueError."""
    match = _with_edition(text.strip().upper())
    if match is None:
        return read_product(text), ""
    return read_product(match[2]), "" if match[1] == "HS" else read_edition(match[1])


def read_status(text: str) -> str:
    """The SDMX observation status; an empty cell is a normal value. Raises ValueError."""
    text = text.strip().upper()
    if text not in STATUSES and text:
        raise ValueError(_t("“%s” is no observation status of SDMX") % text[:40])
    return text or "A"


def edition_in_force(period: str) -> str:
    """The edition that tariffs following the newest one, as the EU's and Russia's, used then."""
    year = int(period[:4])
    return max((f"HS{edition}" for edition in _EDITIONS if int(edition) <= year), default="HS1992")


def read_valuation(text: str) -> str:
    """FOB, CIF or not said. Raises ValueError."""
    text = text.strip().upper()
    if text not in {"", "FOB", "CIF"}:
        raise ValueError(_t("“%s” is no valuation: write FOB, CIF or nothing") % text[:40])
    return text


def read_release(text: str) -> str:
    """The day of release as ISO 8601 writes it, or not said. Raises ValueError."""
    text = text.strip()[:40]
    try:
        return dt.date.fromisoformat(text[:10]).isoformat() if text else ""
    except ValueError as error:
        raise ValueError(_t("“%s” is no date: write 2025-03-31") % text) from error
