"""The facts of a partnership as they were on record at a moment: what was known then.

The same facts as `gather` finds, from the histories of the records: those deleted since are there,
those entered since are not. Drafts of then are drafts; and a meeting that is a draft now stays
hidden from those who may not see drafts, though it was published then.
"""

import datetime as dt
from collections import defaultdict
from typing import Any

from django.db.models import Model, Q

from cooperation.models import (
    FollowUp,
    Mechanism,
    Meeting,
    Official,
    Participant,
    Partnership,
    Post,
    Proposal,
    ProposalChange,
    Sector,
    Tenure,
)
from cooperation.status import records
from cooperation.status.facts import ChangeFact, Facts
from cooperation.status.gather import Reader
from cooperation.status.picture import Overview, Status, overview_from, status_from
from trade.figures.past import figures_then
from trade.models import Passage, Product, Region, Source, TradedGood
from trade.past import Then, records_then

# Long texts that no fact has.
_TEXTS: dict[type[Model], tuple[str, ...]] = {Source: ("text", "notes", "search_text")}


def partnership_then(region_a: str, region_b: str, *, at: dt.datetime) -> Partnership | None:
    """The partnership of two regions if it was on record, with its regions as they were named."""
    found = records_then(Partnership, Q(region_a=region_a, region_b=region_b), at=at)
    regions = records_then(Region, Q(code__in=[region_a, region_b]), at=at)
    # Regions that came with no history are as they are now.
    now = Region.objects.in_bulk([region_a, region_b])
    regions.records = {**now, **regions.records}
    for side in ("region_a", "region_b"):
        found.attach(side, regions)
    return next(iter(found), None)


def status_then(
    partnership: Partnership, *, as_of: dt.date, at: dt.datetime, user: Reader
) -> Status:
    """What was so on a day, as far as it was known at a moment."""
    return status_from(gather_then(partnership, at=at, user=user), as_of=as_of)


def overview_then(
    partnership: Partnership, *, as_of: dt.date, at: dt.datetime, user: Reader
) -> Overview:
    """The key numbers of such a status."""
    facts = gather_then(partnership, at=at, user=user, with_words=False)
    return overview_from(facts, as_of=as_of)


def gather_then(
    partnership: Partnership, *, at: dt.datetime, user: Reader, with_words: bool = True
) -> Facts:
    """Everything a status rested on at that moment, in the same number of queries for all."""
    return _Then(partnership, at, user, with_words).facts()


class _Then:
    """The records of one partnership at one moment."""

    def __init__(
        self, partnership: Partnership, at: dt.datetime, user: Reader, with_words: bool
    ) -> None:
        self.partnership = partnership
        self.at = at
        self.with_words = with_words
        self.sees_drafts = user.has_perm("cooperation.view_draft")
        of_pair = Q(partnership=partnership.pk)
        self.meetings = self._meetings()
        self.proposals = self.then(Proposal, of_pair)
        self.changes = self._changes()
        self.mechanisms = self.then(Mechanism, of_pair)
        all_goods = Q(product__code=Product.TOTAL, product__edition=Product.Edition.ANY)
        self.figures = figures_then(self._of_regions("reporter", "partner") & all_goods, at=self.at)
        self.goods = self._goods()
        self.follow_ups = self.then(FollowUp, Q(meeting__in=list(self.meetings.records)))
        self.follow_ups.attach("meeting", self.meetings)
        self.tenures = self._tenures()
        self._attach_sectors()
        self._attach_evidence()

    def facts(self) -> Facts:
        partnership = self.partnership
        steps: dict[int, list[ChangeFact]] = defaultdict(list)
        for change in sorted(self.changes, key=lambda c: (c.effective_on, c.pk)):
            steps[change.proposal_id].append(records.change_fact(change, words_of(change)))
        return Facts(
            regions=(
                records.region_fact(partnership.region_a),
                records.region_fact(partnership.region_b),
            ),
            declaration=records.declaration_of(partnership),
            meetings=tuple(records.meeting_fact(m, words_of(m)) for m in self.meetings),
            proposals=tuple(
                records.proposal_fact(p, steps[p.pk])
                for p in sorted(self.proposals, key=lambda p: (p.sector.code, p.title, p.pk))
                if self.sees_drafts or p.pk in steps
            ),
            figures=tuple(records.figure_fact(f, words_of(f)) for f in self.figures),
            goods=tuple(records.good_fact(good, words_of(good)) for good in self.goods),
            mechanisms=tuple(records.mechanism_fact(m, words_of(m)) for m in self.mechanisms),
            tenures=tuple(
                records.tenure_fact(tenure, words_of(tenure))
                for code in partnership.regions
                for tenure in self.tenures
                if tenure.post.region_id == code
            ),
            follow_ups=tuple(
                records.follow_up_fact(f, sources_of(f.meeting), words_of(f))
                for f in sorted(self.follow_ups, key=lambda f: (f.due_on or dt.date.max, f.pk))
            ),
        )

    def then(self, model: type[Model], where: Q) -> Then:
        return records_then(model, where, at=self.at, without=_TEXTS.get(model, ()))

    def _of_regions(self, one: str, other: str) -> Q:
        first, second = self.partnership.regions
        return Q(**{one: first, other: second}) | Q(**{one: second, other: first})

    def _meetings(self) -> Then:
        linked: Any = Meeting.history.model.partnerships.model
        versions = linked.objects.filter(partnership=self.partnership.pk).order_by()
        return self._visible(self.then(Meeting, Q(history_id__in=versions.values("history_id"))))

    def _visible(self, meetings: Then) -> Then:
        """Without drafts of then and of now, for those who may not see them."""
        if self.sees_drafts:
            return meetings
        drafts = Meeting.objects.exclude(publication=Meeting.Publication.PUBLISHED)
        withdrawn = set(drafts.filter(pk__in=list(meetings.records)).values_list("pk", flat=True))
        return meetings.keep(m.pk for m in meetings if m.is_published and m.pk not in withdrawn)

    def _changes(self) -> Then:
        changes = self.then(ProposalChange, Q(proposal__in=list(self.proposals.records)))
        if self.sees_drafts:
            return changes
        visible = self._visible(self.then(Meeting, Q(id__in=changes.numbers("meeting_id"))))
        open_to_all = {None, *visible.records}
        return changes.keep(c.pk for c in changes if c.meeting_id in open_to_all)

    def _goods(self) -> Then:
        goods = self.then(TradedGood, self._of_regions("origin", "destination"))
        figures = figures_then(Q(id__in=goods.numbers("figure_id")), at=self.at)
        for good in goods:
            good.figure = figures.records.get(good.figure_id)
        links = goods.links("products")
        products = Product.objects.in_bulk({key for keys in links.values() for key in keys})
        goods.attach_many("products", links, products)
        return goods

    def _tenures(self) -> Then:
        posts = self.then(Post, Q(region__in=self.partnership.regions))
        tenures = self.then(Tenure, Q(post__in=list(posts.records)))
        tenures.attach("post", posts)
        tenures.attach("official", self.then(Official, Q(id__in=tenures.numbers("official_id"))))
        first_met = self._first_met(tenures)
        for tenure in tenures:
            tenure.first_met = first_met.get(tenure.pk)
        return tenures

    def _first_met(self, tenures: Then) -> dict[int, dt.date]:
        """The first day of the earliest held meeting somebody took part in, by the tenure."""
        took_part = self.then(Participant, Q(tenure__in=list(tenures.records)))
        counted = Q(state=Meeting.State.HELD, archived_on=None, date__isnull=False)
        there = Q(id__in=took_part.numbers("meeting_id"))
        meetings = self._visible(self.then(Meeting, there & counted)).records
        found: dict[int, dt.date] = {}
        for participant in took_part:
            if participant.meeting_id in meetings:
                day = meetings[participant.meeting_id].date
                found[participant.tenure_id] = min(found.get(participant.tenure_id, day), day)
        return found

    def _attach_sectors(self) -> None:
        numbers = self.proposals.numbers("sector_id") | self.mechanisms.numbers("sector_id")
        sectors = self.then(Sector, Q(id__in=numbers))
        self.proposals.attach("sector", sectors)
        self.mechanisms.attach("sector", sectors)

    def _attach_evidence(self) -> None:
        """Sources and passages of all records, each read once."""
        of_one = (self.changes, self.mechanisms, self.figures, self.goods, self.tenures)
        quoted = [(found, found.links("passages")) for found in (*of_one, self.follow_ups)]
        quoted.append((self.meetings, self.meetings.links("passages")))
        of_meetings = self.meetings.links("sources")
        named = {key for keys in of_meetings.values() for key in keys}
        named.update(*(found.numbers("source_id") for found in of_one))
        sources = self.then(Source, Q(id__in=named))
        spans = {
            key for _, links in quoted if self.with_words for keys in links.values() for key in keys
        }
        passages = self.then(Passage, Q(id__in=spans))
        for found in of_one:
            found.attach("source", sources)
        self.meetings.attach_many("sources", of_meetings, sources.records)
        for found, links in quoted:
            found.attach_many("passages", links, passages.records)


def sources_of(meeting: Meeting) -> list[Source]:
    return sorted(meeting.sources.all(), key=lambda source: source.key)


def words_of(record: Any) -> tuple[str, ...]:
    passages = sorted(record.passages.all(), key=lambda p: (p.source_id, p.start, p.end))
    return tuple(passage.words for passage in passages)
