"""Writing the records of checked files: found by natural key, made, followed, or left alone.

A record nobody but articles has written follows the file. What another article said of it stands,
and is listed where this one differs; blanks are filled. What an analyst has touched is left as it
is. So any order of loading ends in the same place when repeated.
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from cooperation.articles.checking import CheckedFile
from cooperation.articles.columns import Column, Reference
from cooperation.articles.comparing import (
    compared_columns,
    in_order,
    in_words,
    is_invalid,
    key_of,
    named,
    place_of,
    refusal_of,
    shortly,
    state_of,
    stored_value,
)
from cooperation.articles.finding import (
    former_record,
    renamed_by_hand,
    same_record,
    was_removed_by_hand,
)
from cooperation.articles.history import Past, last_seen, reason_of
from cooperation.articles.items import Item, UnclearError
from cooperation.articles.kinds import KIND_OF, Kind
from cooperation.articles.quotes import quotes_of
from cooperation.articles.report import FileReport
from cooperation.articles.store import Store
from cooperation.articles.texts import make_passages, move_passages
from cooperation.models import Meeting, Participant
from trade.figures.saving import save_figure
from trade.figures.totals import refresh_totals_of_source
from trade.history import recording
from trade.models import Passage, Source, TradeFigure


def save_record(record: Any) -> None:
    """Save a record through the service that keeps others in step with it, where there is one."""
    if isinstance(record, TradeFigure):
        save_figure(figure=record, at=timezone.now())
        return
    record.save()
    if isinstance(record, Source):
        refresh_totals_of_source(record.pk)  # only releases have totals


class Writer:
    """Writes the records of one file, kind by kind."""

    def __init__(self, checked: CheckedFile, store: Store, report: FileReport) -> None:
        self.checked, self.store, self.report = checked, store, report
        self.key = checked.article.key
        self.listed: dict[Reference, dict[str, Any]] = {}
        self.mine: set[tuple[type[Model], int | str]] = set()

    def write(self, kind: Kind) -> None:
        """Write the file's records of one kind."""
        with recording(reason=reason_of(self.key)):
            for item in kind.items(self.checked.article):
                self._write(kind, item)
            if kind.model is Source:
                self._make_passages()

    def _write(self, kind: Kind, item: Item) -> None:
        try:
            values = self._values(kind, item)
        except UnclearError as error:
            if error.named not in self.checked.rest.words:
                self.checked.report((*item.place, error.at), error.reason)
            return
        reference = Reference(kind.model, kind.natural_key(values))
        if reference in self.listed:
            if not (kind.may_repeat and self.listed[reference] == values):
                self.checked.report(item.place, _("is listed twice, or twice differently"))
            return
        self.listed[reference] = values
        found = {
            name: self.store.find(value) if isinstance(value, Reference) else value
            for name, value in values.items()
        }
        if any(found[name] is None for name in values if isinstance(values[name], Reference)):
            # What it belongs to is wrong, and reported, or was removed by hand.
            self.report.kept.append(_("%(what)s: belongs to what is not there") % named(reference))
            return
        record = self.store.find(reference)
        if record is None:
            key = {name: found[name] for name in kind.key}
            seen = None if any(map(is_invalid, key.values())) else last_seen(kind.model, key)
            record = renamed_by_hand(kind, seen) or same_record(kind, found, but=self.mine)
            if record is None and was_removed_by_hand(seen):
                self.report.kept.append(_("%(what)s: was removed by hand") % named(reference))
                return
        if record is None or record.pk is None:
            self._make(kind, item, reference, found)
        else:
            self.store.records[reference] = record
            self._follow(kind, item, record, found)

    def _values(self, kind: Kind, item: Item) -> dict[str, Any]:
        values: dict[str, Any] = dict(item.given)
        for column in kind.columns:
            values |= column.read(item.part)
        if kind.derive is not None:
            values |= kind.derive(values, item.part, self.store)
        return values

    def _make(self, kind: Kind, item: Item, reference: Reference, values: dict[str, Any]) -> None:
        record: Any = kind.model(**values)
        invalid = [name for name, value in values.items() if is_invalid(value)]
        refusal = refusal_of(record, exclude=invalid)
        if refusal is not None and not invalid:
            named = {self._natural_key(kind, one) for one in kind.items(self.checked.article)}
            former = former_record(kind, values, self.key, named, self.store)
            if former is not None:
                self.store.records[reference] = former
                self._mark(former)
                save_record(former)
                self._follow_sets(former, self._differing_sets(kind, item, former), Past.of(former))
                self.report.changed += 1
                return
        self.store.records[reference] = record
        if refusal is not None:
            self._report(kind, item, refusal)
        if refusal is not None or invalid:
            return
        save_record(record)
        self._mark(record)
        self.report.added += 1
        for name, wanted in self._sets(kind, item, record).items():
            if wanted:
                getattr(record, name).set(wanted)

    def _natural_key(self, kind: Kind, item: Item) -> tuple[str, ...] | None:
        try:
            return in_words(kind.natural_key(self._values(kind, item)))
        except UnclearError:
            return None

    def _follow(self, kind: Kind, item: Item, record: Any, values: dict[str, Any]) -> None:
        self._mark(record)
        differing = [
            column
            for column in compared_columns(kind, values)
            if any(stored_value(record, name) != key_of(values[name]) for name in column.fields)
        ]
        sets = self._differing_sets(kind, item, record)
        may_have_held_a_post = isinstance(record, Participant) and record.tenure_id is None
        if not (differing or sets or (may_have_held_a_post and record.official_id)):
            self.report.unchanged += 1
            return
        past = Past.of(record)
        before = state_of(record)
        for column in differing:
            if self._may_set(column, item, record, values, past):
                for name in column.fields:
                    setattr(record, name, values[name])
        if isinstance(record, Participant) and record.official_id != before["official_id"]:
            record.tenure = None  # found anew for the other official
        is_changed = state_of(record) != before
        # The model looks for the post held that day: another article may have brought it since.
        if is_changed or (may_have_held_a_post and not past.is_edited):
            if isinstance(record, Source) and record.text != before["text"]:
                move_passages(record)
            invalid = [name for name, value in values.items() if is_invalid(value)]
            refusal = refusal_of(record, exclude=invalid)
            if refusal is not None:
                self._report(kind, item, refusal)
            if refusal is not None or invalid:
                return
            is_changed = state_of(record) != before
        if is_changed:
            save_record(record)
        is_changed |= self._follow_sets(record, sets, past)
        self.report.changed += is_changed
        self.report.unchanged += not is_changed

    def _may_set(
        self, column: Column, item: Item, record: Any, values: dict[str, Any], past: Past
    ) -> bool:
        name = column.field
        field = record._meta.get_field(name)
        current = stored_value(record, name)
        stated = column.attribute in item.part.model_fields_set or name in item.given
        is_blank = current in (None, "")
        if not past.is_edited and past.setter_of(field.attname) == reason_of(self.key):
            return True
        # A blank is filled by whoever first has something to say, also in an analyst's record.
        if is_blank and stated and not (past.is_edited and past.knows(self.key)):
            return True
        if stated and values[name] not in (None, ""):
            self.report.kept.append(
                _(
                    "%(what)s: %(field)s stays “%(ours)s”, set by %(who)s; the file says “%(theirs)s”"
                )
                % {
                    "what": record,
                    "field": field.verbose_name,
                    "ours": shortly(getattr(record, name)),
                    "theirs": shortly(values[name]),
                    "who": past.setter_of(field.attname) or _("hand"),
                }
            )
        return False

    def _sets(self, kind: Kind, item: Item, record: Any) -> dict[str, set[Any]]:
        """The records of each many-to-many field that the file asks for."""
        named = {name: read(item.part) for name, read in kind.sets.items()}
        if kind.has_passages:
            named["passages"] = [
                Reference(Passage, (self.key, *quote.span)) for quote in quotes_of(item.part)
            ]
        if kind.model is Meeting:
            named["sources"] = [Reference(Source, (self.key,))]
        return {
            name: {
                other
                for other in map(self.store.find, references)
                if other is not None and other.pk is not None
            }
            for name, references in named.items()
        }

    def _differing_sets(
        self, kind: Kind, item: Item, record: Any
    ) -> dict[str, tuple[set[Any], set[Any]]]:
        """Many-to-many fields that differ: what the file asks for, and what is there."""
        return {
            name: (wanted, have)
            for name, wanted in self._sets(kind, item, record).items()
            if wanted != (have := self._have(record, name))
        }

    def _have(self, record: Any, name: str) -> set[Any]:
        """What is there of it that this file may speak of: other articles' evidence is not."""
        if name == "passages":
            return set(record.passages.filter(source__key=self.key))
        if name == "sources":
            return set(record.sources.filter(key=self.key))
        return set(getattr(record, name).all())

    def _follow_sets(
        self, record: Any, sets: dict[str, tuple[set[Any], set[Any]]], past: Past
    ) -> bool:
        is_changed = False
        for name, (wanted, have) in sets.items():
            is_ours = name in ("passages", "sources") or past.is_only_by(self.key)
            missing, gone = wanted - have, have - wanted if is_ours else set()
            if past.is_edited and past.knows(self.key):
                self.report.kept.append(
                    _("%(what)s: %(field)s stay as they were set by hand")
                    % {"what": record, "field": record._meta.get_field(name).verbose_name}
                )
                continue
            if missing:
                getattr(record, name).add(*in_order(missing))
            if gone:
                getattr(record, name).remove(*in_order(gone))
            is_changed |= bool(missing or gone)
        return is_changed

    def _report(self, kind: Kind, item: Item, refusal: ValidationError) -> None:
        for name, messages in refusal.message_dict.items():
            self.checked.report(place_of(kind, item, name), " ".join(messages))

    def _make_passages(self) -> None:
        source = self.store.find(Reference(Source, (self.key,)))
        if source is None or source.pk is None:
            return
        wanted = {
            quote.span
            for kind in KIND_OF.values()
            for item in kind.items(self.checked.article)
            for quote in quotes_of(item.part)
        }
        for passage in make_passages(source, wanted):
            self.store.records[Reference(Passage, (self.key, passage.start, passage.end))] = passage

    def _mark(self, record: Any) -> None:
        self.mine.add((type(record), record.pk))
        self.store.written.add((type(record), record.pk))
