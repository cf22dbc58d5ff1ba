"""What is wrong with an article file, and where."""

from collections.abc import Sequence
from typing import NamedTuple

Place = tuple[str | int, ...]


class Problem(NamedTuple):
    """One mistake: `meetings[0].participants[1].quote` in line 31 of a file, and the reason."""

    file: str
    line: int | None
    place: Place
    reason: str

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.line else self.file
        path = written(self.place)
        return f"{where}: {path}: {self.reason}" if path else f"{where}: {self.reason}"


class ArticleProblemsError(Exception):
    """Article files cannot be loaded; all their problems at once."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = sorted(set(problems), key=lambda p: (p.file, p.line or 0, str(p)))
        super().__init__("\n".join(str(problem) for problem in self.problems))


def written(place: Place) -> str:
    """A place as people write it: meetings[0].title."""
    text = ""
    for step in place:
        text += f"[{step}]" if isinstance(step, int) else f".{step}"
    return text.removeprefix(".")
