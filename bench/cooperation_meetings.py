"""Made-up meetings: who came, what was spoken about, which articles say so."""

import datetime as dt
import random
from collections.abc import Iterator

from bench.cooperation_people import Held, Pair
from bench.cooperation_work import SENTENCES, busy, day
from bench.copying import copy_in, links
from cooperation.models import Meeting, Participant, Sector, Topic

PLACES = "Minsk Saransk Moscow Beijing Warsaw Astana Tashkent Ankara Berlin Delhi".split()
KINDS = ("meeting", "meeting", "visit", "call", "forum", "commission")


def make_meetings(
    chance: random.Random,
    pairs: list[Pair],
    people: dict[str, list[Held]],
    proposals: dict[int, list[tuple[int, int]]],
    passages: dict[int, list[int]],
    count: int,
) -> None:
    """Meetings with partnerships, participants, topics, sources and passages."""
    pair_of = dict(enumerate(busy(chance, pairs, count), 1))
    article_of = {number: chance.randint(1, len(passages)) for number in pair_of}
    first, last = chance.choices(pairs, k=count // 20), count // 20
    copy_in(Meeting, (_meeting(chance, number) for number in pair_of))
    main = [(number, pair.number) for number, pair in pair_of.items()]
    second = zip(range(1, last + 1), (pair.number for pair in first), strict=True)
    links(Meeting, "partnerships", sorted({*main, *second}))
    links(Meeting, "sources", article_of.items())
    links(Meeting, "passages", ((m, passages[article][0]) for m, article in article_of.items()))

    participants = list(_participants(chance, pair_of, people))
    copy_in(Participant, participants)
    quoted = ((p.pk, passages[article_of[p.meeting_id]][1]) for p in participants if p.pk % 4 == 0)
    links(Participant, "passages", quoted)
    topics = list(_topics(chance, pair_of, proposals))
    copy_in(Topic, topics)
    quoted = ((t.pk, passages[article_of[t.meeting_id]][2]) for t in topics if t.pk % 2)
    links(Topic, "passages", quoted)


def _meeting(chance: random.Random, number: int) -> Meeting:
    state = "planned" if number % 25 == 0 else "cancelled" if number % 50 == 1 else "held"
    last = dt.date(2027, 12, 31) if state == "planned" else dt.date(2025, 12, 31)
    when = day(chance, last=last)
    return Meeting(
        pk=number,
        key=f"meeting-{number}",
        title=f"Meeting on cooperation {number}" if number % 3 else "",
        date=when,
        date_basis="stated",
        date_as_written=when.strftime("%d %B"),
        place=chance.choice(PLACES),
        kind=chance.choice(KINDS),
        state=state,
        publication="draft" if number % 20 == 3 else "published",
        summary="".join(chance.sample(SENTENCES, chance.randint(2, 4))).strip(),
    )


def _participants(
    chance: random.Random, pair_of: dict[int, Pair], people: dict[str, list[Held]]
) -> Iterator[Participant]:
    number = 0
    for meeting, pair in pair_of.items():
        for side in pair.regions:
            came = chance.sample(people[side], min(len(people[side]), chance.choice((1, 1, 2, 3))))
            for place, held in enumerate(came):
                number += 1
                is_known = number % 10 != 0
                yield Participant(
                    pk=number,
                    meeting_id=meeting,
                    side_id=side,
                    name_as_written=held.name,
                    title_as_written=held.title,
                    official_id=held.official if is_known else None,
                    tenure_id=held.tenure if is_known else None,
                    role="member" if place else "head",
                )


def _topics(
    chance: random.Random,
    pair_of: dict[int, Pair],
    proposals: dict[int, list[tuple[int, int]]],
) -> Iterator[Topic]:
    sectors = list(Sector.objects.order_by("code").values_list("pk", flat=True))
    number = 0
    for meeting, pair in pair_of.items():
        for sector in sorted(chance.sample(sectors, chance.randint(0, 4))):
            number += 1
            of_sector = [p for p, of in proposals.get(pair.number, []) if of == sector]
            yield Topic(
                pk=number,
                meeting_id=meeting,
                sector_id=sector,
                as_written="promising area" if number % 2 else "",
                proposal_id=chance.choice(of_sector) if of_sector else None,
            )
