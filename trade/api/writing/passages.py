"""Evidence in a body: passages named by their place or their words, checked against the text."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from trade.api.writing.known_fields import KnownFields
from trade.api.writing.references import SourceReference
from trade.models import Passage, Source
from trade.quoting import passage_of

LAST_OFFSET = 2**31 - 1


class PassageWriter(KnownFields):
    """A passage: `start` and `end`, or `words`; both are checked against the text of the source."""

    source = SourceReference(required=False)  # type: ignore[assignment]
    start = serializers.IntegerField(
        required=False,
        min_value=0,
        max_value=LAST_OFFSET,
        help_text=_("Offset of the first character, from 0."),
    )
    end = serializers.IntegerField(
        required=False,
        min_value=1,
        max_value=LAST_OFFSET,
        help_text=_("Offset behind the last character."),
    )
    words = serializers.CharField(
        required=False,
        trim_whitespace=False,
        help_text=_("Exactly as they stand in the text of the source."),
    )
    occurrence = serializers.IntegerField(
        required=False,
        min_value=1,
        max_value=LAST_OFFSET,
        help_text=_("Which time, from 1, where the words stand in the text more than once."),
    )

    def validate(self, attrs: Any) -> Any:
        has_place = {"start", "end"} <= attrs.keys()
        if not has_place and ("words" not in attrs or {"start", "end"} & attrs.keys()):
            raise serializers.ValidationError(_t("Give start and end, or words."))
        if has_place and attrs["start"] >= attrs["end"]:
            raise serializers.ValidationError({"end": _t("A passage ends behind its start.")})
        return attrs


def passage_from(given: Mapping[str, Any], *, source: Source | None) -> Passage:
    """The passage a body means, recorded if it was not yet; of `source` unless it names its own.

    Raises ValidationError where the text of the source does not say so.
    """
    source = given.get("source") or source
    if source is None:
        raise ValidationError({"source": _t("Say which source has these words.")})
    if "start" not in given:
        try:
            found = passage_of(source, given["words"], occurrence=given.get("occurrence"))
        except ValidationError as error:
            raise ValidationError({"words": error.messages}) from error
    else:
        start, end = given["start"], given["end"]
        words = given.get("words", source.text[start:end])
        found = Passage(source=source, start=start, end=end, words=words)
        found.full_clean(validate_unique=False, validate_constraints=False)
        if len(words) != end - start:
            reason = _t("The text of this source ends at %(end)d.") % {"end": len(source.text)}
            raise ValidationError({"end": reason})
    if found.pk is not None:
        return found
    place = {"source": source, "start": found.start, "end": found.end}
    return Passage.objects.get_or_create(**place, defaults={"words": found.words})[0]
