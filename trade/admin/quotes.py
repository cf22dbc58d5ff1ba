"""From words pasted by an analyst to the passage they are."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from trade.models import Passage, Source


def find_words(text: str, words: str, *, occurrence: int | None = None) -> tuple[int, int]:
    """Where `words` stand in `text`, as [start, end); line breaks and spaces count as one.

    `occurrence` says which, from 1, when they stand there more than once.
    Raises ValidationError when they are not there, or there twice without saying which.
    """
    pattern = r"\s+".join(re.escape(word) for word in words.split())
    spans = [match.span() for match in re.finditer(pattern, text)] if pattern else []
    if not spans:
        raise ValidationError(_("These words are not in the text of the source."))
    if occurrence is None and len(spans) > 1:
        raise ValidationError(
            _("These words stand in the text %(times)d times: say which, or paste more of them."),
            params={"times": len(spans)},
        )
    if occurrence is not None and occurrence > len(spans):
        raise ValidationError(
            _("These words stand in the text only %(times)d times."), params={"times": len(spans)}
        )
    return spans[(occurrence or 1) - 1]


def passage_of(source: Source, words: str, *, occurrence: int | None = None) -> Passage:
    """The recorded passage of these words, or a new one that is not saved yet."""
    start, end = find_words(source.text, words, occurrence=occurrence)
    recorded = Passage.objects.filter(source=source, start=start, end=end).first()
    return recorded or Passage(source=source, start=start, end=end, words=source.text[start:end])


def words_field() -> forms.CharField:
    return forms.CharField(
        label=_("Words"),
        widget=forms.Textarea(
            attrs={
                "rows": 2,
                "class": "vLargeTextField",
                "placeholder": _("Paste them exactly as they stand in the source's text."),
            }
        ),
    )


def occurrence_field() -> forms.IntegerField:
    return forms.IntegerField(
        label=_("Which time"),
        required=False,
        min_value=1,
        widget=forms.NumberInput(
            attrs={"class": "vIntegerField", "placeholder": _("2, if the second time")}
        ),
    )


class PassageForm(forms.ModelForm):  # type: ignore[type-arg]
    """A passage is entered by its words: the program finds where they stand."""

    words = words_field()
    occurrence = occurrence_field()

    class Meta:
        model = Passage
        fields = ["source"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        source, words = data.get("source"), data.get("words")
        if not source or not words:
            return data
        try:
            found = passage_of(source, words, occurrence=data.get("occurrence"))
        except ValidationError as error:
            self.add_error("words", error)
            return data
        if found.pk is not None:
            self.add_error("words", _("This passage is already recorded: choose it by its words."))
        data["words"] = found.words
        self.instance.start, self.instance.end = found.start, found.end
        return data
