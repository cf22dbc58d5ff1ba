"""What both sides report of the same goods, side by side and never merged."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import NamedTuple

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from trade.figures.dollars import InDollars, Rates, in_usd
from trade.figures.observed import Observed
from trade.figures.series import Point, percent_of, why_not
from trade.models import TradeFigure

Flow = TradeFigure.Flow
Valuation = TradeFigure.Valuation

# Why two reports of one trade usually differ (UN, International Merchandise Trade Statistics:
# Compilers Manual, bilateral asymmetries).
USUAL_REASONS = {
    "valuation": _(
        "Imports are usually valued with insurance and freight (CIF), exports without (FOB)."
    ),
    "timing": _("Goods that leave in one period may arrive in the next."),
    "re-exports": _(
        "Goods that pass through a third country, or come from one, may be counted under another "
        "partner by one side."
    ),
    "status": _("One of the figures is not final: it is provisional, estimated or of low quality."),
    "editions": _("The goods are coded in different editions of the Harmonized System."),
    "conversion": _("The figures are in different currencies and compared in US dollars."),
}

_NOT_FINAL = frozenset("EGIPUV")


class Gap(NamedTuple):
    """How far two reports lie apart: without sign, and in percent of the smaller.

    Without an amount `reason` says why. `larger` is the flow that is reported larger.
    """

    amount: Decimal | None
    percent: Decimal | None
    currency: str
    is_converted: bool
    larger: str
    reason: str


class Mirror(NamedTuple):
    """Goods from one region to the other in one period, as both report them."""

    period: str
    origin: str
    destination: str
    exported: Observed | None
    imported: Observed | None
    gap: Gap
    usual_reasons: tuple[str, ...]


def mirrors_of(points: Iterable[Point], rates: Rates) -> tuple[Mirror, ...]:
    """Both directions of every period in which at least one side reports goods."""
    by_key = {(p.period, p.reporter, p.flow): p for p in points}
    directions = sorted(
        {(p.period, p.reporter, p.partner) for p in by_key.values() if p.flow == Flow.EXPORT}
        | {(p.period, p.partner, p.reporter) for p in by_key.values() if p.flow == Flow.IMPORT}
    )
    return tuple(_mirror(*direction, by_key, rates) for direction in directions)


def _mirror(
    period: str,
    origin: str,
    destination: str,
    points: Mapping[tuple[str, str, str], Point],
    rates: Rates,
) -> Mirror:
    exported = points.get((period, origin, Flow.EXPORT))
    imported = points.get((period, destination, Flow.IMPORT))
    one = exported.preferred if exported else None
    other = imported.preferred if imported else None
    gap = _gap(one, other, rates)
    return Mirror(period, origin, destination, one, other, gap, _usual_reasons(one, other, gap))


def _gap(one: Observed | None, other: Observed | None, rates: Rates) -> Gap:
    reason = why_not(one, other)
    if one is None or other is None or one.point is None or other.point is None:
        return Gap(None, None, "", False, "", reason)
    exported, imported, currency, is_converted = one.point, other.point, one.currency, False
    if one.currency != other.currency:
        in_dollars = [dollars_of(row, rates) for row in (one, other)]
        missing = [found for found in in_dollars if isinstance(found, str)]
        if missing:
            return Gap(None, None, "", False, "", f"{reason}. {missing[0]}")
        exported, imported = (found.amount for found in in_dollars if isinstance(found, InDollars))
        currency, is_converted = "USD", True
    amount = abs(exported - imported)
    larger = "" if not amount else Flow.EXPORT if exported > imported else Flow.IMPORT
    percent = percent_of(amount, min(exported, imported))
    return Gap(
        amount,
        percent,
        currency,
        is_converted,
        larger,
        "" if percent is not None or not amount else _t("one side reports no trade"),
    )


def dollars_of(row: Observed, rates: Rates) -> InDollars | str:
    """The amount of an observation in dollars by its year's rate, else why there is none."""
    return in_usd(row.point, row.currency, int(row.period[:4]), rates)


def _usual_reasons(one: Observed | None, other: Observed | None, gap: Gap) -> tuple[str, ...]:
    """The codes of the reasons that may explain this gap."""
    if not gap.amount or one is None or other is None:
        return ()
    is_valued_alike = bool(one.valuation) and one.valuation == other.valuation
    applies = {
        "valuation": not is_valued_alike and gap.larger == Flow.IMPORT,
        "timing": True,
        "re-exports": True,
        "status": bool({one.observation_status, other.observation_status} & _NOT_FINAL),
        "editions": one.edition != other.edition,
        "conversion": gap.is_converted,
    }
    return tuple(code for code, is_so in applies.items() if is_so)
