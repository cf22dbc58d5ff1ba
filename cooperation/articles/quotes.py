"""Quotes: the exact words of the text that a fact rests on."""

from typing import Annotated, Any

from django.utils.translation import gettext as _
from pydantic import BeforeValidator, Field, ValidationInfo, WithJsonSchema, model_validator

from cooperation.articles.values import Part, wrong
from trade.models import Passage


class Quote(Part):
    """Words exactly as they stand in the text, and which time they stand there."""

    text: str = Field(min_length=1, description="Exactly as they stand in the text.")
    occurrence: int | None = Field(
        default=None, ge=1, description="1 for the first time these words stand in the text."
    )
    _start: int = 0

    @model_validator(mode="after")
    def stands_in_the_text(self, info: ValidationInfo) -> "Quote":
        if info.context is None:
            return self
        starts = occurrences(self.text, info.context.text)
        if not starts:
            raise wrong(_("“%(words)s” is not in the text") % {"words": self.text})
        if self.occurrence is None and len(starts) > 1:
            raise wrong(
                _("“%(words)s” stands in the text %(count)d times: add which occurrence is meant")
                % {"words": self.text, "count": len(starts)}
            )
        if self.occurrence is not None and self.occurrence > len(starts):
            raise wrong(
                _("“%(words)s” stands in the text %(count)d times, not %(occurrence)d")
                % {"words": self.text, "count": len(starts), "occurrence": self.occurrence}
            )
        self._start = starts[(self.occurrence or 1) - 1]
        return self

    @property
    def span(self) -> tuple[int, int]:
        """Where it stands: the first character, and behind the last one."""
        return self._start, self._start + len(self.text)

    @classmethod
    def of(cls, passage: Passage, text: str) -> "Quote":
        """The quote that names a passage of a text."""
        starts = occurrences(passage.words, text)
        number = starts.index(passage.start) + 1 if len(starts) > 1 else None
        return cls(text=passage.words, occurrence=number)


def occurrences(words: str, text: str) -> list[int]:
    """Where the words stand in the text, also where they overlap."""
    starts = []
    start = text.find(words)
    while start >= 0:
        starts.append(start)
        start = text.find(words, start + 1)
    return starts


def as_list_of_quotes(value: Any) -> Any:
    quotes = value if isinstance(value, list) else [value]
    return [{"text": quote} if isinstance(quote, str) else quote for quote in quotes]


def quoted_where_needed(value: list[Quote] | None, info: ValidationInfo) -> list[Quote] | None:
    if value is None and info.context is not None and info.context.needs_quotes:
        raise wrong(_("quote the words of the text this rests on; [] if there are none"))
    return value


_QUOTE_SCHEMA: dict[str, Any] = {
    "anyOf": [
        {"type": "string", "minLength": 1},
        {
            "type": "object",
            "properties": {
                "text": {"type": "string", "minLength": 1},
                "occurrence": {"type": "integer", "minimum": 1},
            },
            "required": ["text"],
            "additionalProperties": False,
        },
    ]
}
OneQuote = Annotated[
    Quote,
    BeforeValidator(lambda value: {"text": value} if isinstance(value, str) else value),
    WithJsonSchema(_QUOTE_SCHEMA),
]
Quotes = Annotated[
    list[Quote],
    BeforeValidator(as_list_of_quotes),
    WithJsonSchema({"anyOf": [*_QUOTE_SCHEMA["anyOf"], {"type": "array", "items": _QUOTE_SCHEMA}]}),
]


def quotes_of(part: Any) -> list[Quote]:
    """The quotes of a part, none where it has none."""
    quote = getattr(part, "quote", None)
    return quote if isinstance(quote, list) else [quote] if quote else []
