"""The passages of a source's text, and what becomes of them when the text is corrected."""

from collections.abc import Iterable
from typing import Any

from cooperation.articles.history import Past
from cooperation.articles.quotes import occurrences
from cooperation.models import Revision
from trade.models import Passage, Source, TradeFigureRevision

Span = tuple[int, int]
# Kept beside a record and gone with it: nothing that rests on it.
KEPT_BESIDE = (Revision, TradeFigureRevision)


def make_passages(source: Source, wanted: Iterable[Span]) -> list[Passage]:
    """The passages of these spans, those that are missing made."""
    spans = sorted(set(wanted))
    stored = {(passage.start, passage.end): passage for passage in source.passages.all()}
    missing = [
        Passage(source=source, start=start, end=end, words=source.text[start:end])
        for start, end in spans
        if (start, end) not in stored
    ]
    made = Passage.objects.bulk_create(missing)
    return [stored[span] for span in spans if span in stored] + made


def move_passages(source: Source) -> None:
    """Let passages follow their words to where these stand in the source's new text.

    A passage whose words are gone is given up by what articles rest on it, and removed when
    nothing else does; the source itself refuses a text that then still lacks words.
    """
    stored = list(source.passages.all())
    taken = {(passage.start, passage.end) for passage in stored}
    waiting = [p for p in stored if source.text[p.start : p.end] != p.words]
    is_moving = True
    while waiting and is_moving:
        is_moving = False
        for passage in list(waiting):
            target = _nearest(passage, source.text)
            if target is None or target in taken:
                continue
            taken -= {(passage.start, passage.end)}
            taken |= {target}
            passage.start, passage.end = target
            passage.save()
            waiting.remove(passage)
            is_moving = True
    for passage in waiting:
        give_up(passage)


def _nearest(passage: Passage, text: str) -> Span | None:
    starts = occurrences(passage.words, text)
    if not starts:
        return None
    start = min(starts, key=lambda start: abs(start - passage.start))
    return start, start + len(passage.words)


def give_up(passage: Passage) -> None:
    """Take a passage from whatever articles alone rest on it, and remove it when nothing does."""
    for record, name in users(passage):
        if Past.of(record).is_edited:
            continue
        if name == "passages":
            record.passages.remove(passage)
        else:
            record.delete()
    if not any(users(passage)) and not Past.of(passage).is_edited:
        passage.delete()


def users(record: Any) -> Iterable[tuple[Any, str]]:
    """The records that refer to this one, and by which field."""
    for relation in record._meta.related_objects:
        if relation.related_model in KEPT_BESIDE:
            continue
        name = relation.field.name
        for user in relation.related_model._base_manager.filter(**{name: record}):
            yield user, name
