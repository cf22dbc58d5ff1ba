"""Our own simple layout, for figures that somebody types or copies together."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from django.utils.translation import gettext as _t

from trade.figures.currencies import read_currency
from trade.figures.exporting.rows import restored
from trade.figures.layouts.base import Layout, dated, period_of, status_of
from trade.figures.observation import Claim, Observation
from trade.figures.problems import BadCellError
from trade.figures.terms import (
    ANY,
    TOTAL,
    Lookup,
    read_flow,
    read_product,
    read_release,
    read_status,
    read_valuation,
)
from trade.models import Frequency, TradeFigure
from trade.models.figure import MISSING_STATUSES

_is_percent = re.compile(r"-?[0-9]{1,6}(\.[0-9]{1,2})?").fullmatch

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


# What a row is a claim by; each may stay empty.
CLAIM_COLUMNS = (
    "value_low",
    "value_high",
    "amount_as_written",
    "claimed_by",
    "period_as_written",
    "change_percent",
    "change_as_written",
)
_LONGEST = {"claimed_by": 200, "amount_as_written": 120}
_QUALIFIERS = frozenset(TradeFigure.Qualifier.values)
EXACT = str(TradeFigure.Qualifier.EXACT)
_UNKNOWN = str(Frequency.UNKNOWN)


class Cells(NamedTuple):
    """The cells of a row that are read of every figure."""

    reporter: str
    partner: str
    flow: str
    product: str
    period: str
    value: str
    currency: str
    edition: str
    product_name: str
    unit: str
    status: str
    valuation: str
    released_on: str
    frequency: str
    qualifier: str


class SimpleLayout(Layout):
    """reporter,partner,flow,product,period,value,currency and what else a figure may have."""

    name = "simple"
    required = ("reporter", "partner", "flow", "product", "period", "value", "currency")

    def __init__(self, *args: object) -> None:
        super().__init__(*args)  # type: ignore[arg-type]
        header = self.header
        self.pick = self.picking(*Cells._fields)
        self.pick_claim = self.picking(*CLAIM_COLUMNS)
        self.find_areas("reporter", "partner")
        self.flows = Lookup(header.name("flow"), read_flow)
        self.products = Lookup(header.name("product"), read_product)
        self.editions = Lookup(header.name("edition"), self.edition_of)
        self.periods = Lookup(header.name("period"), self._period)
        self.currencies = Lookup(header.name("currency"), read_currency)
        self.units = Lookup(header.name("unit"), _multiplier)
        self.statuses = Lookup(header.name("status"), read_status)
        self.valuations = Lookup(header.name("valuation"), read_valuation)
        self.releases = Lookup(header.name("released_on"), read_release)
        self.qualifiers = Lookup(header.name("qualifier"), _qualifier)
        self.sources = Lookup(header.name("source"), self._agrees)
        self.pick_source = header.place("source")

    def _agrees(self, text: str) -> str:
        """The key a row names, where it is the one the file is loaded into."""
        key = restored(text.strip())
        if self.source and key and key != self.source:
            raise ValueError(
                _t("“%(key)s” is another source than %(source)s, into which the file is loaded")
                % {"key": key[:80], "source": self.source}
            )
        return key

    def _period(self, key: str) -> tuple[str, str]:
        """As everywhere; and a claim may leave open which period it is about."""
        return (_UNKNOWN, "") if key == dated(_UNKNOWN, "") else period_of(key)

    def read(self, line: int, row: Sequence[str]) -> Observation | Claim:
        cells = Cells._make(self.pick(row))
        self.sources[row[self.pick_source]]
        reporter, partner = self.sides(cells.reporter, cells.partner)
        product = self.products[cells.product]
        qualifier = self.qualifiers[cells.qualifier]
        frequency, period = self.periods[dated(cells.frequency, cells.period)]
        value = self.amount("value", cells.value, multiplier=self.units[cells.unit])
        said = self.pick_claim(row)
        is_claim = qualifier != EXACT or frequency == _UNKNOWN or any(map(str.strip, said))
        status = self.statuses[cells.status]
        figure = Observation(
            line=line,
            reporter=reporter,
            partner=partner,
            flow=self.flows[cells.flow],
            edition=ANY if product == TOTAL else self.editions[cells.edition],
            product=product,
            product_name=cells.product_name.strip(),
            frequency=frequency,
            period=period,
            value=value,
            currency=self.currencies[cells.currency],
            observation_status=status if is_claim else status_of(value, status),
            valuation=self.valuations[cells.valuation],
            released_on=self.releases[cells.released_on],
        )
        return self._claim(figure, qualifier, said, cells.unit) if is_claim else figure

    def _claim(self, figure: Observation, qualifier: str, said: Sequence[str], unit: str) -> Claim:
        cells = dict(zip(CLAIM_COLUMNS, said, strict=True))
        low, high = (
            self.amount(name, cells[name], multiplier=self.units[unit])
            for name in ("value_low", "value_high")
        )
        if low is not None and high is not None and Decimal(low) > Decimal(high):
            reason = _t("the lower bound is above the upper one")
            raise BadCellError(self.header.name("value_low"), reason)
        is_range = low is not None and high is not None
        if qualifier == TradeFigure.Qualifier.RANGE and not is_range:
            raise BadCellError(self.header.name("qualifier"), _t("a range takes both bounds"))
        status = figure.observation_status
        if figure.value is None and not is_range and status not in MISSING_STATUSES:
            figure = figure._replace(observation_status=str(TradeFigure.ObservationStatus.MISSING))
        return Claim(
            figure,
            qualifier,
            low,
            high,
            self._words("amount_as_written", cells),
            self._words("claimed_by", cells),
            self._words("period_as_written", cells),
            self._percent(cells["change_percent"]),
            self._words("change_as_written", cells),
        )

    def _words(self, name: str, cells: Mapping[str, str]) -> str:
        """The words in a cell without what made them harmless."""
        words = restored(cells[name].strip())
        longest = _LONGEST.get(name, 120)
        if len(words) > longest:
            reason = _t("longer than %d characters") % longest
            raise BadCellError(self.header.name(name), reason)
        return words

    def _percent(self, text: str) -> str | None:
        text = text.strip()
        if not text:
            return None
        if not _is_percent(text):
            reason = _t("“%s” is no percentage: write 12.5 or -12.5") % text[:40]
            raise BadCellError(self.header.name("change_percent"), reason)
        return text


def _qualifier(text: str) -> str:
    text = text.strip().casefold()
    if text not in _QUALIFIERS and text:
        raise ValueError(_t("“%s” is no qualifier: exact, about, over, range ...") % text[:40])
    return text or EXACT


def _multiplier(text: str) -> int:
    text = text.strip().casefold().removesuffix("s")
    if text not in MULTIPLIERS:
        raise ValueError(
            _t("“%s” is no unit: leave it empty or write thousand, million, billion") % text
        )
    return MULTIPLIERS[text]
