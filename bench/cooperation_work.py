"""Made-up articles with passages, and what regions plan, agree on and owe."""

import datetime as dt
import random
from collections.abc import Iterable, Iterator
from typing import Any

from bench.cooperation_people import Pair
from bench.copying import copy_in
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
    Topic,
)
from trade.models import Passage, Source

SENTENCES = (
    "The sides spoke about trade and joint projects. ",
    "Trade between the regions reached about $130 million last year. ",
    "A service centre and a training centre are already at work. ",
    "Pharmacology, rolling stock and microelectronics were named as promising. ",
    "Students of both universities will take part in an exchange. ",
    "The parties agreed to meet again before the end of the year. ",
)
LADDER = ("mentioned", "negotiating", "agreed", "running", "completed")
UNDERTAKINGS = ("", "joint plant", "supply contract", "exchange of students", "trade house", "fair")


def numbered_models() -> list[Any]:
    """The models whose records were written with numbers of our own."""
    linked = [Meeting.partnerships, Meeting.sources, Meeting.passages]
    parts = [Participant.passages, Topic.passages]
    return [
        *(Source, Passage, Partnership, Official, Post, Tenure, Proposal, ProposalChange),
        *(Mechanism, Meeting, Participant, Topic, FollowUp),
        *(field.through for field in [*linked, *parts]),  # type: ignore[attr-defined]
    ]


def busy(chance: random.Random, pairs: list[Pair], count: int) -> list[Pair]:
    """So many draws of a pair: the first hundreds of times, most of them a few times."""
    return chance.choices(pairs, [(place + 20) ** -0.8 for place in range(len(pairs))], k=count)


def day(chance: random.Random, *, last: dt.date) -> dt.date:
    """A day of the last fifteen years, the later the likelier."""
    return last - dt.timedelta(days=min(5_400, int(chance.expovariate(1 / 1_200))))


def make_articles(chance: random.Random, count: int) -> dict[int, list[int]]:
    """Articles with three passages each; the numbers of the passages by article."""
    copy_in(Source, (_article(chance, number) for number in range(1, count + 1)))
    copy_in(Passage, _passages(count))
    return {number: [3 * number - 2, 3 * number - 1, 3 * number] for number in range(1, count + 1)}


def _article(chance: random.Random, number: int) -> Source:
    return Source(
        pk=number,
        key=f"article-{number}",
        title=f"Regions expand cooperation ({number})",
        publisher=chance.choice(["BelTA", "Interfax", "Xinhua", "PAP", "Kazinform"]),
        url=f"https://news.example/{number}",
        published_on=day(chance, last=dt.date(2025, 12, 31)),
        text="".join(SENTENCES) * 3,
        text_scope=Source.TextScope.FULL,
        sha256=f"{number:064x}",
    )


def _passages(articles: int) -> Iterator[Passage]:
    starts = [sum(map(len, SENTENCES[:place])) for place in range(3)]
    number = 0
    for article in range(1, articles + 1):
        for start, sentence in zip(starts, SENTENCES, strict=False):
            number += 1
            words = sentence.strip()
            yield Passage(
                pk=number, source_id=article, start=start, end=start + len(words), words=words
            )


def make_proposals(
    chance: random.Random, pairs: list[Pair], articles: int, count: int
) -> dict[int, list[tuple[int, int]]]:
    """Proposals with one to five steps; number and sector of each, by partnership."""
    sectors = list(Sector.objects.order_by("code").values_list("pk", flat=True))
    found: dict[tuple[int, int, str], int] = {}
    while len(found) < count:
        for pair in busy(chance, pairs, count - len(found)):
            key = (pair.number, chance.choice(sectors), chance.choice(UNDERTAKINGS))
            found.setdefault(key, len(found) + 1)
    copy_in(
        Proposal,
        (
            Proposal(pk=number, partnership_id=pair, sector_id=sector, title=title)
            for (pair, sector, title), number in found.items()
        ),
    )
    copy_in(ProposalChange, _changes(chance, found.values(), articles))
    by_pair: dict[int, list[tuple[int, int]]] = {}
    for (pair, sector, _title), number in found.items():
        by_pair.setdefault(pair, []).append((number, sector))
    return by_pair


def _changes(
    chance: random.Random, proposals: Iterable[int], articles: int
) -> Iterator[ProposalChange]:
    number = 0
    for proposal in proposals:
        when = day(chance, last=dt.date(2025, 6, 30))
        for stage in LADDER[: chance.choice((1, 1, 1, 2, 2, 3, 4, 5))]:
            if when > dt.date(2025, 12, 31):
                break
            number += 1
            yield ProposalChange(
                pk=number,
                proposal_id=proposal,
                stage=stage,
                effective_on=when,
                source_id=chance.randint(1, articles),
            )
            when += dt.timedelta(days=chance.randint(20, 400))


def make_mechanisms(chance: random.Random, pairs: list[Pair], articles: int, count: int) -> None:
    kinds = Mechanism.Kind.values
    copy_in(
        Mechanism,
        (
            Mechanism(
                pk=number,
                partnership_id=pair.number,
                name=f"Mechanism {number}",
                kind=chance.choice(kinds),
                state=chance.choice(("operating", "operating", "operating", "planned", "closed")),
                starts_on=dt.date(chance.randint(2005, 2025), 1, 1),
                starts_on_precision="year",
                source_id=chance.randint(1, articles),
            )
            for number, pair in enumerate(busy(chance, pairs, count), 1)
        ),
    )


def make_follow_ups(chance: random.Random, meetings: int, count: int) -> None:
    copy_in(
        FollowUp,
        (
            FollowUp(
                pk=number,
                meeting_id=chance.randint(1, meetings),
                task=f"Send the draft of agreement {number}",
                owner="Ministry of Economy",
                due_on=day(chance, last=dt.date(2026, 12, 31)),
                state="open" if number % 3 else "done",
                closed_on=None if number % 3 else dt.date(2025, 12, 1),
            )
            for number in range(1, count + 1)
        ),
    )
