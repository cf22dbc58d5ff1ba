"""What a layout is: how its header is recognised and how a row becomes an observation."""

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from operator import itemgetter
from typing import ClassVar

from django.utils.translation import gettext as _t

from trade.figures.amounts import read_amount
from trade.figures.observation import Claim, Codes, Observation, Row, SetAside
from trade.figures.problems import BadCellError, of_own_trade
from trade.figures.terms import Lookup, read_area, read_edition
from trade.figures.times import read_period
from trade.models.figure import MISSING_STATUSES

# A place that a cell is looked for in, by any of its names.
Names = str | tuple[str, ...]


def folded(name: str) -> str:
    """The name of a column without case, blanks and marks: “type_code” is “typeCode”."""
    return re.sub(r"[^\w]|_", "", name).casefold()


class Header:
    """The columns of a file, found by name whatever their order and spelling.

    Behind each row stands one empty cell more; it is read for columns the file does not have.
    """

    def __init__(self, cells: Sequence[str]) -> None:
        self.cells = tuple(cell.strip() for cell in cells)
        self._places: dict[str, int] = {}
        for place, cell in enumerate(self.cells):
            # SDMX may write “FREQ: Frequency”. Of two columns of a name the first is meant.
            self._places.setdefault(folded(cell.partition(":")[0]), place)

    def place(self, names: Names) -> int:
        """Where the column is; behind the last one if there is none."""
        for name in (names,) if isinstance(names, str) else names:
            if folded(name) in self._places:
                return self._places[folded(name)]
        return len(self.cells)

    def has(self, names: Names) -> bool:
        return self.place(names) < len(self.cells)

    def name(self, names: Names) -> str:
        """The column as the file spells it."""
        if self.has(names):
            return self.cells[self.place(names)]
        return names if isinstance(names, str) else names[0]


class Layout(ABC):
    """The layout of a file: `required` are the columns without which it is not this one.

    `source` is the key of the one source the file is loaded into; empty where its rows say theirs.
    """

    name: ClassVar[str]
    required: ClassVar[tuple[Names, ...]]

    def __init__(self, header: Header, codes: Codes, edition: str) -> None:
        self.header = header
        self.codes = codes
        self.edition = edition
        self.source = ""

    @classmethod
    def recognises(cls, header: Header) -> bool:
        return not cls.lacks(header)

    @classmethod
    def lacks(cls, header: Header) -> list[str]:
        """The required columns that the header does not have."""
        return [
            names if isinstance(names, str) else names[0]
            for names in cls.required
            if not header.has(names)
        ]

    @abstractmethod
    def read(self, line: int, row: Sequence[str]) -> Observation | Claim | SetAside:
        """What the row says. Raises BadCellError for a row that cannot be stored."""

    def rest(self) -> Iterator[Row]:
        """What only the end of the file completes, such as sums of rows."""
        return iter(())

    def close(self) -> None:  # noqa: B027 -- most layouts hold nothing
        """Give back what the layout holds."""

    def picking(self, *columns: Names) -> Callable[[Sequence[str]], tuple[str, ...]]:
        """A function that takes the cells of these columns out of a row."""
        return itemgetter(*(self.header.place(names) for names in columns))

    def find_areas(self, reporter: Names, partner: Names) -> None:
        """Look up areas in these columns, for `sides`."""
        codes = self.codes
        self.reporters = Lookup(self.header.name(reporter), lambda text: read_area(text, codes))
        self.partners = Lookup(self.header.name(partner), lambda text: read_area(text, codes))

    def sides(self, reporter: str, partner: str) -> tuple[str, str]:
        """The two regions that the cells stand for. Raises BadCellError."""
        one, other = self.reporters[reporter], self.partners[partner]
        if one == other:
            raise BadCellError(self.partners.column, of_own_trade())
        return one, other

    def edition_of(self, text: str) -> str:
        """The product edition that a cell names, else that of the file. Raises ValueError."""
        if not (text or self.edition):
            raise ValueError(_t("the edition of the product code is not given"))
        return read_edition(text or self.edition)

    def amount(
        self, names: Names, text: str, *, multiplier: int = 0, decimal_comma: bool = False
    ) -> str | None:
        """The number in a cell of the column, None if it is missing. Raises BadCellError."""
        try:
            return read_amount(text, multiplier=multiplier, decimal_comma=decimal_comma)
        except ValueError as error:
            raise BadCellError(self.header.name(names), error) from error


def status_of(value: str | None, status: str) -> str:
    """The status as the file gives it, but never a normal one where there is no value."""
    return "O" if value is None and status not in MISSING_STATUSES else status


def dated(frequency: str, period: str) -> str:
    """Cells of frequency and period as one key, for a Lookup of `period_of`."""
    return f"{frequency}\t{period}"


def period_of(key: str) -> tuple[str, str]:
    """Frequency and period for such a key. Raises ValueError."""
    frequency, _tab, period = key.partition("\t")
    return read_period(period, frequency)
