"""What an import is told, and what it tells."""

import datetime as dt
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypedDict

from django.contrib.auth.models import AbstractBaseUser

from trade.figures.datasets import DatasetBusyError
from trade.figures.limits import Limits
from trade.figures.merging import Change
from trade.figures.phases import Watch
from trade.models import ImportRun


class Reading(TypedDict, total=False):
    """How the file is to be read; see `open_trade_file`."""

    layout: str | None
    edition: str
    limits: Limits


class Importing(Reading, total=False):
    """How an import is done; see `import_trade_file`."""

    released_on: dt.date | None
    rejects_dir: Path | None
    user: AbstractBaseUser | None
    progress: Watch
    wait: bool
    waiting: Callable[[DatasetBusyError], None] | None


@dataclass
class Outcome:
    """What an import did, or with `check` would do; `source` is the key of one of several."""

    source: str = ""
    read: int = 0
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    rejected: int = 0
    set_aside: Counter[str] = field(default_factory=Counter)
    warnings: list[str] = field(default_factory=list)
    reject_kinds: Counter[tuple[str, str]] = field(default_factory=Counter)
    rejects_file: Path | None = None
    changes: list[Change] = field(default_factory=list)
    is_loaded: bool = False
    seconds: float = 0.0
    run: ImportRun | None = None

    @property
    def rows_per_second(self) -> int:
        return round(self.read / self.seconds) if self.seconds else 0
