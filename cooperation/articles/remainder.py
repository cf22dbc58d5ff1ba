"""What is left of a file's values when those that are wrong are taken out."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from cooperation.articles.problems import Place


@dataclass
class Rest:
    """Values without the wrong ones, and where what is left stands in the file."""

    values: Any
    kept: dict[Place, list[int]] = field(default_factory=dict)
    words: set[str] = field(default_factory=set)

    def place_in_file(self, place: Place) -> Place:
        """Where a place among the values stands in the file: lists have become shorter."""
        there: Place = ()
        for step in place:
            kept = self.kept.get(there)
            there = (*there, kept[step] if kept is not None and isinstance(step, int) else step)
        return there

    def drop(self, places: Sequence[Place], *, whole_parts: bool) -> None:
        """Take out what stands at the places, or the nearest listed part around each.

        The words of parts that go are remembered: what refers to them is not wrong itself.
        """
        targets = {self._target(place, whole_parts) for place in places} - {()}
        # Deepest and last first, so that the places of the others stay what they are.
        for target in sorted(targets, key=_order, reverse=True):
            self._take_out(target)

    def _target(self, place: Place, whole_parts: bool) -> Place:
        current, reached = self.values, 0
        for step in place:
            inside = isinstance(current, dict) and step in current
            if not inside and not (isinstance(current, list) and isinstance(step, int)):
                break
            current = current[step]
            reached += 1
        target = place[:reached]
        while whole_parts and target and not isinstance(target[-1], int):
            target = target[:-1]
        return target

    def _take_out(self, target: Place) -> None:
        *steps, last = target
        inside = self.values
        for step in steps:
            inside = inside[step]
        if isinstance(last, int):
            listed = self.place_in_file(tuple(steps))
            self.kept.setdefault(listed, list(range(len(inside))))
            del self.kept[listed][last]
        gone = inside.pop(last)
        if isinstance(gone, dict):
            self.words |= {word for word in gone.values() if isinstance(word, str)}


def _order(place: Place) -> list[tuple[bool, int, str]]:
    return [
        (isinstance(step, int), step if isinstance(step, int) else 0, str(step)) for step in place
    ]
