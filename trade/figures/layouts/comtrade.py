"""UN Comtrade: the API and portal (47 columns), its JSON answer, and the bulk files (34)."""

from collections.abc import Sequence
from functools import partial

from django.utils.translation import gettext as _t

from trade.figures.amounts import read_amount
from trade.figures.layouts.base import Layout
from trade.figures.observation import Observation, SetAside
from trade.figures.problems import BadCellError
from trade.figures.terms import (
    ANY,
    TOTAL,
    Lookup,
    read_edition,
    read_flow,
    read_product,
)
from trade.figures.times import read_period

_NOTHING = frozenset({"", "0", "0.0", "0.00"})


class ComtradeLayout(Layout):
    """One row a commodity, in USD; isAggregate says nothing about the level and is not read."""

    name = "comtrade"
    required = (
        "reporterCode",
        "partnerCode",
        "flowCode",
        "classificationCode",
        "cmdCode",
        "period",
        "primaryValue",
    )

    def __init__(self, *args: object) -> None:
        super().__init__(*args)  # type: ignore[arg-type]
        header = self.header
        self.pick = self.picking(
            "partner2Code",
            "customsCode",
            "mosCode",
            "motCode",
            "freqCode",
            "period",
            "reporterCode",
            "partnerCode",
            "flowCode",
            "classificationCode",
            "cmdCode",
            "cmdDesc",
            "cifvalue",
            "fobvalue",
            "primaryValue",
        )
        self.find_areas("reporterCode", "partnerCode")
        self.flows = Lookup(header.name("flowCode"), read_flow)
        self.editions = Lookup(header.name("classificationCode"), read_edition)
        self.products = Lookup(header.name("cmdCode"), read_product)
        self.periods = {
            frequency: Lookup(header.name("period"), partial(read_period, frequency=frequency))
            for frequency in ("A", "M", "")
        }
        self.frequencies = Lookup(header.name("freqCode"), self._periods_of)

    def _periods_of(self, text: str) -> Lookup[tuple[str, str]]:
        text = text.strip().upper()
        if text not in self.periods:
            raise ValueError(_t("“%s” is no frequency of UN Comtrade") % text[:40])
        return self.periods[text]

    def read(self, line: int, row: Sequence[str]) -> Observation | SetAside:
        (
            partner2,
            customs,
            mode_of_supply,
            mode_of_transport,
            frequency,
            period,
            reporter,
            partner,
            flow,
            classification,
            product,
            product_name,
            cif,
            fob,
            primary,
        ) = self.pick(row)
        if partner2 != "0" or customs != "C00" or mode_of_supply != "0" or mode_of_transport != "0":
            part = _part(partner2, customs, mode_of_supply, mode_of_transport)
            if part:
                return SetAside(line, part)
        frequency, period = self.frequencies[frequency][period]
        reporter, partner = self.sides(reporter, partner)
        edition = self.editions[classification]
        product = self.products[product]
        try:
            value = read_amount(primary)
        except ValueError as error:
            raise BadCellError(self.header.name("primaryValue"), error) from error
        return tuple.__new__(
            Observation,
            (
                line,
                reporter,
                partner,
                self.flows[flow],
                ANY if product == TOTAL else edition,
                product,
                product_name,
                frequency,
                period,
                value,
                "USD",
                "O" if value is None else "A",
                _valuation(value, primary, cif, fob),
                "",
            ),
        )


def _part(partner2: str, customs: str, mode_of_supply: str, mode_of_transport: str) -> str:
    """What keeps the row from being the whole; empty if nothing does, but for blanks."""
    if partner2.strip() not in _NOTHING:
        return _t("trade by second partner: part of another row")
    if customs.strip().upper() not in {"", "C00"}:
        return _t("trade by customs procedure: part of another row")
    if mode_of_supply.strip() not in _NOTHING:
        return _t("trade by mode of supply: part of another row")
    if mode_of_transport.strip() not in _NOTHING:
        return _t("trade by mode of transport: part of another row")
    return ""


def _valuation(value: str | None, primary: str, cif: str, fob: str) -> str:
    """Which of the two values the primary one is, where only one of them is given."""
    if value is None or value == "0":
        return ""
    if fob in _NOTHING:
        return "CIF" if cif == primary or _same(cif, value) else ""
    if cif in _NOTHING:
        return "FOB" if fob == primary or _same(fob, value) else ""
    return ""


def _same(text: str, value: str) -> bool:
    try:
        return read_amount(text) == value
    except ValueError:
        return False
