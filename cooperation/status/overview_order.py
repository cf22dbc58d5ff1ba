"""What lists of partnerships are ordered by that is computed: in the database, or of rows at hand."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db.models import (
    Case,
    DecimalField,
    Expression,
    F,
    IntegerField,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
    When,
)

from cooperation.models import OverviewSnapshot, Partnership, PartnershipStage
from cooperation.status.snapshots import Seen
from trade.figures.dollars import InDollars, Rates, in_usd, load_rates
from trade.models import ExchangeRate

LADDER = list(PartnershipStage.values)
TURNOVER = "latest_turnover"  # in US dollars, where it can be expressed in them
COLUMNS = {
    "stage": "rank",
    "meetings": "meetings",
    "last_meeting": "last_meeting_on",
    "next_meeting": "next_meeting_on",
    TURNOVER: "usd",
    "open_proposals": "open_proposals",
    "stalled_proposals": "stalled_proposals",
    "operating_mechanisms": "operating_mechanisms",
}
PATHS = {name: [f"computed_{name}"] for name in COLUMNS}


def with_computed(partnerships: QuerySet[Any], names: Sequence[str], seen: Seen) -> QuerySet[Any]:
    """The partnerships with what they are to be ordered by, from the overviews that are kept."""
    kept = OverviewSnapshot.objects.filter(
        partnership=OuterRef("pk"), with_drafts=seen.with_drafts, language=seen.language
    ).annotate(rank=_rank(), usd=_usd())
    columns = {name: Subquery(kept.values(COLUMNS[name])[:1]) for name in names}
    found: QuerySet[Any] = partnerships.annotate(
        **{PATHS[name][0]: column for name, column in columns.items()}
    )
    return found


def _rank() -> Expression:
    steps = [When(stage=stage, then=Value(rank)) for rank, stage in enumerate(LADDER)]
    return Case(*steps, output_field=IntegerField())


def _usd() -> Expression:
    """By the rate `load_rates` would take."""
    rates = ExchangeRate.objects.filter(
        currency=OuterRef("turnover_currency"),
        year=OuterRef("turnover_year"),
        source__archived_on__isnull=True,
    ).order_by(F("source__published_on").desc(nulls_last=True), "source__key")
    return Case(
        When(turnover_currency="USD", then=F("turnover_value")),
        default=F("turnover_value") / Subquery(rates.values("units_per_usd")[:1]),
        output_field=DecimalField(max_digits=40, decimal_places=8),
    )


def in_order(rows: list[OverviewSnapshot], names: Sequence[str]) -> list[OverviewSnapshot]:
    """Rows at hand in the order asked for, unknown values last, as the database has them."""
    rates: Rates = load_rates() if TURNOVER in {name.lstrip("-") for name in names} else {}
    values: Mapping[str, Callable[[OverviewSnapshot], Any]] = {
        "stage": lambda row: LADDER.index(row.stage),
        TURNOVER: lambda row: _dollars(row, rates),
    }
    rows = sorted(rows, key=lambda row: row.partnership_id)
    for name in reversed(names):
        plain = name.removeprefix("-")
        value = values.get(plain, lambda row, plain=plain: _plain_value(row, plain))
        known = [row for row in rows if value(row) is not None]
        known.sort(key=value, reverse=name.startswith("-"))
        rows = known + [row for row in rows if value(row) is None]
    return rows


def _plain_value(row: OverviewSnapshot, name: str) -> Any:
    if name in COLUMNS:
        return getattr(row, COLUMNS[name])
    return getattr(row.partnership, Partnership._meta.get_field(name).attname)  # type: ignore[union-attr]


def _dollars(row: OverviewSnapshot, rates: Rates) -> Decimal | None:
    found = in_usd(row.turnover_value, row.turnover_currency, row.turnover_year, rates)
    return found.amount if isinstance(found, InDollars) else None
