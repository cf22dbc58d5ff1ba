"""Which sentences of a text no fact rests on."""

import re
from collections.abc import Iterable
from typing import NamedTuple

# A sentence ends behind . ! ? or … and the quotation marks after it, or with its line.
_ENDS = re.compile(r"(?:[.!?…]+[\"'”’»)\]]*(?=\s+[\"'“‘«(\[]*[^\W\d_a-zа-яё])|\n)")
_ABBREVIATIONS = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|Prof|St|No|vs|e\.g|i\.e|[A-ZА-ЯЁ])\.$")


class Sentence(NamedTuple):
    """A sentence and where it stands in its text."""

    start: int
    end: int
    words: str


def sentences(text: str) -> list[Sentence]:
    """The sentences of a text, without the space between them."""
    found, start = [], 0
    for end in [*(match.end() for match in _ENDS.finditer(text)), len(text)]:
        if _ABBREVIATIONS.search(text, start, end):
            continue
        words = text[start:end].strip()
        if words:
            begin = text.index(words, start)
            found.append(Sentence(begin, begin + len(words), words))
        start = end
    return found


def uncovered(text: str, spans: Iterable[tuple[int, int]]) -> list[str]:
    """The sentences that none of the spans touches."""
    touched = list(spans)
    return [
        sentence.words
        for sentence in sentences(text)
        if not any(start < sentence.end and end > sentence.start for start, end in touched)
    ]
