"""What a row of a file of trade statistics says, in our words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple


class Observation(NamedTuple):
    """A row that can be stored, its codes as `TradeFigure` has them.

    `value` is a plain decimal number as text, in whole units of `currency`; None when the row
    gives none, and `observation_status` says why. `product_name` is the file's own description.
    """

    line: int
    reporter: str
    partner: str
    flow: str
    edition: str
    product: str
    product_name: str
    frequency: str
    period: str
    value: str | None
    currency: str
    observation_status: str
    valuation: str
    released_on: str


class Claim(NamedTuple):
    """A row that quotes an amount in words, or not exactly: with bounds, a qualifier, a speaker.

    Its `figure` may have no period, and no value where both bounds are given.
    """

    figure: Observation
    qualifier: str
    value_low: str | None
    value_high: str | None
    amount_as_written: str
    claimed_by: str
    period_as_written: str
    change_percent: str | None
    change_as_written: str

    @property
    def line(self) -> int:
        return self.figure.line


class Fault(NamedTuple):
    """A row that cannot be stored: the column that says why not, and the row as it stands."""

    line: int
    column: str
    reason: str
    row: tuple[str, ...]


class SetAside(NamedTuple):
    """A row that is right but adds up into another one, such as trade by mode of transport."""

    line: int
    reason: str


Row = Observation | Claim | Fault | SetAside


@dataclass(frozen=True, slots=True)
class Codes:
    """The codes of the database that layouts look up, read once before a file.

    `regions` are all region codes; `by_number` leads from a UN area number without leading zeros
    ("112") to a region code, also for areas that are no regions ("0" to W00, "899" to M899).
    """

    regions: frozenset[str]
    by_number: Mapping[str, str] = field(default_factory=dict)
    by_alpha3: Mapping[str, str] = field(default_factory=dict)
