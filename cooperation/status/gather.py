"""The facts of partnerships from the database, in the same number of queries for one and for all."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import Exists, Model, OuterRef, Prefetch, Q, QuerySet, Subquery

from cooperation.models import (
    FollowUp,
    Mechanism,
    Meeting,
    Partnership,
    Proposal,
    ProposalChange,
    Tenure,
)
from cooperation.status import records
from cooperation.status.facts import Facts
from trade.models import Passage, Product, Source, TradedGood, TradeFigure

Reader = User | AnonymousUser
M = TypeVar("M", bound=Model)
ByPartnership = dict[int, list[Any]]


def gather(partnerships: Sequence[Partnership], *, user: Reader) -> dict[int, Facts]:
    """Everything a status rests on that this reader may see, by the id of the partnership.

    `partnerships` have their regions loaded.
    """
    key_facts = _key_facts(partnerships, user, with_words=True)
    goods = _of_pairs(
        partnerships,
        _evidenced(TradedGood.objects.all(), with_words=True)
        .select_related("figure")
        .prefetch_related("products"),
        ("origin", "destination"),
    )
    tenures = _tenures(partnerships, user)
    follow_ups = _follow_ups(partnerships, user)
    return {
        p.pk: Facts(
            **key_facts[p.pk],
            goods=tuple(records.good_fact(good, _words(good)) for good in goods[p.pk]),
            tenures=tuple(tenures[p.pk]),
            follow_ups=tuple(follow_ups[p.pk]),
        )
        for p in partnerships
    }


def gather_key_facts(partnerships: Sequence[Partnership], *, user: Reader) -> dict[int, Facts]:
    """What a list of partnerships shows: meetings, proposals, mechanisms and figures, no words."""
    found = _key_facts(partnerships, user, with_words=False)
    return {p.pk: Facts(**found[p.pk]) for p in partnerships}


def _key_facts(
    partnerships: Sequence[Partnership], user: Reader, *, with_words: bool
) -> dict[int, dict[str, Any]]:
    meetings = _meetings(partnerships, user, with_words=with_words)
    proposals = _proposals(partnerships, user, with_words=with_words)
    figures = _of_pairs(
        partnerships,
        _evidenced(
            TradeFigure.objects.filter(
                product__code=Product.TOTAL, product__edition=Product.Edition.ANY
            ),
            with_words=with_words,
        ),
        ("reporter", "partner"),
    )
    mechanisms: ByPartnership = defaultdict(list)
    for mechanism in _evidenced(
        Mechanism.objects.filter(partnership__in=partnerships).select_related("sector"),
        with_words=with_words,
    ):
        mechanisms[mechanism.partnership_id].append(
            records.mechanism_fact(mechanism, _words(mechanism, with_words))
        )
    return {
        p.pk: {
            "regions": (records.region_fact(p.region_a), records.region_fact(p.region_b)),
            "declaration": records.declaration_of(p),
            "meetings": tuple(meetings[p.pk]),
            "proposals": tuple(proposals[p.pk]),
            "figures": tuple(
                records.figure_fact(figure, _words(figure, with_words)) for figure in figures[p.pk]
            ),
            "mechanisms": tuple(mechanisms[p.pk]),
        }
        for p in partnerships
    }


def _meetings(
    partnerships: Sequence[Partnership], user: Reader, *, with_words: bool
) -> ByPartnership:
    of_meeting: dict[int, list[int]] = defaultdict(list)
    through = Meeting.partnerships.through.objects.filter(partnership__in=partnerships)
    for meeting_id, partnership_id in through.values_list("meeting_id", "partnership_id"):
        of_meeting[meeting_id].append(partnership_id)
    meetings = Meeting.objects.visible_to(user).filter(pk__in=of_meeting).order_by("pk")
    found: ByPartnership = defaultdict(list)
    for meeting in _with_words(
        meetings.prefetch_related(Prefetch("sources", queryset=_slim_sources())), with_words
    ):
        fact = records.meeting_fact(meeting, _words(meeting, with_words))
        for partnership_id in of_meeting[meeting.pk]:
            found[partnership_id].append(fact)
    return found


def _proposals(
    partnerships: Sequence[Partnership], user: Reader, *, with_words: bool
) -> ByPartnership:
    steps = ProposalChange.objects.visible_to(user).filter(proposal__partnership__in=partnerships)
    changes: ByPartnership = defaultdict(list)
    for change in _evidenced(steps.in_order(), with_words=with_words):
        changes[change.proposal_id].append(records.change_fact(change, _words(change, with_words)))
    found: ByPartnership = defaultdict(list)
    proposals = Proposal.objects.visible_to(user).filter(partnership__in=partnerships)
    for proposal in proposals.select_related("sector"):
        found[proposal.partnership_id].append(records.proposal_fact(proposal, changes[proposal.pk]))
    return found


def _tenures(partnerships: Sequence[Partnership], user: Reader) -> ByPartnership:
    regions = {code for p in partnerships for code in p.regions}
    held = Meeting.objects.visible_to(user).held().filter(archived_on__isnull=True)
    met = held.filter(participants__tenure=OuterRef("pk")).order_by("date").values("date")
    tenures = (
        Tenure.objects.filter(post__region__in=regions)
        .select_related("official", "post")
        .annotate(first_met=Subquery(met.filter(date__isnull=False)[:1]))
    )
    of_region: dict[str, list[Any]] = defaultdict(list)
    for tenure in _evidenced(tenures, with_words=True):
        fact = records.tenure_fact(tenure, _words(tenure))
        of_region[fact.region].append(fact)
    found: ByPartnership = defaultdict(list)
    for p in partnerships:
        found[p.pk] = [fact for code in p.regions for fact in of_region[code]]
    return found


def _follow_ups(partnerships: Sequence[Partnership], user: Reader) -> ByPartnership:
    chosen = {p.pk for p in partnerships}
    follow_ups = (
        FollowUp.objects.visible_to(user)
        .filter(meeting__in=Meeting.objects.filter(partnerships__in=partnerships))
        .select_related("meeting")
        .prefetch_related(
            "meeting__partnerships", Prefetch("meeting__sources", queryset=_slim_sources())
        )
    )
    found: ByPartnership = defaultdict(list)
    for follow_up in _with_words(follow_ups, with_words=True):
        sources = sorted(follow_up.meeting.sources.all(), key=lambda source: source.key)
        fact = records.follow_up_fact(follow_up, sources, _words(follow_up))
        for partnership in follow_up.meeting.partnerships.all():
            if partnership.pk in chosen:
                found[partnership.pk].append(fact)
    return found


def _of_pairs(
    partnerships: Sequence[Partnership], rows: QuerySet[M], ends: tuple[str, str]
) -> ByPartnership:
    """Rows between the two regions of a partnership, either way, by its id."""
    by_pair = {p.regions: p.pk for p in partnerships}
    one, other = ends
    same_way = Q(region_a=OuterRef(one), region_b=OuterRef(other))
    other_way = Q(region_a=OuterRef(other), region_b=OuterRef(one))
    chosen = Partnership.objects.filter(pk__in=[p.pk for p in partnerships])
    # The codes alone lead to the few rows by their index; which of them are pairs, EXISTS says.
    codes = {code for pair in by_pair for code in pair}
    near = rows.filter(**{f"{one}__in": codes, f"{other}__in": codes})
    found: ByPartnership = defaultdict(list)
    for row in near.filter(Exists(chosen.filter(same_way)) | Exists(chosen.filter(other_way))):
        first, second = sorted([getattr(row, f"{one}_id"), getattr(row, f"{other}_id")])
        found[by_pair[first, second]].append(row)
    return found


def _slim_sources() -> QuerySet[Source]:
    """Sources without their texts, which may be long."""
    return Source.objects.defer("text", "notes", "search_text")


def _evidenced(rows: QuerySet[M], *, with_words: bool) -> QuerySet[M]:
    slim = rows.select_related("source").defer("source__text", "source__notes")
    return _with_words(slim.order_by("pk"), with_words)


def _with_words(rows: QuerySet[M], with_words: bool) -> QuerySet[M]:
    return rows.prefetch_related("passages") if with_words else rows


def _words(record: Any, with_words: bool = True) -> tuple[str, ...]:
    if not with_words:
        return ()
    passages: Iterable[Passage] = record.passages.all()
    return tuple(p.words for p in sorted(passages, key=lambda p: (p.source_id, p.start, p.end)))
