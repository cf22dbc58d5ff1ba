"""What figures said at an earlier moment: values as they were on record then."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django.db.models import Case, DecimalField, Exists, F, OuterRef, Q, QuerySet, Subquery, When

from trade.models import TradeFigure, TradeFigureRevision
from trade.models.revision import SAID

Figures = QuerySet[TradeFigure]

# What a figure said then stands beside what it says now, under the same name with this before it.
KNOWN = "known_"
_DATED = (*SAID, "recorded_at")


class _AsStored(Case):
    """What a column holds, read as the column itself is: SQLite would give 100 for 100.00."""

    def get_db_converters(self, connection: Any) -> list[Any]:
        field = self.output_field
        converters: list[Any] = super().get_db_converters(connection)
        if isinstance(field, DecimalField) and field.decimal_places is not None:
            smallest = Decimal(1).scaleb(-field.decimal_places)
            converters.append(
                lambda value, *_: value if value is None else value.quantize(smallest)
            )
        return converters


def known(figures: Figures, *, at: dt.datetime) -> Figures:
    """The figures on record at that moment, with what they said then as `known_value` and so on.

    Figures recorded later are left out. A figure that was deleted since cannot be found any more.
    """
    then = TradeFigureRevision.objects.filter(
        figure=OuterRef("pk"), recorded_at__lte=at, replaced_at__gt=at
    ).order_by("-recorded_at", "-pk")
    is_current = Q(recorded_at__lte=at)
    return figures.filter(is_current | Exists(then)).annotate(
        **{
            f"{KNOWN}{name}": _AsStored(
                When(is_current, then=F(name)), default=Subquery(then.values(name)[:1])
            )
            for name in _DATED
        }
    )


def name_of(name: str, figures: Figures) -> str:
    """The name under which rows of this query have a column as it was known."""
    annotated = f"{KNOWN}{name}"
    return annotated if annotated in figures.query.annotations else name


def as_known(figure: Any) -> Any:
    """The figure with what it said then in the place of what it says now; never to be saved."""
    for name in _DATED:
        if hasattr(figure, f"{KNOWN}{name}"):
            setattr(figure, name, getattr(figure, f"{KNOWN}{name}"))
    return figure


def values_as_known(row: dict[str, Any]) -> dict[str, Any]:
    """The same for a figure read as values."""
    then = {name: row[f"{KNOWN}{name}"] for name in _DATED if f"{KNOWN}{name}" in row}
    return {**row, **then} if then else row
