"""The revisions of partnerships, raised by whatever changes a fact their status rests on.

Raising one too many costs a computation; missing one would show a status that is no longer true.
Hence every model with a history stands in one of the two lists below
(docs/decisions/0020-status-snapshots.md).
"""

from collections.abc import Collection, Iterable
from itertools import islice
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Model, Q, QuerySet

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
    Reading,
    Revision,
    Sector,
    SectorTerm,
    Statement,
    Suggestion,
    Tenure,
    Topic,
)
from trade.models import (
    ExchangeRate,
    Passage,
    Product,
    Region,
    RegionMention,
    RegionName,
    Source,
    TradedGood,
    TradeFigure,
)

KEYS_AT_ONCE = 5_000  # SQLite takes 32,766 parameters
ROWS_TO_KEEP = 16


class Reach(NamedTuple):
    """How the facts of partnerships lead to a changed record: lookups from each kind of fact."""

    partnerships: tuple[str, ...] = ()
    meetings: tuple[str, ...] = ()
    proposals: tuple[str, ...] = ()
    mechanisms: tuple[str, ...] = ()
    tenures: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()
    goods: tuple[str, ...] = ()


REACH: dict[type[Model], Reach] = {
    Partnership: Reach(partnerships=("pk",)),
    Meeting: Reach(
        meetings=("meeting",), proposals=("changes__meeting",), tenures=("participations__meeting",)
    ),
    Participant: Reach(tenures=("participations",)),  # a meeting says since when somebody was there
    FollowUp: Reach(meetings=("meeting__follow_ups",)),
    Proposal: Reach(proposals=("pk",)),
    ProposalChange: Reach(proposals=("changes",)),
    Mechanism: Reach(mechanisms=("pk",)),
    Tenure: Reach(tenures=("pk",)),
    TradeFigure: Reach(figures=("pk",), goods=("figure",)),
    TradedGood: Reach(goods=("pk",)),
}
# What facts name: a new one is named by none yet.
SHARED: dict[type[Model], Reach] = {
    Region: Reach(partnerships=("region_a", "region_b")),
    Post: Reach(tenures=("post",)),
    Official: Reach(tenures=("official",)),
    Sector: Reach(proposals=("sector",), mechanisms=("sector",)),
    Product: Reach(goods=("products",), figures=("product",)),
    Source: Reach(
        meetings=("meeting__sources",),
        proposals=("changes__source",),
        mechanisms=("source",),
        tenures=("source",),
        figures=("source",),
        goods=("source",),
    ),
    Passage: Reach(
        meetings=("meeting__passages", "meeting__follow_ups__passages"),
        proposals=("changes__passages",),
        mechanisms=("passages",),
        tenures=("passages",),
        figures=("passages",),
        goods=("passages",),
    ),
}
NOT_SHOWN: set[type[Model]] = {
    CitedFigure,
    ExchangeRate,
    Organisation,
    Reading,
    RegionMention,
    RegionName,
    SectorTerm,
    Statement,
    Suggestion,
    Topic,
}


class RaisingRevisions:
    """Raises the revision of every partnership that a change of records bears on."""

    def records_changed(self, model: type[Model], keys: Collection[Any], *, are_new: bool) -> None:
        reach = REACH.get(model) or (None if are_new else SHARED.get(model))
        if reach is None:
            return
        left = iter(keys)
        while some := list(islice(left, KEYS_AT_ONCE)):
            raise_revisions(partnerships_reached(reach, some))

    def trade_changed(self, pairs: Collection[tuple[str, str]]) -> None:
        raise_revisions(_between(pairs))


def raise_revisions(partnership_ids: Iterable[int]) -> None:
    """What these partnerships rest on has changed, in the transaction that is open."""
    Revision.objects.bulk_create(
        [Revision(partnership_id=partnership_id) for partnership_id in sorted(set(partnership_ids))]
    )


def partnerships_reached(reach: Reach, keys: list[Any]) -> set[int]:
    """The ids of the partnerships whose facts lead to the records with these keys."""

    def leading(facts: QuerySet[Any], lookups: tuple[str, ...], *shown: str) -> QuerySet[Any]:
        to_keys = Q(*((f"{lookup}__in", keys) for lookup in lookups), _connector=Q.OR)
        return facts.filter(to_keys).order_by().values_list(*shown).distinct()

    found: set[int] = set()
    for facts, lookups, partnership in (
        (Partnership.objects.all(), reach.partnerships, "pk"),
        (Meeting.partnerships.through._default_manager.all(), reach.meetings, "partnership"),
        (Proposal.objects.all(), reach.proposals, "partnership"),
        (Mechanism.objects.all(), reach.mechanisms, "partnership"),
    ):
        if lookups:
            found.update(pk for (pk,) in leading(facts, lookups, partnership))
    if reach.tenures:
        found |= _of(
            {code for (code,) in leading(Tenure.objects.all(), reach.tenures, "post__region")}
        )
    pairs: set[tuple[str, str]] = set()
    if reach.figures:
        in_all_goods = TradeFigure.objects.filter(product__code=Product.TOTAL)
        pairs.update(leading(in_all_goods, reach.figures, "reporter", "partner"))
    if reach.goods:
        pairs.update(leading(TradedGood.objects.all(), reach.goods, "origin", "destination"))
    return found | _between(pairs)


def _of(regions: Collection[str]) -> set[int]:
    if not regions:
        return set()
    either = Q(region_a__in=regions) | Q(region_b__in=regions)
    return set(Partnership.objects.filter(either).order_by().values_list("pk", flat=True))


def _between(pairs: Collection[tuple[str, str]]) -> set[int]:
    if not pairs:
        return set()
    wanted = {frozenset(pair) for pair in pairs}
    codes = set().union(*wanted)
    near = Partnership.objects.filter(region_a__in=codes, region_b__in=codes).order_by()
    return {
        pk
        for pk, *pair in near.values_list("pk", "region_a", "region_b")
        if frozenset(pair) in wanted
    }


def put_together(partnership_ids: Collection[int]) -> None:
    """Make the rows of these partnerships' revisions one row each; no revision changes.

    Rows that somebody else is putting together are left to them.
    """
    with transaction.atomic():
        rows = list(
            Revision.objects.filter(partnership__in=partnership_ids).select_for_update(
                skip_locked=True
            )
        )
        sums: dict[int, int] = {}
        for row in rows:
            sums[row.partnership_id] = sums.get(row.partnership_id, 0) + row.weight
        Revision.objects.filter(pk__in=[row.pk for row in rows]).delete()
        Revision.objects.bulk_create(
            [Revision(partnership_id=pk, weight=weight) for pk, weight in sorted(sums.items())]
        )
