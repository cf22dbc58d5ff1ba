"""What goes which way between the two regions."""

from collections.abc import Sequence
from dataclasses import dataclass

from cooperation.status.facts import GoodFact, RegionFact


@dataclass(frozen=True, slots=True)
class Direction:
    """Goods that go from one region to the other, by name."""

    origin: str
    destination: str
    goods: tuple[GoodFact, ...]


def goods_by_direction(
    regions: tuple[RegionFact, RegionFact], goods: Sequence[GoodFact]
) -> tuple[Direction, Direction]:
    """Both directions, also the one of which nothing is recorded."""
    first, second = (region.code for region in regions)

    def sent(origin: str, destination: str) -> Direction:
        going = [g for g in goods if (g.origin, g.destination) == (origin, destination)]
        return Direction(origin, destination, tuple(sorted(going, key=lambda g: (g.name, g.id))))

    return sent(first, second), sent(second, first)
