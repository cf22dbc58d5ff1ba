"""Eurostat Comext: the EU's trade by month, in euro."""

from collections.abc import Sequence

from django.utils.translation import gettext as _t

from trade.figures.layouts.base import Layout, status_of
from trade.figures.observation import Observation, SetAside
from trade.figures.terms import (
    ANY,
    TOTAL,
    Lookup,
    edition_in_force,
    read_flow,
    read_product,
    read_status,
)
from trade.figures.times import read_period

REPORTER = ("reporter_iso2", "reporter")
PARTNER = ("partner_iso2", "partner")
INDICATOR = ("indicator", "indicators")
PERIOD = ("period", "TIME_PERIOD")
VALUE = ("value", "OBS_VALUE")
FLAG = ("flag", "OBS_FLAG")

# Flags of Eurostat that SDMX has another letter for.
_FLAGS = {"C": "Q", "R": "A", "S": "E", "Z": "M"}
_FLOWS = {"1": "M", "2": "X"}
_VALUES = frozenset({"VALUE_IN_EUROS", "VALUE_EUR"})


class EurostatLayout(Layout):
    """Imports are valued CIF and exports FOB; the edition is the one the CN used that year."""

    name = "eurostat"
    required = (REPORTER, PARTNER, "product", "flow", INDICATOR, PERIOD, VALUE)

    def __init__(self, *args: object) -> None:
        super().__init__(*args)  # type: ignore[arg-type]
        header = self.header
        self.pick = self.picking(
            REPORTER, PARTNER, "product", "flow", INDICATOR, PERIOD, VALUE, FLAG
        )
        self.find_areas(REPORTER, PARTNER)
        self.products = Lookup(header.name("product"), read_product)
        self.flows = Lookup(
            header.name("flow"), lambda text: read_flow(_FLOWS.get(text.strip(), text))
        )
        self.periods = Lookup(header.name(PERIOD), read_period)
        self.flags = Lookup(
            header.name(FLAG),
            lambda text: read_status(_FLAGS.get(text.strip().upper(), text)),
        )

    def read(self, line: int, row: Sequence[str]) -> Observation | SetAside:
        reporter, partner, product, flow, indicator, period, value, flag = self.pick(row)
        if indicator.strip().upper() not in _VALUES:
            return SetAside(line, _t("not an amount in euro: %s") % indicator[:40])
        if len(product.strip()) == len("12345678") and product.strip().isdecimal():
            return SetAside(line, _t("eight digits: part of the six-digit row"))
        reporter, partner = self.sides(reporter, partner)
        product = self.products[product]
        frequency, period = self.periods[period]
        flow = self.flows[flow]
        amount = self.amount(VALUE, value)
        return Observation(
            line=line,
            reporter=reporter,
            partner=partner,
            flow=flow,
            edition=ANY if product == TOTAL else self.edition or edition_in_force(period),
            product=product,
            product_name="",
            frequency=frequency,
            period=period,
            value=amount,
            currency="EUR",
            observation_status=status_of(amount, self.flags[flag]),
            valuation={"M": "CIF", "X": "FOB"}.get(flow, ""),
            released_on="",
        )
