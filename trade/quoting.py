"""From words somebody quotes to the passage of a source they are."""

import re

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
