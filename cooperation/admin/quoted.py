"""Statements, entered by pasting their words."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cooperation.models import Meeting, Participant, Statement
from trade.admin.forms import AutocompleteOne, RecordForm
from trade.admin.quotes import occurrence_field, words_field
from trade.models import Passage, Source
from trade.quoting import passage_of


class StatementForm(RecordForm):
    """A source and the words pasted from it become the passage of the statement.

    `sources` are those of the meeting on the same page, which may not be saved yet.
    """

    source = forms.ModelChoiceField(
        Source.objects.all(),
        label=_("Source"),
        required=False,
        widget=AutocompleteOne(Passage._meta.get_field("source"), admin.site),
    )
    words = words_field()
    occurrence = occurrence_field()

    class Meta:
        model = Statement
        fields = ["speaker_as_written", "meeting", "participant", "official"]

    def __init__(self, *args: Any, sources: Iterable[Source] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sources = list(sources)
        if self.instance.passage_id:
            passage = self.instance.passage
            self.initial.update(source=passage.source_id, words=passage.words)
            self.fields["source"].widget.loaded = [passage.source]
        self.may_stay_empty(
            {
                "source": _("the meeting's source"),
                "speaker_as_written": _("the participant's name"),
            }
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        participant: Participant | None = data.get("participant")
        if not data.get("speaker_as_written"):
            if participant is not None:
                data["speaker_as_written"] = participant.name_as_written
            else:
                self.add_error("speaker_as_written", _("Say who said it."))
        data["passage"] = self._passage(data)
        if self._is_recorded(data):
            self.add_error(None, _("This statement is already recorded."))
        return data

    def _passage(self, data: dict[str, Any]) -> Passage | None:
        source, words = data.get("source") or self._only_source(data), data.get("words")
        if source is None:
            if "source" not in self.errors:
                self.add_error("source", _("Say which source has these words."))
            return None
        if not words or "occurrence" in self.errors:
            return None
        if self.instance.passage_id and not data.get("occurrence"):
            passage: Passage = self.instance.passage
            if passage.source_id == source.pk and passage.words.split() == words.split():
                return passage
        try:
            return passage_of(source, words, occurrence=data.get("occurrence"))
        except ValidationError as error:
            self.add_error("words", error)
            return None

    def _only_source(self, data: dict[str, Any]) -> Source | None:
        sources, meeting = self.sources, data.get("meeting")
        if not sources and isinstance(meeting, Meeting) and meeting.pk is not None:
            sources = list(meeting.sources.all())
        return sources[0] if len(sources) == 1 else None

    def _is_recorded(self, data: dict[str, Any]) -> bool:
        """The passage is no field of this form, so Django does not check the two together."""
        passage = data["passage"]
        if passage is None or passage.pk is None:
            return False
        same = Statement.objects.filter(
            passage=passage, speaker_as_written=data.get("speaker_as_written", "")
        )
        return same.exclude(pk=self.instance.pk).exists()

    def save(self, commit: bool = True) -> Statement:
        passage: Passage = self.cleaned_data["passage"]
        # Another row of the same page may have recorded these words a moment ago.
        self.instance.passage, _is_new = Passage.objects.get_or_create(
            source=passage.source,
            start=passage.start,
            end=passage.end,
            defaults={"words": passage.words},
        )
        return super().save(commit)  # type: ignore[no-any-return]


class StatementFormSet(forms.BaseInlineFormSet):  # type: ignore[type-arg]
    """No statement twice on one page, even when its passage is new."""

    def clean(self) -> None:
        super().clean()
        seen = set()
        for form in self.forms:
            passage = getattr(form, "cleaned_data", {}).get("passage")
            if passage is None or form in self.deleted_forms:
                continue
            speaker = form.cleaned_data.get("speaker_as_written")
            statement = (passage.source_id, passage.start, passage.end, speaker)
            if statement in seen:
                form.add_error("words", _("This statement is already on this page."))
            seen.add(statement)
