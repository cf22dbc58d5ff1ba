"""Made-up regions that cooperate, and the people who speak for them."""

import datetime as dt
import random
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from bench.copying import copy_in
from bench.generate import REPORTERS
from cooperation.models import Official, Partnership, Post, Tenure
from trade.models import Region

TITLES = (
    (3, "Head of {}"),
    (4, "Deputy Head of {}"),
    (5, "Minister of Economy of {}"),
    (5, "Minister of Industry and Trade of {}"),
    (5, "Minister of Agriculture of {}"),
    (5, "Minister of Culture of {}"),
    (6, "Ambassador of {}"),
    (7, "Head of the Chamber of Commerce of {}"),
    (7, "Director of the Development Agency of {}"),
    (8, "Head of the Department of External Relations of {}"),
)
FIRST = "Artem Yuri Elena Viktor Olga Pavel Irina Chen Wei Anna Marek Ayşe Timur Aigul Jan".split()
LAST = "Zdunov Karankevich Ivanou Smirnova Petrov Kowalski Li Zhang Müller Yılmaz Akhmetov".split()
CYRILLIC = "Артём Юрий Елена Виктор Ольга Павел Ирина".split()


class Pair(NamedTuple):
    """A partnership by its number, with the codes of its regions."""

    number: int
    regions: tuple[str, str]


def make_pairs(chance: random.Random, count: int) -> list[Pair]:
    """Partnerships, the busiest first: a few regions have many, most have few."""
    first = {code: place for place, code in enumerate(REPORTERS)}
    regions = sorted(
        Region.objects.exclude(kind=Region.Kind.AREA).values_list("code", flat=True),
        key=lambda code: (first.get(code[:2], len(first)), "-" in code, code),
    )
    weights = [1 / (place + 8) for place in range(len(regions))]
    found: dict[tuple[str, str], None] = {}  # a dictionary keeps the order
    while len(found) < count:
        for one, other in zip(
            chance.choices(regions, weights, k=1_000),
            chance.choices(regions, weights, k=1_000),
            strict=True,
        ):
            if one[:2] != other[:2] and len(found) < count:
                found[min(one, other), max(one, other)] = None
    pairs = [Pair(number, regions) for number, regions in enumerate(found, 1)]
    copy_in(Partnership, (_partnership(chance, pair) for pair in pairs))
    return pairs


def _partnership(chance: random.Random, pair: Pair) -> Partnership:
    declared = chance.random() < 0.1
    return Partnership(
        pk=pair.number,
        region_a_id=pair.regions[0],
        region_b_id=pair.regions[1],
        declared_stage="negotiating" if declared else "",
        declared_on=dt.date(2025, 3, 1) if declared else None,
    )


class Held(NamedTuple):
    """Who held an office of a region."""

    official: int
    tenure: int
    name: str
    title: str


def make_people(
    chance: random.Random, pairs: list[Pair], articles: int, count: int
) -> dict[str, list[Held]]:
    """So many officials, each with an office of one of the regions, by region."""
    names = dict(Region.objects.values_list("code", "name"))
    codes = sorted({code for pair in pairs for code in pair.regions})
    offices = [(code, rank, title) for rank, title in TITLES for code in codes][:count]
    posts = {office: number for number, office in enumerate(offices, 1)}
    copy_in(
        Post,
        (
            Post(
                pk=number, title=title.format(f"{names[code]} ({code})"), region_id=code, rank=rank
            )
            for (code, rank, title), number in posts.items()
        ),
    )
    people = list(_people(chance, offices, names, count))
    copy_in(
        Official,
        (
            Official(
                pk=held.official,
                key=f"official-{held.official}",
                name=held.name,
                original_name=chance.choice(CYRILLIC) if held.official % 2 else "",
            )
            for _office, held in people
        ),
    )
    copy_in(
        Tenure,
        (
            Tenure(
                pk=held.tenure,
                official_id=held.official,
                post_id=posts[office],
                starts_on=dt.date(chance.randint(2005, 2022), chance.randint(1, 12), 1),
                source_id=chance.randint(1, articles),
            )
            for office, held in people
        ),
    )
    of_region: dict[str, list[Held]] = defaultdict(list)
    for (code, _rank, _title), held in people:
        of_region[code].append(held)
    return of_region


def _people(
    chance: random.Random, offices: list[tuple[str, int, str]], names: dict[str, str], count: int
) -> Iterator[tuple[tuple[str, int, str], Held]]:
    """Every office is held once before any is held again."""
    for number in range(1, count + 1):
        office = offices[(number - 1) % len(offices)]
        code, _rank, title = office
        name = f"{chance.choice(FIRST)} {chance.choice(LAST)}-{number}"
        yield office, Held(number, number, name, title.format(names[code]))
