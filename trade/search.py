"""Search that finds a name in Cyrillic or Latin letters, in any case, on every database.

Text and query are folded the same way: to Latin letters, without case, accents and soft signs,
with the common ways to transliterate brought to one. The beginning of a word is found in the
folded word, so a search may run while somebody types; inside a word, a part is found unless it
starts within a sound written with several letters (the “h” of “ph”).
"""

import re
import unicodedata
from collections.abc import Callable
from typing import Any, ClassVar, Self, TypeVar

from anyascii import anyascii
from django.db import models
from django.db.models import Q

from trade.fields import DerivedTextField
from trade.history import RecordedQuerySet

M = TypeVar("M", bound=models.Model)

# BGN, GOST, ISO 9 and press spellings of one sound: Alexei, Alexey, Aleksej; Khabarovsk, Habarovsk.
_SPELLINGS = {
    "shch": "sch",
    "kh": "h",
    "tz": "ts",
    "ph": "f",
    "x": "ks",
    "w": "v",
    "y": "i",
    "j": "i",
}
# In one pass: a replacement never becomes part of another, so that words keep their beginnings.
_SPELLED = re.compile("|".join(_SPELLINGS))
_LETTERS = str.maketrans(
    {"ё": "е", "Ё": "Е", "ў": "в", "Ў": "В", "ь": "", "ъ": "", "Ь": "", "Ъ": ""}
)


def fold(text: str) -> str:
    """`text` as words of plain letters and digits: fold("Здунов, Артём") == "zdunov artem"."""
    whole = unicodedata.normalize("NFC", text)  # “й” may come as “и” with a mark
    plain = anyascii(whole.translate(_LETTERS)).lower().replace("'", "").replace("`", "")
    plain = _SPELLED.sub(lambda spelling: _SPELLINGS[spelling[0]], plain)
    return " ".join(re.findall(r"[a-z0-9]+", _without_doubles(plain)))


def _without_doubles(text: str) -> str:
    return re.sub(r"([a-z])\1+", r"\1", text)


# What a folded word may become when more is typed: “mik” is the beginning of “mikhail”, “mihail”.
_BEGUN_SOUNDS = (("shc", "sch"), ("sh", "sch"), ("k", "h"), ("p", "f"))


def beginnings(word: str) -> list[str]:
    """The ways a word of folded text may start that starts with this folded word."""
    finished = [
        _without_doubles(word.removesuffix(begun) + sound)
        for begun, sound in _BEGUN_SOUNDS
        if word.endswith(begun)
    ]
    return [word, *finished]


class SearchTextField(DerivedTextField):
    """The folded words of a record: `of` returns the texts it is found by."""

    def __init__(
        self, *args: Any, of: Callable[[Any], tuple[str, ...]] | None = None, **kwargs: Any
    ):
        if of is not None:
            kwargs["derive"] = lambda record: fold(" ".join(of(record)))
        kwargs.setdefault("blank", True)
        kwargs.setdefault("default", "")
        super().__init__(*args, **kwargs)


class SearchableQuerySet(RecordedQuerySet[M]):
    """A queryset with `search`: every word must be found in one of `search_paths`."""

    search_paths: ClassVar[tuple[str, ...]] = ("search_text",)

    def search(self, words: str) -> Self:
        found = self
        for word in fold(words).split():
            anywhere = Q()
            for path in self.search_paths:
                for beginning in beginnings(word):
                    anywhere |= Q(**{f"{path}__contains": beginning})
            # A subquery, so that a match in a related table never repeats a row.
            matches = self.model._base_manager.filter(anywhere)
            found = found.filter(pk__in=matches.order_by().values("pk"))
        return found
