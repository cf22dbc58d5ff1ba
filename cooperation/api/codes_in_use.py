"""How many records hold each code, as whoever asks may see them."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import Count, Model, QuerySet

from cooperation.models import (
    FollowUp,
    Mechanism,
    Meeting,
    Organisation,
    Participant,
    Partnership,
    Post,
    ProposalChange,
    Tenure,
)
from trade.models import Product, Region, RegionName, Source, TradeFigure

Reader = User | AnonymousUser

# Where each code list stands: in which columns of which records.
HELD_IN: Mapping[str, Mapping[type[Model], tuple[str, ...]]] = {
    "date-bases": {Meeting: ("date_basis",)},
    "date-precisions": {
        Meeting: ("date_precision",),
        ProposalChange: ("effective_on_precision",),
        Source: ("published_on_precision",),
        Mechanism: ("starts_on_precision", "ends_on_precision"),
        Tenure: ("starts_on_precision", "ends_on_precision"),
    },
    "flows": {TradeFigure: ("flow",)},
    "follow-up-states": {FollowUp: ("state",)},
    "frequencies": {TradeFigure: ("frequency",)},
    "mechanism-kinds": {Mechanism: ("kind",)},
    "mechanism-states": {Mechanism: ("state",)},
    "meeting-kinds": {Meeting: ("kind",)},
    "meeting-states": {Meeting: ("state",)},
    "observation-statuses": {TradeFigure: ("observation_status",)},
    "organisation-kinds": {Organisation: ("kind",)},
    "participant-roles": {Participant: ("role",)},
    "partnership-stages": {Partnership: ("declared_stage",)},
    "post-ranks": {Post: ("rank",)},
    "product-editions": {Product: ("edition",)},
    "product-levels": {Product: ("level",)},
    "proposal-stages": {ProposalChange: ("stage",)},
    "publications": {Meeting: ("publication",)},
    "qualifiers": {TradeFigure: ("qualifier",)},
    "region-kinds": {Region: ("kind",)},
    "region-name-kinds": {RegionName: ("kind",)},
    "source-kinds": {Source: ("kind",)},
    "text-scopes": {Source: ("text_scope",)},
    "valuations": {TradeFigure: ("valuation",)},
}
# A precision says something only beside a date.
BESIDE = {
    "date_precision": "date",
    "published_on_precision": "published_on",
    "starts_on_precision": "starts_on",
    "ends_on_precision": "ends_on",
}


def codes_in_use(names: Iterable[str], *, reader: Reader) -> Mapping[str, Counter[str]]:
    """For each of these code lists how often each code stands in the records a list shows.

    One query for each kind of record, however many lists, codes and records there are.
    """
    columns: dict[type[Model], set[str]] = defaultdict(set)
    for name in names:
        for model, held in HELD_IN[name].items():
            columns[model].update(held)
    counted = {model: _counted(model, sorted(held), reader) for model, held in columns.items()}
    return {
        name: sum(
            (counted[model][column] for model, held in HELD_IN[name].items() for column in held),
            Counter[str](),
        )
        for name in names
    }


def _counted(model: type[Model], columns: list[str], reader: Reader) -> dict[str, Counter[str]]:
    beside = sorted({BESIDE[column] for column in columns if column in BESIDE})
    # Whether a date is there, not which: there are many dates and few codes.
    is_there = {f"has_{name}": Count(name) for name in beside}
    found: dict[str, Counter[str]] = {column: Counter() for column in columns}
    rows = _shown(model, reader).order_by().values(*columns).annotate(rows=Count("pk"), **is_there)
    for row in rows:
        for column in columns:
            counted = f"has_{BESIDE[column]}" if column in BESIDE else "rows"
            found[column][str(row[column])] += row[counted]
    return found


def _shown(model: type[Model], reader: Reader) -> "QuerySet[Any]":
    """The records of this kind that lists show: no drafts of others, nothing put aside."""
    if model is Participant:
        meetings = _shown(Meeting, reader).values("pk")
        return Participant.objects.filter(meeting__in=meetings)
    records: Any = model._default_manager.all()
    if hasattr(records, "visible_to"):
        records = records.visible_to(reader)
    if any(field.name == "archived_on" for field in model._meta.fields):
        records = records.filter(archived_on__isnull=True)
    return records  # type: ignore[no-any-return]
