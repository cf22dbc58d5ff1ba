"""Claims of a file: amounts in words or with bounds, written one by one, as from an article.

They are few, each has words of its own, and their history is kept. Statistics go by the thousands
through staging and merging instead.
"""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, NamedTuple

from django.utils.translation import gettext as _t

from trade.figures.observation import Claim
from trade.figures.saving import save_figure
from trade.models import ImportRun, Product, Source, TradeFigure
from trade.models.periods import period_bounds

# What tells the claims of one source apart.
Key = tuple[str, str, str, str, str, str, str]


class Written(NamedTuple):
    """How many claims are new, are changed, and say what is on record."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0


def key_of(claim: Claim) -> Key:
    figure = claim.figure
    return (
        figure.reporter,
        figure.partner,
        figure.flow,
        figure.edition,
        figure.product,
        figure.period,
        claim.amount_as_written,
    )


class Claims:
    """The claims of one file and one source, each once."""

    def __init__(self) -> None:
        self._claims: dict[Key, Claim] = {}

    def __iter__(self) -> Any:
        return iter(self._claims.values())

    def take(self, claim: Claim) -> tuple[str, bool]:
        """Keep a claim; else why not, and whether an earlier line says the very same."""
        first = self._claims.setdefault(key_of(claim), claim)
        if first is claim:
            return "", False
        if first._replace(figure=first.figure._replace(line=claim.line)) == claim:
            return _t("says what an earlier line says"), True
        reason = _t("disagrees with line %(line)d about the same figure")
        return reason % {"line": first.line}, False


def write_claims(
    claims: Iterable[Claim],
    *,
    source: Source,
    run: ImportRun | None,
    at: dt.datetime,
    released_on: dt.date | None,
) -> Written:
    """Put claims on record; without a run nothing is written, only counted."""
    said_by = list(claims)
    stored = _stored(source, said_by) if source.pk and said_by else {}
    counts = {"added": 0, "changed": 0, "unchanged": 0}
    products: dict[tuple[str, str], Product] = {}
    for claim in said_by:
        figure = stored.get(key_of(claim))
        said = _said(claim, released_on)
        if figure is None:
            counts["added"] += 1
        elif all(getattr(figure, name) == value for name, value in said.items()):
            counts["unchanged"] += 1
            continue
        else:
            counts["changed"] += 1
        if run is None:
            continue
        if figure is None:
            figure = _new(claim, source, products)
        for name, value in said.items():
            setattr(figure, name, value)
        save_figure(figure=figure, at=at, run=run)
    return Written(**counts)


def _stored(source: Source, claims: Iterable[Claim]) -> dict[Key, TradeFigure]:
    """The figures of a source that may be these claims, by what tells them apart."""
    figures = TradeFigure.objects.filter(
        source=source,
        reporter__in={claim.figure.reporter for claim in claims},
        partner__in={claim.figure.partner for claim in claims},
        amount_as_written__in={claim.amount_as_written for claim in claims},
        period__in={claim.figure.period for claim in claims},
    ).select_related("product")
    return {
        (
            figure.reporter_id,
            figure.partner_id,
            figure.flow,
            figure.product.edition,
            figure.product.code,
            figure.period,
            figure.amount_as_written,
        ): figure
        for figure in figures.iterator(chunk_size=2_000)
    }


def _new(claim: Claim, source: Source, products: dict[tuple[str, str], Product]) -> TradeFigure:
    figure = claim.figure
    key = (figure.edition, figure.product)
    if key not in products:
        products[key] = Product.objects.get(edition=figure.edition, code=figure.product)
    return TradeFigure(
        source=source,
        reporter_id=figure.reporter,
        partner_id=figure.partner,
        flow=figure.flow,
        product=products[key],
        frequency=figure.frequency,
        period=figure.period,
        period_start=period_bounds(figure.period)[0],
        period_end=period_bounds(figure.period)[1],
        amount_as_written=claim.amount_as_written,
    )


def _said(claim: Claim, released_on: dt.date | None) -> dict[str, Any]:
    """What a claim says, as a figure has it."""
    figure = claim.figure
    released = dt.date.fromisoformat(figure.released_on) if figure.released_on else released_on
    return {
        "value": _number(figure.value),
        "value_low": _number(claim.value_low),
        "value_high": _number(claim.value_high),
        "currency": figure.currency,
        "qualifier": claim.qualifier,
        "observation_status": figure.observation_status,
        "valuation": figure.valuation,
        "released_on": released,
        "claimed_by": claim.claimed_by,
        "period_as_written": claim.period_as_written,
        "change_percent": _number(claim.change_percent),
        "change_as_written": claim.change_as_written,
    }


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
