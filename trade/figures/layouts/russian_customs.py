"""Customs statistics of Russia: by month, region and product of ten digits, in USD."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _t

from trade.figures.layouts.base import Layout, status_of
from trade.figures.layouts.okato import read_region
from trade.figures.observation import Fault, Observation, Row, SetAside
from trade.figures.problems import BadCellError, of_own_trade
from trade.figures.summing import Sums
from trade.figures.terms import (
    ANY,
    TOTAL,
    Lookup,
    edition_in_force,
    read_area,
    read_flow,
    read_product,
)
from trade.figures.times import read_period

FLOW = ("DIRECTION", "NAPR")
PARTNER = ("COUNTRY", "STRANA", "NASTRANAPR")
PRODUCT = ("HS", "TNVED")
VALUE = ("VALUE", "STOIM")


class RussianCustomsLayout(Layout):
    """Rows of more than six digits are summed to six, by region; the sums follow the last row.

    Imports are valued CIF and exports FOB. Without a column REGION the reporter is Russia.
    """

    name = "russian-customs"
    required = (FLOW, "PERIOD", PARTNER, PRODUCT, VALUE)

    def __init__(self, *args: object) -> None:
        super().__init__(*args)  # type: ignore[arg-type]
        header, codes = self.header, self.codes
        self.pick = self.picking(FLOW, "PERIOD", PARTNER, PRODUCT, VALUE, "REGION")
        self.flows = Lookup(header.name(FLOW), read_flow)
        self.periods = Lookup(header.name("PERIOD"), read_period)
        self.partners = Lookup(header.name(PARTNER), lambda text: read_area(text, codes))
        self.products = Lookup(header.name(PRODUCT), _six_digits)
        self.regions = Lookup(header.name("REGION"), lambda text: read_region(text, codes))
        self.sums = Sums(header.name(VALUE))
        self.summed = _t("summed to six digits")

    def close(self) -> None:
        self.sums.close()

    def read(self, line: int, row: Sequence[str]) -> Observation | SetAside:
        flow, period, partner, product, value, region = self.pick(row)
        reporter, partner = self.regions[region], self.partners[partner]
        if reporter.partition("-")[0] == partner:
            raise BadCellError(self.partners.column, of_own_trade())
        code, is_part = self.products[product]
        key = (reporter, partner, self.flows[flow], code, *self.periods[period])
        try:
            amount = self.amount(VALUE, value, decimal_comma=True)
        except BadCellError:
            if is_part:
                self.sums.spoil(line, key)
            raise
        if not is_part:
            return self._observation(line, key, amount)
        self.sums.add(line, key, amount)
        return SetAside(line, self.summed)

    def rest(self) -> Iterator[Row]:
        for line, key, amount, lacking in self.sums.results():
            if lacking:
                reason = _t("the sum to six digits lacks line %d, whose value is missing") % lacking
                yield Fault(line, self.products.column, reason, ())
            else:
                yield self._observation(line, key, amount)

    def _observation(self, line: int, key: tuple[str, ...], amount: str | None) -> Observation:
        reporter, partner, flow, product, frequency, period = key
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
            currency="USD",
            observation_status=status_of(amount, "A"),
            valuation={"M": "CIF", "X": "FOB"}.get(flow, ""),
            released_on="",
        )


def _six_digits(text: str) -> tuple[str, bool]:
    """The code at six digits, and whether the row is only a part of it."""
    text = text.strip()
    if len(text) in {8, 10} and text.isdecimal():
        return read_product(text[:6]), True
    if len(text) in {7, 9} and text.isdecimal():
        raise ValueError(
            _t("“%s” has an odd number of digits; has its leading zero been lost?") % text
        )
    return read_product(text), False
