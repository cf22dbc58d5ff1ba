"""Trade in all goods, year by year, as each side reports it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from cooperation.status.amounts import Change, Reported, ReporterYear, why_not
from cooperation.status.claims import (
    in_order_of_preference,
    is_actual,
    percent_of,
    preferred_by,
    spread_of,
)
from cooperation.status.facts import FigureFact
from cooperation.status.whole_years import years_from_months
from trade.models import Frequency, TradeFigure

Flow = TradeFigure.Flow
Qualifier = TradeFigure.Qualifier
SHOWN_FLOWS = (Flow.EXPORT, Flow.IMPORT, Flow.TURNOVER)


def reported_years(figures: Sequence[FigureFact]) -> tuple[ReporterYear, ...]:
    """Every year and reporter with an annual figure or all twelve months, the newest year first."""
    claims: dict[tuple[int, str, str], dict[str, list[FigureFact]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for figure in figures:
        if (
            figure.frequency == Frequency.ANNUAL
            and is_actual(figure)
            and figure.flow in SHOWN_FLOWS
        ):
            claims[int(figure.period), figure.reporter, figure.partner][figure.flow].append(figure)
    reported = {
        key: {flow: _reported(found) for flow, found in by_flow.items()}
        for key, by_flow in claims.items()
    }
    for (year, reporter, partner, flow), added_up in years_from_months(figures).items():
        if flow in SHOWN_FLOWS:
            by_flow = reported.setdefault((year, reporter, partner), {})
            if flow not in by_flow or not by_flow[flow].currency:
                by_flow[flow] = added_up
    years = {key: _year(*key, by_flow) for key, by_flow in reported.items()}
    in_order = sorted(years, key=lambda key: (-key[0], key[1]))
    return tuple(_with_changes(years[y, r, p], years.get((y - 1, r, p))) for y, r, p in in_order)


def _year(year: int, reporter: str, partner: str, flows: dict[str, Reported]) -> ReporterYear:
    not_recorded = Reported(reason=_("not recorded"))
    exports, imports = flows.get(Flow.EXPORT, not_recorded), flows.get(Flow.IMPORT, not_recorded)
    return ReporterYear(
        year=year,
        reporter=reporter,
        partner=partner,
        exports=exports,
        imports=imports,
        turnover=_turnover(flows.get(Flow.TURNOVER), exports, imports),
        balance=_computed(exports, imports, sign=-1),
    )


def _reported(found: Sequence[FigureFact]) -> Reported:
    claims = in_order_of_preference(found)
    best = claims[0]
    missing = best.lowest is None
    return Reported(
        value=best.value,
        value_low=best.value_low,
        value_high=best.value_high,
        currency="" if missing else best.currency,
        qualifier="" if missing else best.qualifier,
        amount_as_written=best.amount_as_written,
        preferred_by=preferred_by(claims),
        reason=str(TradeFigure.ObservationStatus(best.observation_status).label) if missing else "",
        claims=claims,
        spread=spread_of(claims, currency=best.currency),
        rests_on=(best.evidence,),
    )


def _turnover(stated: Reported | None, exports: Reported, imports: Reported) -> Reported:
    """What is stated, else what exports and imports give, else why it is missing."""
    if stated is not None and stated.currency:
        return stated
    computed = _computed(exports, imports, sign=1)
    return computed if computed.currency or stated is None else stated


def _computed(exports: Reported, imports: Reported, *, sign: int) -> Reported:
    """Exports and imports of one reporter together (sign 1), or the balance (sign -1)."""
    reason = why_not(exports, imports)
    if reason or exports.point is None or imports.point is None:
        return Reported(reason=reason)
    both_exact = exports.qualifier == imports.qualifier == Qualifier.EXACT
    return Reported(
        value=exports.point + sign * imports.point,
        currency=exports.currency,
        qualifier=Qualifier.EXACT if both_exact else Qualifier.ABOUT,
        is_computed=True,
        rests_on=(*exports.rests_on, *imports.rests_on),
    )


def _with_changes(year: ReporterYear, before: ReporterYear | None) -> ReporterYear:
    def changed(now: Reported, then: Reported | None) -> Reported:
        if not now.claims and not now.currency:
            return now
        return replace(now, change=_change(year.year - 1, now, then or Reported()))

    return replace(
        year,
        exports=changed(year.exports, before.exports if before else None),
        imports=changed(year.imports, before.imports if before else None),
        turnover=changed(year.turnover, before.turnover if before else None),
    )


def _change(against: int, now: Reported, then: Reported) -> Change:
    reason, percent = why_not(now, then), None
    if not reason and now.point is not None and then.point is not None:
        percent = percent_of(now.point - then.point, then.point)
        reason = "" if percent is not None else _("nothing was traded the year before")
    stated = now.claims[0] if now.claims else None
    return Change(
        against=against,
        percent=percent,
        reason=reason,
        stated_percent=stated.change_percent if stated else None,
        stated_as_written=stated.change_as_written if stated else "",
        rests_on=(*now.rests_on, *then.rests_on) if percent is not None else now.rests_on,
    )


def latest_turnover(years: Sequence[ReporterYear]) -> ReporterYear | None:
    """The newest year of which a turnover is known, and the reporter to show where there are two.

    One that is stated before one that is computed, then as claims are preferred; None without any.
    """
    known = [year for year in years if year.turnover.currency]
    newest = [year for year in known if year.year == known[0].year]
    stated = [year.turnover.claims[0] for year in newest if year.turnover.claims]
    if not stated:
        return newest[0] if newest else None
    best = in_order_of_preference(stated)[0]
    return next(year for year in newest if year.reporter == best.reporter)


def newest_turnover(figures: Sequence[FigureFact]) -> ReporterYear | None:
    """The same from the figures, for lists: looks at no more years than it needs."""
    by_year = [
        (int(figure.period[:4]), figure)
        for figure in figures
        if figure.frequency in (Frequency.ANNUAL, Frequency.MONTHLY)
    ]
    for newest in sorted({year for year, _figure in by_year}, reverse=True):
        beside_it = [figure for year, figure in by_year if year in (newest, newest - 1)]
        latest = latest_turnover(reported_years(beside_it))
        if latest is not None and latest.year == newest:
            return latest
    return None
