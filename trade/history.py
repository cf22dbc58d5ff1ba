"""The history of every record: who changed what, when, and why.

django-simple-history writes a row for each `save`, `delete` and many-to-many change, but sees no
bulk operation. The queryset here writes those rows too, so no way to change a record escapes it
(docs/decisions/0003-history.md). For the same reason whoever keeps something computed in step with
the records is told of changes from here (`watch`).
"""

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, NamedTuple, Protocol, TypeVar

from django.contrib.auth.models import AbstractBaseUser
from django.db import models, transaction
from simple_history.models import HistoricalRecords

from trade.fields import DerivedField

M = TypeVar("M", bound=models.Model)


class Recording(NamedTuple):
    """Whose act is being recorded, and what it is called."""

    reason: str = ""
    user: AbstractBaseUser | None = None


_NOT_NAMED = Recording()
_recording: ContextVar[Recording] = ContextVar("recording", default=_NOT_NAMED)


@contextmanager
def recording(*, reason: str, user: AbstractBaseUser | None = None) -> Iterator[None]:
    """Name every change made inside the block, for commands and imports."""
    token = _recording.set(Recording(reason, user))
    try:
        yield
    finally:
        _recording.reset(token)


class Watcher(Protocol):
    """Keeps something computed in step with the records, within the transaction of the change."""

    def records_changed(
        self, model: type[models.Model], keys: Collection[Any], *, are_new: bool
    ) -> None:
        """Told before records change or go, and again once they are changed or made."""

    def trade_changed(self, pairs: Collection[tuple[str, str]]) -> None:
        """Told once figures of trade in all goods between regions were merged by SQL."""


_watchers: list[Watcher] = []


def watch(watcher: Watcher) -> None:
    """Tell this watcher of every change from now on."""
    _watchers.append(watcher)


def tell(model: type[models.Model], keys: Collection[Any], *, are_new: bool = False) -> None:
    """Tell of records that are about to change, have changed or are new."""
    if keys:
        for watcher in _watchers:
            watcher.records_changed(model, keys, are_new=are_new)


def tell_of_trade(pairs: Collection[tuple[str, str]]) -> None:
    """Tell of the regions, each reporter with its partner, whose trade a merge has changed."""
    if pairs:
        for watcher in _watchers:
            watcher.trade_changed(pairs)


class RecordedHistory(HistoricalRecords):  # type: ignore[misc]
    """Historical records that take reason and user from `recording` where one is open."""

    def finalize(self, sender: Any, **kwargs: Any) -> None:
        super().finalize(sender, **kwargs)
        if issubclass(sender, self.cls):
            models.signals.pre_save.connect(self.pre_save, sender=sender, weak=False)

    def pre_save(self, instance: Any, **kwargs: Any) -> None:
        if instance.pk is not None:
            tell(type(instance), [instance.pk])

    def post_save(self, instance: Any, created: bool, using: Any = None, **kwargs: Any) -> None:
        super().post_save(instance, created, using=using, **kwargs)
        tell(type(instance), [instance.pk], are_new=created)

    def pre_delete(self, instance: Any, **kwargs: Any) -> None:
        super().pre_delete(instance, **kwargs)
        tell(type(instance), [instance.pk])

    def m2m_changed(
        self, instance: Any, action: str, attr: str, pk_set: Any, reverse: bool, **kwargs: Any
    ) -> None:
        super().m2m_changed(instance, action, attr, pk_set, reverse, **kwargs)
        if reverse and pk_set is not None:
            tell(kwargs["model"], pk_set)
        else:
            tell(type(instance), [instance.pk])

    def get_change_reason_for_object(self, instance: Any, history_type: str, using: Any) -> str:
        given = super().get_change_reason_for_object(instance, history_type, using)
        return given or _recording.get().reason

    def get_history_user(self, instance: Any) -> Any:
        return _recording.get().user or super().get_history_user(instance)


class RecordedQuerySet(models.QuerySet[M]):
    """A queryset whose bulk changes leave the same history as single saves."""

    def update(self, **changes: Any) -> int:
        with transaction.atomic(using=self.db):
            keys = list(self.values_list("pk", flat=True))
            tell(self.model, keys)
            rows = super().update(**changes)
            changed = self.model._base_manager.using(self.db).in_bulk(keys)
            self._record(list(changed.values()), update=True)
            tell(self.model, keys)
        return rows

    update.alters_data = True  # type: ignore[attr-defined]

    def bulk_create(self, objs: Iterable[M], *args: Any, **options: Any) -> list[M]:
        if options.get("ignore_conflicts") or options.get("update_conflicts"):
            raise NotImplementedError(
                "History cannot tell which rows of an upsert changed: "
                "split the rows into bulk_create and bulk_update."
            )
        with transaction.atomic(using=self.db):
            created = super().bulk_create(objs, *args, **options)
            self._record(created, update=False)
            tell(self.model, [row.pk for row in created], are_new=True)
        return created

    def bulk_update(
        self, objs: Iterable[M], fields: Iterable[str], batch_size: int | None = None
    ) -> int:
        # Django computes no field here and calls `update`, which records, for each batch.
        rows = list(objs)
        derived = [
            field
            for field in self.model._meta.local_concrete_fields
            if isinstance(field, DerivedField)
        ]
        for field in derived:
            for row in rows:
                field.pre_save(row, add=False)
        return super().bulk_update(
            rows, {*fields, *(field.name for field in derived)}, batch_size=batch_size
        )

    def _record(self, objs: list[M], *, update: bool) -> None:
        act = _recording.get()
        history = self.model.history.using(self.db)  # type: ignore[attr-defined]
        rows = self.model.history.bulk_history_create(  # type: ignore[attr-defined]
            objs, update=update, default_user=act.user, default_change_reason=act.reason
        )
        if update and history.model._history_m2m_fields:  # a new record has no links yet
            for row, obj in zip(rows, objs, strict=True):
                RecordedHistory().create_historical_record_m2ms(row, obj)


class RecordedModel(models.Model):
    """A record every change of which is kept."""

    history = RecordedHistory(inherit=True)

    class Meta:
        abstract = True
