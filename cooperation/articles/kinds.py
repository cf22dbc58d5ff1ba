"""The table of what an article file holds: one row a kind of record, in the order of dependence.

A row says which part of the file a record comes from, what it is found again by (its natural key),
and how their fields correspond. Loading, removing and dumping all read this table.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model, QuerySet

from cooperation.articles import format as parts
from cooperation.articles import items
from cooperation.articles.columns import (
    Column,
    DateColumn,
    ProductColumn,
    RecordColumn,
    Reference,
)
from cooperation.articles.items import Items, Records
from cooperation.articles.values import Part, product_key
from cooperation.models import (
    CitedFigure,
    FollowUp,
    Mechanism,
    Meeting,
    Official,
    Organisation,
    Participant,
    Partnership,
    Post,
    Proposal,
    ProposalChange,
    Sector,
    Statement,
    Tenure,
    Topic,
)
from trade.models import (
    Product,
    Region,
    RegionMention,
    Source,
    TradedGood,
    TradeFigure,
)


@dataclass(frozen=True)
class Kind:
    """How records of one model stand in an article file."""

    model: type[Model]
    key: tuple[str, ...]
    items: Items
    columns: tuple[Column, ...] = ()
    part: type[Part] | None = None
    sets: dict[str, Callable[[Any], list[Reference]]] = field(default_factory=dict)
    derive: Callable[[dict[str, Any], Any, Records], dict[str, Any]] | None = None
    same_as: Callable[[dict[str, Any]], QuerySet[Any]] | None = None
    may_repeat: bool = False

    @property
    def has_passages(self) -> bool:
        return self.model is not Source and hasattr(self.model, "passages")

    def natural_key(self, values: dict[str, Any]) -> tuple[Any, ...]:
        """The natural key of the record with these values, as its model understands it."""
        key: list[Any] = []
        for name in self.key:
            value = values[name]
            key += value.key if isinstance(value, Reference) else [value]
        return tuple(key)


def same(*fields: str) -> tuple[Column, ...]:
    """Columns that file and record call the same."""
    return tuple(Column(field) for field in fields)


def _products(good: parts.GoodPart) -> list[Reference]:
    return [Reference(Product, product_key(code)) for code in good.products]


def _pairs(meeting: parts.MeetingPart) -> list[Reference]:
    return [items.pair(codes) for codes in meeting.partnerships]


def _tenures_of_the_post(values: dict[str, Any]) -> QuerySet[Tenure]:
    """A tenure whose start one source gives and another does not is one tenure."""
    tenures = Tenure.objects.filter(official=values["official"], post=values["post"])
    return tenures.filter(starts_on=None) if values["starts_on"] else tenures


KINDS = (
    Kind(
        Source,
        ("key",),
        items.source,
        part=parts.SourcePart,
        columns=(
            *same("kind", "title", "publisher", "url"),
            DateColumn("published_on", "published"),
            *same("language", "licence", "text_scope", "notes"),
        ),
    ),
    Kind(
        RegionMention,
        ("source", "region"),
        items.facts("regions"),
        part=parts.RegionPart,
        columns=(RecordColumn("region", "code", Region),),
    ),
    Kind(
        Organisation,
        ("key",),
        items.listed("organisations"),
        part=parts.OrganisationPart,
        columns=(
            *same("key", "name", "other_names", "kind"),
            RecordColumn("region", model=Region),
        ),
    ),
    Kind(
        Official,
        ("key",),
        items.listed("officials"),
        part=parts.OfficialPart,
        columns=(*same("key", "name", "original_name", "other_names"),),
    ),
    Kind(
        Post,
        ("title", "region"),
        items.posts,
        part=parts.PostPart,
        columns=(
            Column("title"),
            RecordColumn("region", model=Region),
            Column("rank"),
            RecordColumn("organisation", model=Organisation),
        ),
        may_repeat=True,
    ),
    Kind(
        Tenure,
        ("official", "post", "starts_on"),
        items.tenures,
        part=parts.PostPart,
        columns=(DateColumn("starts_on", "starts"), DateColumn("ends_on", "ends")),
        same_as=_tenures_of_the_post,
    ),
    Kind(Partnership, ("region_a", "region_b"), items.partnerships, may_repeat=True),
    Kind(
        Meeting,
        ("key",),
        items.listed("meetings"),
        part=parts.MeetingPart,
        columns=(
            *same("key", "title"),
            DateColumn("date"),
            *same("date_basis", "date_as_written", "place", "kind", "state", "summary"),
        ),
        sets={"partnerships": _pairs},
    ),
    Kind(
        Participant,
        ("meeting", "side", "name_as_written"),
        items.at_meetings("participants"),
        part=parts.ParticipantPart,
        columns=(
            RecordColumn("side", model=Region),
            Column("name_as_written", "name"),
            Column("title_as_written", "title"),
            RecordColumn("official", model=Official),
            Column("role"),
        ),
    ),
    Kind(
        Proposal,
        ("partnership", "sector", "title"),
        items.proposals,
        part=parts.ProposalPart,
        columns=(
            RecordColumn("sector", model=Sector),
            *same("title", "notes"),
        ),
    ),
    Kind(
        Topic,
        ("meeting", "sector", "as_written"),
        items.at_meetings("topics"),
        part=parts.TopicPart,
        columns=(RecordColumn("sector", model=Sector), Column("as_written")),
        derive=items.topic_proposal,
    ),
    Kind(
        FollowUp,
        ("meeting", "task"),
        items.at_meetings("follow_ups"),
        part=parts.FollowUpPart,
        columns=(
            *same("task", "owner"),
            RecordColumn("official", model=Official),
            Column("due_on", "due"),
            Column("state"),
            Column("closed_on", "closed"),
        ),
    ),
    Kind(
        Statement,
        ("passage", "speaker_as_written"),
        items.statements,
        part=parts.StatementPart,
        columns=(
            Column("speaker_as_written", "speaker"),
            RecordColumn("official", model=Official),
            RecordColumn("meeting", model=Meeting),
        ),
        derive=items.speaker,
    ),
    Kind(
        TradeFigure,
        ("source", "reporter", "partner", "flow", "product", "period", "amount_as_written"),
        items.facts("figures"),
        part=parts.FigurePart,
        columns=(
            RecordColumn("reporter", model=Region),
            RecordColumn("partner", model=Region),
            Column("flow"),
            ProductColumn("product"),
            *same("period", "period_as_written", "value"),
            Column("value_low", "low"),
            Column("value_high", "high"),
            *same("currency", "qualifier"),
            Column("observation_status", "status"),
            *same(
                "valuation",
                "amount_as_written",
                "change_percent",
                "change_as_written",
                "claimed_by",
            ),
            Column("is_pinned", "preferred"),
            Column("notes"),
        ),
        derive=items.frequency,
    ),
    Kind(
        CitedFigure,
        ("meeting", "figure"),
        items.cited,
        part=parts.FigurePart,
        derive=items.said_by,
    ),
    Kind(
        TradedGood,
        ("source", "origin", "destination", "name"),
        items.goods,
        part=parts.GoodPart,
        columns=(
            RecordColumn("origin", model=Region),
            RecordColumn("destination", model=Region),
            Column("name"),
        ),
        sets={"products": _products},
        derive=items.good_figure,
    ),
    Kind(
        ProposalChange,
        ("proposal", "stage", "effective_on", "source"),
        items.changes,
        part=parts.ProposalChangePart,
        columns=(
            Column("stage"),
            DateColumn("effective_on", "on"),
            RecordColumn("meeting", model=Meeting),
            Column("note"),
        ),
        derive=items.change_date,
    ),
    Kind(
        Mechanism,
        ("partnership", "name"),
        items.mechanisms,
        part=parts.MechanismPart,
        columns=(
            *same("name", "kind", "state"),
            RecordColumn("sector", model=Sector),
            RecordColumn("located_in", model=Region),
            RecordColumn("host", model=Organisation),
            DateColumn("starts_on", "since"),
            DateColumn("ends_on", "until"),
            Column("notes"),
        ),
    ),
)
KIND_OF: dict[type[Model], Kind] = {kind.model: kind for kind in KINDS}
