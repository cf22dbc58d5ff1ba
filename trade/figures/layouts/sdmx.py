"""SDMX-CSV 1.0, 2.0 and 2.1, as the UN names the columns of trade (IMTS) and as we export them."""

from collections.abc import Sequence

from django.utils.translation import gettext as _t

from trade.figures.currencies import CURRENCIES
from trade.figures.layouts.base import Header, Layout, dated, period_of, status_of
from trade.figures.observation import Observation, SetAside
from trade.figures.problems import BadCellError
from trade.figures.terms import (
    ANY,
    TOTAL,
    Lookup,
    read_flow,
    read_product_and_edition,
    read_release,
    read_status,
    read_valuation,
)

REPORTER = ("REF_AREA", "REPORTING_AREA", "REPORTER")
PARTNER = ("COUNTERPART_AREA", "COUNTERPART_AREA_1", "VIS_AREA", "PARTNER")
FLOW = ("TRADE_FLOW", "FLOW")
PRODUCT = ("PRODUCT", "COMMODITY_1", "COMMODITY")
EDITION = ("PRODUCT_EDITION", "CLASSIFICATION", "COMMODITY_CLASSIFICATION")
CURRENCY = ("UNIT_MEASURE", "CURRENCY")

_SECRET = frozenset({"C", "D", "N", "S"})


class SdmxLayout(Layout):
    """One row an observation. With labels, codes are “A: Annual” or have columns beside them."""

    name = "sdmx"
    required = (
        ("STRUCTURE", "DATAFLOW"),
        REPORTER,
        PARTNER,
        FLOW,
        PRODUCT,
        "TIME_PERIOD",
        "OBS_VALUE",
        CURRENCY,
    )

    def __init__(self, *args: object) -> None:
        super().__init__(*args)  # type: ignore[arg-type]
        header = self.header
        self.pick = self.picking(
            REPORTER,
            PARTNER,
            FLOW,
            PRODUCT,
            EDITION,
            "FREQ",
            "TIME_PERIOD",
            "OBS_VALUE",
            CURRENCY,
            "UNIT_MULT",
            "OBS_STATUS",
            "CONF_STATUS",
            "VALUATION",
            "RELEASED_ON",
            "ACTION",
        )
        self.is_labelled = _is_labelled(header)
        self.find_areas(REPORTER, PARTNER)
        self.flows = Lookup(header.name(FLOW), read_flow)
        self.products = Lookup(header.name(PRODUCT), read_product_and_edition)
        self.editions = Lookup(header.name(EDITION), self.edition_of)
        self.periods = Lookup(header.name("TIME_PERIOD"), period_of)
        self.multipliers = Lookup(header.name("UNIT_MULT"), _multiplier)
        self.statuses = Lookup(header.name("OBS_STATUS"), read_status)
        self.valuations = Lookup(header.name("VALUATION"), read_valuation)
        self.releases = Lookup(header.name("RELEASED_ON"), read_release)

    def read(self, line: int, row: Sequence[str]) -> Observation | SetAside:
        cells = self.pick(row)
        if self.is_labelled:
            cells = tuple(cell.partition(": ")[0] for cell in cells)
        (
            reporter,
            partner,
            flow,
            product,
            edition,
            frequency,
            period,
            value,
            unit,
            multiplier,
            status,
            secrecy,
            valuation,
            released_on,
            action,
        ) = cells
        if action.strip().upper() in {"D", "DELETE"}:
            raise BadCellError(self.header.name("ACTION"), _t("deletions are not carried out"))
        unit = unit.strip().upper()
        if unit not in CURRENCIES:
            return SetAside(line, self._no_money(unit))
        reporter, partner = self.sides(reporter, partner)
        product, own_edition = self.products[product]
        frequency, period = self.periods[dated(frequency, period)]
        amount = self.amount("OBS_VALUE", value, multiplier=self.multipliers[multiplier])
        return Observation(
            line=line,
            reporter=reporter,
            partner=partner,
            flow=self.flows[flow],
            edition=ANY if product == TOTAL else own_edition or self.editions[edition],
            product=product,
            product_name="",
            frequency=frequency,
            period=period,
            value=amount,
            currency=unit,
            observation_status=self._status(amount, status, secrecy),
            valuation=self.valuations[valuation],
            released_on=self.releases[released_on],
        )

    def _no_money(self, unit: str) -> str:
        if not unit:
            raise BadCellError(self.header.name(CURRENCY), _t("no currency is given"))
        return _t("a quantity in %s, not an amount of money") % unit[:40]

    def _status(self, amount: str | None, status: str, secrecy: str) -> str:
        if amount is None and secrecy.strip().upper() in _SECRET and status.strip() in {"", "A"}:
            return "Q"
        return status_of(amount, self.statuses[status])


def _is_labelled(header: Header) -> bool:
    """Do the cells hold code and label, as the names of the columns then do?"""
    return any(": " in cell for cell in header.cells)


def _multiplier(text: str) -> int:
    text = text.strip()
    if text not in {"", *map(str, range(13))}:
        raise ValueError(_t("“%s” is no power of ten") % text[:40])
    return int(text or 0)
