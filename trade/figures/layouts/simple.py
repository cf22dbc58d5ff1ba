"""Our own simple layout, for figures that somebody types or copies together."""

import datetime as dt
from collections.abc import Sequence

from django.utils.translation import gettext as _t

from trade.figures.currencies import read_currency
from trade.figures.layouts.base import Layout, status_of
from trade.figures.observation import Observation
from trade.figures.problems import BadCellError
from trade.figures.terms import (
    ANY,
    TOTAL,
    Lookup,
    read_area,
    read_edition,
    read_flow,
    read_product,
    read_status,
)
from trade.figures.times import read_period

MULTIPLIERS = {
    "": 0,
    "0": 0,
    "1": 0,
    "3": 3,
    "1000": 3,
    "thousand": 3,
    "6": 6,
    "1000000": 6,
    "million": 6,
    "9": 9,
    "1000000000": 9,
    "billion": 9,
}


class SimpleLayout(Layout):
    """reporter,partner,flow,product,period,value,currency and what else a figure may have."""

    name = "simple"
    required = ("reporter", "partner", "flow", "product", "period", "value", "currency")

    def __init__(self, *args: object) -> None:
        super().__init__(*args)  # type: ignore[arg-type]
        header, codes = self.header, self.codes
        self.pick = self.picking(
            *self.required,
            "edition",
            "product_name",
            "unit",
            "status",
            "valuation",
            "released_on",
            "frequency",
            "qualifier",
            "amount_as_written",
        )
        self.reporters = Lookup(header.name("reporter"), lambda text: read_area(text, codes))
        self.partners = Lookup(header.name("partner"), lambda text: read_area(text, codes))
        self.flows = Lookup(header.name("flow"), read_flow)
        self.products = Lookup(header.name("product"), read_product)
        self.editions = Lookup(header.name("edition"), self._edition)
        self.periods = Lookup(header.name("period"), self._period)
        self.currencies = Lookup(header.name("currency"), read_currency)
        self.units = Lookup(header.name("unit"), _multiplier)
        self.statuses = Lookup(header.name("status"), read_status)
        self.valuations = Lookup(header.name("valuation"), read_valuation)
        self.releases = Lookup(header.name("released_on"), read_release)

    def _edition(self, text: str) -> str:
        if not (text or self.edition):
            raise ValueError(_t("the edition of the product code is not given"))
        return read_edition(text or self.edition)

    def _period(self, text: str) -> tuple[str, str]:
        frequency, _tab, period = text.partition("\t")
        return read_period(period, frequency)

    def read(self, line: int, row: Sequence[str]) -> Observation:
        cells = self.pick(row)
        reporter, partner = self.reporters[cells[0]], self.partners[cells[1]]
        if reporter == partner:
            raise BadCellError(self.partners.column, _t("a region does not trade with itself"))
        product = self.products[cells[3]]
        if cells[14].strip() not in {"", "exact"} or cells[15].strip():
            raise BadCellError(
                self.header.name("qualifier"),
                _t("an amount in words is no statistic: enter it by hand, with its source"),
            )
        frequency, period = self.periods[f"{cells[13]}\t{cells[4]}"]
        value = self.amount("value", cells[5], multiplier=self.units[cells[9]])
        return Observation(
            line=line,
            reporter=reporter,
            partner=partner,
            flow=self.flows[cells[2]],
            edition=ANY if product == TOTAL else self.editions[cells[7]],
            product=product,
            product_name=cells[8].strip(),
            frequency=frequency,
            period=period,
            value=value,
            currency=self.currencies[cells[6]],
            observation_status=status_of(value, self.statuses[cells[10]]),
            valuation=self.valuations[cells[11]],
            released_on=self.releases[cells[12]],
        )


def _multiplier(text: str) -> int:
    text = text.strip().casefold().removesuffix("s")
    if text not in MULTIPLIERS:
        raise ValueError(
            _t("“%s” is no unit: leave it empty or write thousand, million, billion") % text
        )
    return MULTIPLIERS[text]


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
