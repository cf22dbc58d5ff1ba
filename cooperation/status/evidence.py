"""How much a status rests on: the sources, who published them, and the newest."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from itertools import chain

from cooperation.status.contacts import held_by
from cooperation.status.facts import Facts, MeetingFact, SourceFact
from cooperation.status.months import has_come
from cooperation.status.people import in_post_on


@dataclass(frozen=True, slots=True)
class Publisher:
    """A publisher and how many of the sources are theirs."""

    name: str
    count: int


@dataclass(frozen=True, slots=True)
class SourcesUsed:
    """The sources of the facts, the newest first, undated last; `count` is their number.

    Only those published by the day, or undated: a figure for last year may rest on a later one.
    """

    count: int
    publishers: tuple[Publisher, ...]
    latest_source: SourceFact | None
    latest_meeting: MeetingFact | None
    items: tuple[SourceFact, ...]


def sources_of(facts: Facts, as_of: dt.date) -> SourcesUsed:
    """Collect the sources of facts that `facts_on` has cut to the same day."""
    changes = chain.from_iterable(proposal.changes for proposal in facts.proposals)
    all_facts = chain(
        held_by(facts.meetings, as_of),
        changes,
        facts.figures,
        facts.goods,
        facts.mechanisms,
        *(side.tenures for side in in_post_on(facts.regions, facts.tenures, as_of)),
    )
    named = {source.key: source for fact in all_facts for source in fact.evidence.sources}
    out = [s for s in named.values() if _is_out(s, as_of)]
    items = tuple(sorted(out, key=_newest_first))
    publishers = Counter(source.publisher for source in items)
    held = held_by(facts.meetings, as_of)
    return SourcesUsed(
        count=len(items),
        publishers=tuple(
            Publisher(name, count)
            for name, count in sorted(publishers.items(), key=lambda p: (-p[1], p[0]))
        ),
        latest_source=items[0] if items and items[0].published else None,
        latest_meeting=held[-1] if held else None,
        items=items,
    )


def _newest_first(source: SourceFact) -> tuple[int, str]:
    return (-source.published.first.toordinal() if source.published else 0, source.key)


def _is_out(source: SourceFact, as_of: dt.date) -> bool:
    archived = source.archived_on is not None and source.archived_on <= as_of
    return not archived and (source.published is None or has_come(source.published, as_of))
