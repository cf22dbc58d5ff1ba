"""What a fact rests on, as every record of the API shows it."""

from typing import Any, TypeVar

from django.db.models import Model, Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from trade.api.records import RecordSerializer
from trade.models import Passage, Source

M = TypeVar("M", bound=Model)

# Long columns that no list shows.
UNSHOWN = ("text", "search_text", "notes")


class SourceReferenceSerializer(RecordSerializer):
    """The source of a fact."""

    class Meta:
        model = Source
        fields = (
            "key",
            "kind",
            "title",
            "publisher",
            "url",
            "published_on",
            "published_on_precision",
        )


class PassageSerializer(RecordSerializer):
    """The words a fact rests on, and where they stand in the text of a source."""

    source = serializers.CharField(  # type: ignore[assignment]
        source="source.key", read_only=True, help_text=_("The key of the source.")
    )

    class Meta:
        model = Passage
        fields = ("source", "start", "end", "words")


class EvidencedSerializer(RecordSerializer):
    """The base of a fact: its source, and the passages that say so."""

    source = SourceReferenceSerializer(read_only=True)  # type: ignore[assignment]
    passages = PassageSerializer(many=True, read_only=True)


EVIDENCE = ("source", "passages")


def passages(path: str = "passages") -> "Prefetch[Any]":
    """Loads the passages found at `path`, with the keys of their sources. One query."""
    return Prefetch(
        path,
        Passage.objects.select_related("source").only("start", "end", "words", "source__key"),
    )


def sources(path: str = "sources") -> "Prefetch[Any]":
    """Loads the sources found at `path`, without their texts. One query."""
    return Prefetch(path, Source.objects.defer(*UNSHOWN))


def with_evidence(facts: QuerySet[M]) -> QuerySet[M]:
    """Facts with source and passages, in one query more."""
    return (
        facts.select_related("source")
        .defer(*(f"source__{column}" for column in UNSHOWN))
        .prefetch_related(passages())
    )
