"""BACI of CEPII: world trade by year, both sides' reports reconciled into one estimate."""

from collections.abc import Sequence

from django.utils.translation import gettext as _t

from trade.figures.layouts.base import Header, Layout, status_of
from trade.figures.observation import Observation
from trade.figures.problems import WrongFileError
from trade.figures.rejects import ADDED_COLUMNS
from trade.figures.terms import Lookup, read_product
from trade.figures.times import read_period


class BaciLayout(Layout):
    """Exports of i to j in year t, FOB, in thousand USD; the file's name tells the edition."""

    name = "baci"
    required = ("t", "i", "j", "k", "v")

    def __init__(self, *args: object) -> None:
        super().__init__(*args)  # type: ignore[arg-type]
        if not self.edition:
            raise WrongFileError(
                _t("say the edition of the product codes, or keep the name BACI_HS12_...csv")
            )
        header = self.header
        self.pick = self.picking(*self.required)
        self.periods = Lookup(header.name("t"), lambda text: read_period(text, "A"))
        self.find_areas("i", "j")
        self.products = Lookup(header.name("k"), _subheading)

    @classmethod
    def recognises(cls, header: Header) -> bool:
        own = [name for name in header.cells if name not in ADDED_COLUMNS]
        return super().recognises(header) and len(own) <= len("tijkvq")

    def read(self, line: int, row: Sequence[str]) -> Observation:
        year, exporter, importer, product, value = self.pick(row)
        frequency, period = self.periods[year]
        exporter, importer = self.sides(exporter, importer)
        amount = self.amount("v", value, multiplier=3)
        return Observation(
            line=line,
            reporter=exporter,
            partner=importer,
            flow="X",
            edition=self.edition,
            product=self.products[product],
            product_name="",
            frequency=frequency,
            period=period,
            value=amount,
            currency="USD",
            observation_status=status_of(amount, "E"),
            valuation="FOB",
            released_on="",
        )


def _subheading(text: str) -> str:
    """The six digits, with the leading zero that BACI leaves out in places."""
    return read_product(text.strip().zfill(6))
