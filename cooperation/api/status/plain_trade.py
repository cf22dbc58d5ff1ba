"""The trade in a status as plain values."""

from collections.abc import Sequence

from cooperation.api.status.plain_values import Json, Records, amount, percent
from cooperation.status import Status
from cooperation.status.amounts import Change, Reported, ReporterYear
from cooperation.status.claims import Spread
from cooperation.status.facts import FigureFact
from cooperation.status.mirrors import Mirror, Side
from trade.models import Frequency, Product

PERIODS_SHOWN = 12  # months, say: one release may have hundreds


def trade(status: Status, records: Records) -> Json:
    apart = status.trade.apart
    pair = ",".join(region.code for region in status.regions)
    return {
        "years": [year(one, records) for one in status.trade.years],
        "mirrors": [mirror(one, records) for one in status.trade.mirrors],
        "targets_and_forecasts": [claim(one, records) for one in apart.targets_and_forecasts],
        "other_periods": other_periods(apart.other_periods, pair, records),
        "undated": [claim(one, records) for one in apart.undated],
    }


def other_periods(figures: Sequence[FigureFact], pair: str, records: Records) -> Json:
    """How many there are, and the latest of them: `figures` stand with the latest first."""
    asked = "".join(
        f"&frequency={frequency}"
        for frequency in Frequency.values
        if frequency not in (Frequency.ANNUAL, Frequency.UNKNOWN)
    )
    return {
        "count": len(figures),
        "first": figures[-1].period if figures else None,
        "last": figures[0].period if figures else None,
        "figures_url": f"{records.root}trade-figures/?between={pair}&product={Product.TOTAL}{asked}",
        "latest": [claim(figure, records) for figure in figures[:PERIODS_SHOWN]],
    }


def year(one: ReporterYear, records: Records) -> Json:
    return {
        "year": one.year,
        "reporter": one.reporter,
        "partner": one.partner,
        "exports": reported(one.exports, records),
        "imports": reported(one.imports, records),
        "turnover": reported(one.turnover, records),
        "balance": {
            "value": amount(one.balance.value),
            "currency": one.balance.currency,
            "qualifier": one.balance.qualifier,
            "reason": one.balance.reason,
            "rests_on": records.names(one.balance.rests_on),
        },
    }


def reported(one: Reported, records: Records) -> Json:
    return {
        "value": amount(one.value),
        "value_low": amount(one.value_low),
        "value_high": amount(one.value_high),
        "currency": one.currency,
        "qualifier": one.qualifier,
        "amount_as_written": one.amount_as_written,
        "is_computed": one.is_computed,
        "preferred_by": one.preferred_by,
        "reason": one.reason,
        "claims": [claim(figure, records) for figure in one.claims],
        "spread": spread(one.spread),
        "change": change(one.change, records),
        "rests_on": records.names(one.rests_on),
    }


def claim(figure: FigureFact, records: Records) -> Json:
    return {
        "id": figure.id,
        "reporter": figure.reporter,
        "partner": figure.partner,
        "flow": figure.flow,
        "frequency": figure.frequency,
        "period": figure.period,
        "period_as_written": figure.period_as_written,
        "value": amount(figure.value),
        "value_low": amount(figure.value_low),
        "value_high": amount(figure.value_high),
        "currency": figure.currency,
        "qualifier": figure.qualifier,
        "observation_status": figure.observation_status,
        "amount_as_written": figure.amount_as_written,
        "claimed_by": figure.claimed_by,
        "is_pinned": figure.is_pinned,
        "rests_on": records.names(figure.rests_on),
    }


def spread(one: Spread | None) -> Json | None:
    if one is None:
        return None
    return {
        "count": one.count,
        "lowest": amount(one.lowest),
        "highest": amount(one.highest),
        "difference": amount(one.difference),
        "percent": percent(one.percent),
        "currency": one.currency,
    }


def change(one: Change | None, records: Records) -> Json | None:
    if one is None:
        return None
    return {
        "against": one.against,
        "percent": percent(one.percent),
        "reason": one.reason,
        "stated_percent": percent(one.stated_percent, places=2),
        "stated_as_written": one.stated_as_written,
        "rests_on": records.names(one.rests_on),
    }


def mirror(one: Mirror, records: Records) -> Json:
    return {
        "year": one.year,
        "sides": [mirror_side(side, records) for side in one.sides],
        "gap": amount(one.gap),
        "gap_percent": percent(one.gap_percent),
        "currency": one.currency,
        "reason": one.reason,
    }


def mirror_side(side: Side, records: Records) -> Json:
    return {
        "reporter": side.reporter,
        "flow": side.flow,
        "value": amount(side.reported.value),
        "currency": side.reported.currency,
        "qualifier": side.reported.qualifier,
        "rests_on": records.names(side.reported.rests_on),
    }
