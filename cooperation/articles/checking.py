"""Checking what article files say before anything is written: shape, quotes, codes and keys."""

import copy
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from pydantic import ValidationError

from cooperation.articles.files import ArticleFile
from cooperation.articles.format import Article
from cooperation.articles.problems import Place
from cooperation.articles.remainder import Rest
from cooperation.articles.values import Known, product_word
from cooperation.models import Meeting, Official, Organisation, Sector
from trade.models import Product, Region

# Lists of a file whose parts have a key that others refer to.
_KEYED = {"organisation": "organisations", "official": "officials", "meeting": "meetings"}


@dataclass
class CheckedFile:
    """A file and what of it can be understood."""

    file: ArticleFile
    article: Article
    rest: "Rest"

    def report(self, place: Place, reason: str) -> None:
        """Note a problem at a place of the article, which may stand further down in the file."""
        self.file.report(self.rest.place_in_file(place), reason)


def check_files(files: Sequence[ArticleFile]) -> list[CheckedFile]:
    """Report every mistake the files themselves show, and return what is left without it.

    The rest is checked on: a wrong date in one part does not hide what is wrong with another.
    """
    codes = _known_codes()
    for file in files:
        for kind, listed in _KEYED.items():
            codes[kind] |= set(_words(file.values, listed, "key"))
    checked = []
    for file in files:
        if isinstance(file.values, dict):
            found = _check(file, codes)
            if found is not None:
                checked.append(found)
    _report_repeated_keys(checked)
    return checked


def _known_codes() -> dict[str, set[str]]:
    """Every code and key of the database that a file may name. Six queries."""
    return {
        "region": set(Region.objects.values_list("code", flat=True)),
        "product": {product_word(product) for product in Product.objects.only("edition", "code")},
        "sector": set(Sector.objects.values_list("code", flat=True)),
        "official": set(Official.objects.values_list("key", flat=True)),
        "organisation": set(Organisation.objects.values_list("key", flat=True)),
        "meeting": set(Meeting.objects.values_list("key", flat=True)),
    }


def _words(values: Any, listed: str, name: str) -> list[str]:
    parts = values.get(listed) if isinstance(values, dict) else None
    listed_parts = parts if isinstance(parts, list) else []
    found = [part.get(name) for part in listed_parts if isinstance(part, dict)]
    return [word for word in found if isinstance(word, str)]


def _check(file: ArticleFile, codes: dict[str, set[str]]) -> CheckedFile | None:
    source = file.values.get("source")
    scope = source.get("text_scope", "full") if isinstance(source, dict) else "full"
    text = file.values.get("text", "")
    known = Known(
        text=text if isinstance(text, str) else "", needs_quotes=scope == "full", codes=codes
    )
    rest = Rest(copy.deepcopy(file.values))
    for attempt in range(4):
        try:
            article = Article.model_validate(rest.values, context=known)
            return CheckedFile(file, article, rest)
        except ValidationError as error:
            mistakes = error.errors(include_url=False, include_context=False)
            if attempt == 0:
                for mistake in mistakes:
                    file.report(mistake["loc"], _reason(mistake))
            # First the wrong values alone go; then, where they are needed, the parts around them.
            rest.drop([mistake["loc"] for mistake in mistakes], whole_parts=attempt > 0)
            _fill_in(rest.values)
            known.needs_quotes = False
    return None


def _fill_in(values: dict[str, Any]) -> None:
    """Stand-ins for what every file has, so that its other parts can be checked without."""
    values.setdefault("key", "unnamed")
    if not isinstance(values.get("source"), dict):
        values["source"] = {}
    values["source"].setdefault("title", "?")
    values["source"].setdefault("publisher", "?")


def _reason(mistake: Any) -> str:
    if mistake["type"] == "missing":
        return _("is missing")
    if mistake["type"] == "extra_forbidden":
        return _("is not part of the format")
    return str(mistake["msg"])


def _report_repeated_keys(checked: Sequence[CheckedFile]) -> None:
    """Two files of one key would load over each other."""
    first: dict[str, str] = {}
    for found in checked:
        key = found.article.key
        if key in first:
            reason = _("“%(key)s” is the key of %(file)s too") % {"key": key, "file": first[key]}
            found.report(("key",), reason)
        first.setdefault(key, found.file.name)
