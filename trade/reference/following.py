"""Making stored records follow the files they were loaded from.

What the files add is added, what they correct is corrected. What somebody edited, renamed or
deleted since the last load stays as it is, and is listed; what is no longer in the files is listed
too, never deleted. The history tells who did what: a load signs it with REASON.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import ForeignKey
from django.utils.translation import gettext as _

from trade.history import RecordedModel, RecordedQuerySet
from trade.reference.files import BadFileError, Line

REASON = "load_reference"
BATCH = 1000

M = TypeVar("M", bound=RecordedModel)
Key = tuple[Any, ...]
Progress = Callable[[int, int], None]  # how many records are done, of how many


def in_silence(done: int, total: int) -> None:
    """The progress nobody watches."""


@dataclass
class Outcome:
    """What a load did to the records of one kind, and what it left to people."""

    read: int = 0
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    kept: list[str] = field(default_factory=list)  # edited, renamed or deleted by somebody
    gone: list[str] = field(default_factory=list)  # no longer in the files

    def __iadd__(self, other: "Outcome") -> "Outcome":
        for name, value in vars(other).items():
            setattr(self, name, getattr(self, name) + value)
        return self

    @property
    def has_written(self) -> bool:
        return bool(self.added or self.changed)


class Follower(Generic[M]):
    """Brings the stored records of one model to what files say, and counts.

    `key` names the attributes a record is found again by, `fields` those that follow the file.
    Call `follow` for parents before children, then `finish`.
    """

    def __init__(
        self, stored: RecordedQuerySet[M], *, key: tuple[str, ...], fields: tuple[str, ...] = ()
    ) -> None:
        self.model = stored.model
        self.key, self.fields = key, fields
        self.records: dict[Key, M] = {self.key_of(record): record for record in stored}
        self.lines: dict[Key, Line] = {}
        self.written: set[Key] = set()
        self.outcome = Outcome()
        self._past: tuple[dict[Any, str], set[Key]] | None = None

    def key_of(self, record: M) -> Key:
        return tuple(getattr(record, name) for name in self.key)

    def follow(self, wanted: Iterable[tuple[Line, M]], progress: Progress = in_silence) -> None:
        """Add and correct; afterwards `records` holds what is stored, by key."""
        added: list[M] = []
        changed: list[M] = []
        for line, record in wanted:
            key = self.key_of(record)
            if key in self.lines:
                raise BadFileError(
                    line,
                    _("“%(key)s” stands on line %(line)d already")
                    % {"key": " ".join(map(str, key)), "line": self.lines[key].number},
                )
            self.lines[key] = line
            stored = self.records.get(key)
            if stored is None:
                if self._was_loaded(key):
                    self.outcome.kept.append(_("%s (renamed or deleted)") % " ".join(map(str, key)))
                else:
                    added.append(record)
            elif not self._differing(stored, record):
                self.outcome.unchanged += 1
            elif self.is_edited(stored):
                self.outcome.kept.append(" ".join(map(str, key)))
            else:
                for name in self._differing(stored, record):
                    setattr(stored, name, getattr(record, name))
                changed.append(stored)
        self._check(added + changed)
        self._write(added, changed, progress)
        self.records |= {self.key_of(record): record for record in added}
        self.written |= {self.key_of(record) for record in added + changed}
        self.outcome.added += len(added)
        self.outcome.changed += len(changed)

    def finish(self) -> Outcome:
        """The outcome, with the records once loaded that no file names any more."""
        self.outcome.read = len(self.lines)
        unnamed = [key for key in self.records if key not in self.lines]
        self.outcome.gone = [
            " ".join(map(str, key)) for key in unnamed if not self.is_edited(self.records[key])
        ]
        return self.outcome

    def is_edited(self, stored: M) -> bool:
        """Is somebody else's act the last thing that happened to this record?"""
        return self._read_past()[0].get(stored.pk, "") != REASON

    def _differing(self, stored: M, record: M) -> list[str]:
        return [name for name in self.fields if getattr(stored, name) != getattr(record, name)]

    def _check(self, records: list[M]) -> None:
        # Keys to other records are right by construction, and would take a query each.
        links = {f.name for f in self.model._meta.fields if isinstance(f, ForeignKey)}
        for record in records:
            try:
                record.clean_fields(exclude=links)
            except ValidationError as error:
                reasons = [
                    f"{name}: {' '.join(texts)}" for name, texts in error.message_dict.items()
                ]
                raise BadFileError(self.lines[self.key_of(record)], "; ".join(reasons)) from error

    def _write(self, added: list[M], changed: list[M], progress: Progress) -> None:
        manager: RecordedQuerySet[M] = self.model._default_manager.all()  # type: ignore[assignment]
        total = len(added) + len(changed)
        for start in range(0, len(added), BATCH):
            manager.bulk_create(added[start : start + BATCH])
            progress(min(start + BATCH, len(added)), total)
        for start in range(0, len(changed), BATCH):
            manager.bulk_update(changed[start : start + BATCH], self.fields)
            progress(len(added) + min(start + BATCH, len(changed)), total)

    # The past is read once, and only where stored records and files disagree.

    def _read_past(self) -> tuple[dict[Any, str], set[Key]]:
        if self._past is None:
            last_reasons: dict[Any, str] = {}
            loaded: set[Key] = set()
            pk = self.model._meta.pk.attname
            versions = self.model.history.order_by("history_id").values_list(
                "history_change_reason", pk, *self.key
            )
            for reason, record, *key in versions.iterator(chunk_size=5000):
                last_reasons[record] = reason or ""
                if reason == REASON:
                    loaded.add(tuple(key))
            self._past = last_reasons, loaded
        return self._past

    def _was_loaded(self, key: Key) -> bool:
        return key in self._read_past()[1]
