"""Fields by which an analyst enters a passage: its words, pasted."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from trade.models import Passage
from trade.quoting import passage_of


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
