"""An amount of trade as one side reports it, with everything needed to judge it."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from cooperation.status.claims import Spread
from cooperation.status.facts import Evidence, FigureFact
from trade.models import TradeFigure


@dataclass(frozen=True, slots=True)
class Change:
    """Against the year before: computed from preferred figures, and as the source states it."""

    against: int
    percent: Decimal | None
    reason: str
    stated_percent: Decimal | None
    stated_as_written: str
    rests_on: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """What one region reports of one flow in one year, in whole units of `currency`.

    Without an amount `reason` says why. `claims` are all there are, the preferred one first, in
    their own currencies; `spread` compares those in `currency`. A computed amount has no claims.
    """

    value: Decimal | None = None
    value_low: Decimal | None = None
    value_high: Decimal | None = None
    currency: str = ""
    qualifier: str = ""
    amount_as_written: str = ""
    is_computed: bool = False
    preferred_by: str = ""
    reason: str = ""
    claims: tuple[FigureFact, ...] = ()
    spread: Spread | None = None
    change: Change | None = None
    rests_on: tuple[Evidence, ...] = ()

    @property
    def point(self) -> Decimal | None:
        """The amount to calculate with; None for a range, which has none."""
        return None if self.qualifier == TradeFigure.Qualifier.RANGE else self.value


@dataclass(frozen=True, slots=True, kw_only=True)
class ReporterYear:
    """One year of trade as one region reports it: its exports, imports, turnover and balance."""

    year: int
    reporter: str
    partner: str
    exports: Reported
    imports: Reported
    turnover: Reported
    balance: Reported


def why_not(one: Reported, other: Reported) -> str:
    """Why two amounts cannot be set against each other; empty when they can."""
    if not (one.currency and other.currency):
        return _("not recorded")
    if one.currency != other.currency:
        return _("recorded in different currencies")
    if one.point is None or other.point is None:
        return _("only a range is recorded")
    return ""
