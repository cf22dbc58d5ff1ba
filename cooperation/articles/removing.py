"""Removing what an article no longer says, where nothing else rests on it."""

from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from cooperation.articles.history import Past, reason_of
from cooperation.articles.kinds import KINDS, Kind
from cooperation.articles.report import FileReport
from cooperation.articles.store import Store
from cooperation.articles.texts import users
from trade.figures.saving import delete_figure
from trade.history import recording
from trade.models import Passage, Source, TradeFigure


def remove_what_is_gone(key: str, store: Store, report: FileReport) -> None:
    """Take back what this article made or was evidence of, and its file says no more."""
    with recording(reason=reason_of(key)):
        for kind in reversed(KINDS):
            if kind.model is not Source:
                for record in _left_over(kind, key, store):
                    _take_back(record, kind, key, report)
        _remove_passages(key, store, report)


def _left_over(kind: Kind, key: str, store: Store) -> list[Any]:
    """Records of this kind that the article wrote or is evidence of, and no file names now."""
    model: Any = kind.model
    made = model.history.filter(history_type="+", history_change_reason=reason_of(key)).values_list(
        model._meta.pk.attname, flat=True
    )
    found = set(model.objects.filter(pk__in=list(made)))
    if kind.has_passages:
        found |= set(model.objects.filter(passages__source__key=key))
    if hasattr(model, "sources"):
        found |= set(model.objects.filter(sources__key=key))
    left = [record for record in found if (model, record.pk) not in store.written]
    return sorted(left, key=lambda record: record.pk)


def _take_back(record: Any, kind: Kind, key: str, report: FileReport) -> None:
    past = Past.of(record)
    if past.is_edited:
        _keep(report, record, _("edited by hand"))
        return
    if past.is_only_by(key) and not _rests_on_others(record, key):
        user = next(iter(users(record)), None)
        if user is None:
            if isinstance(record, TradeFigure):
                delete_figure(figure=record)
            else:
                record.delete()
            report.removed += 1
            return
        _keep(report, record, _("“%(user)s” rests on it") % {"user": user[0]})
        return
    report.changed += _withdraw(record, kind, key)
    if past.was_made_by(key):
        _keep(report, record, _("another article says so too"))


def _rests_on_others(record: Any, key: str) -> bool:
    return any(
        getattr(record, name).exclude(**{path: key}).exists()
        for name, path in (("passages", "source__key"), ("sources", "key"))
        if name in {field.name for field in record._meta.many_to_many}
    )


def _withdraw(record: Any, kind: Kind, key: str) -> bool:
    """Take this article's evidence from a record that others rest on too."""
    is_changed = False
    if kind.has_passages:
        own = list(record.passages.filter(source__key=key))
        if own:
            record.passages.remove(*own)
            is_changed = True
    if hasattr(record, "sources") and record.sources.filter(key=key).exists():
        record.sources.remove(*record.sources.filter(key=key))
        is_changed = True
    return is_changed


def _remove_passages(key: str, store: Store, report: FileReport) -> None:
    """Remove the passages of the source that nothing rests on any more."""
    wanted = {
        record.pk
        for reference, record in store.records.items()
        if reference.model is Passage and reference.key[0] == key
    }
    for passage in Passage.objects.filter(source__key=key).exclude(pk__in=wanted):
        if next(iter(users(passage)), None) is None and not Past.of(passage).is_edited:
            passage.delete()


def _keep(report: FileReport, record: Model, why: str) -> None:
    report.kept.append(
        _("%(what)s: is no longer in the file, but stays: %(why)s") % {"what": record, "why": why}
    )
