"""How far an import has come: what it is at, and how much of that is done."""

from collections.abc import Callable
from typing import NamedTuple

from trade.models.upload import UploadPhase as Phase

__all__ = ["Phase", "Step", "Watch", "in_silence"]


class Step(NamedTuple):
    """So many rows of a phase, and what share of it that is; None where nobody knows."""

    phase: Phase
    rows: int
    share: float | None


Watch = Callable[[Step], None]


def in_silence(_step: Step) -> None:
    """The import nobody watches."""
