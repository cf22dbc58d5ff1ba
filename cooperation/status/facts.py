"""The facts a status is computed from, as plain values without the database.

Dates are `PartialDate` where only a year or month may be known. Money is a Decimal in whole units
of an ISO 4217 currency. `archived_on` is the day a record, or the one source it rests on, was put
aside. Every fact carries the `Evidence` by which a number computed from it can be traced.
"""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from trade.models import PartialDate, Precision


@dataclass(frozen=True, slots=True)
class SourceFact:
    """An article, release or document."""

    id: int
    key: str
    kind: str
    title: str
    publisher: str
    url: str
    published: PartialDate | None
    archived_on: dt.date | None = None

    @property
    def published_on(self) -> dt.date | None:
        return self.published.first if self.published else None

    @property
    def published_on_precision(self) -> str:
        return self.published.precision if self.published else Precision.DAY


@dataclass(frozen=True, slots=True)
class Evidence:
    """One record that a number rests on, with its sources and the words quoted from them.

    `path` is where the record is read, as in “meetings/minsk-2025-10-20”.
    """

    type: str
    id: int
    path: str
    sources: tuple[SourceFact, ...] = ()
    words: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What a status calls it: its path, and for a step also which step of its proposal."""
        return f"{self.path}/changes/{self.id}" if self.type == "proposal-change" else self.path

    @property
    def first_published(self) -> PartialDate | None:
        """When its earliest dated source came out; None when no source is dated."""
        dates = [source.published for source in self.sources if source.published]
        return min(dates, default=None, key=lambda date: date.first)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """What every fact carries."""

    id: int
    evidence: Evidence
    archived_on: dt.date | None = None

    @property
    def rests_on(self) -> tuple[Evidence, ...]:
        return (self.evidence,)


@dataclass(frozen=True, slots=True)
class RegionFact:
    """One side of a partnership."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Declaration:
    """The stage an analyst declared, when and why."""

    stage: str
    declared_on: dt.date
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingFact(Fact):
    key: str
    title: str
    kind: str
    state: str
    when: PartialDate | None
    date_basis: str
    date_as_written: str = ""
    place: str = ""
    is_draft: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeFact(Fact):
    """A step of a proposal; `meeting` is the id of the meeting it was made at."""

    stage: str
    effective: PartialDate
    meeting: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalFact(Fact):
    sector: str
    sector_name: str
    title: str
    changes: tuple[ChangeFact, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureFact(Fact):
    """One claim about the trade in all goods; amounts in whole units of `currency`."""

    reporter: str
    partner: str
    flow: str
    frequency: str
    period: str
    period_start: dt.date | None
    period_end: dt.date | None
    value: Decimal | None
    value_low: Decimal | None = None
    value_high: Decimal | None = None
    currency: str = "USD"
    qualifier: str = "exact"
    observation_status: str = "A"
    source: SourceFact
    is_pinned: bool = False
    claimed_by: str = ""
    amount_as_written: str = ""
    period_as_written: str = ""
    change_percent: Decimal | None = None
    change_as_written: str = ""

    @property
    def lowest(self) -> Decimal | None:
        """The least it may be, by its own words; None when no amount is given."""
        return next(
            (v for v in (self.value_low, self.value, self.value_high) if v is not None), None
        )

    @property
    def highest(self) -> Decimal | None:
        """The most it may be, by its own words; None when no amount is given."""
        return next(
            (v for v in (self.value_high, self.value, self.value_low) if v is not None), None
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodFact(Fact):
    """Goods that go one way; `amount` is the source's words for how much, where it says."""

    origin: str
    destination: str
    name: str
    products: tuple[str, ...] = ()
    amount: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MechanismFact(Fact):
    name: str
    kind: str
    state: str
    start: PartialDate | None
    end: PartialDate | None
    sector: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TenureFact(Fact):
    """Somebody's time in a post; rank 1 is the highest.

    `first_met` is when its holder first took part in a meeting in this post.
    """

    official: int
    official_key: str
    name: str
    post: str
    rank: int
    region: str
    start: PartialDate | None
    end: PartialDate | None
    first_met: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpFact(Fact):
    task: str
    owner: str
    due_on: dt.date | None
    state: str
    closed_on: dt.date | None
    meeting: int
    promised: PartialDate | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """All that is recorded of one partnership and one reader may see."""

    regions: tuple[RegionFact, RegionFact]
    declaration: Declaration | None = None
    meetings: tuple[MeetingFact, ...] = ()
    proposals: tuple[ProposalFact, ...] = ()
    figures: tuple[FigureFact, ...] = ()
    goods: tuple[GoodFact, ...] = ()
    mechanisms: tuple[MechanismFact, ...] = ()
    tenures: tuple[TenureFact, ...] = ()
    follow_ups: tuple[FollowUpFact, ...] = ()
