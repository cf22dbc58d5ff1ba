"""What the kinds of files have in common."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import NamedTuple

from trade.figures.streams import Doubt


class Unreadable(NamedTuple):
    """A place where no row could be made out."""

    line: int
    reason: str


class Table(ABC):
    """A header and the rows below it, as text, read in a stream.

    `doubt` is due when cells may hold what cannot be stored: broken bytes, NUL.
    """

    header: tuple[str, ...]
    encoding = ""
    delimiter = ","
    doubt = Doubt(is_due=True)

    @property
    @abstractmethod
    def line(self) -> int:
        """The line the last row ends on; outside of text the number of the row."""

    @abstractmethod
    def records(self) -> Iterator[tuple[int, list[str]] | Unreadable]:
        """The line each row starts on and its cells. Blank lines are left out."""

    @abstractmethod
    def share_read(self) -> float | None:
        """How much of the table has been read, 0 to 1; None where the file's position tells."""
