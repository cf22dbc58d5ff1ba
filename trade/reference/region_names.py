"""The names of regions: official, in other languages, aliases, former ones, adjectives."""

import re
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from trade.models import Region, RegionName
from trade.reference.files import BadFileError, Line, read_csv
from trade.reference.following import Follower, Outcome, Progress, in_silence
from trade.reference.languages import TWO_LETTERS

Kind = RegionName.Kind
Row = tuple[Line, dict[str, str]]

_CYRILLIC = re.compile("[\u0400-\u04ff]")
_WRITTEN_IN_CYRILLIC = {"ru", "be", "uk"}
_STRESS = "\u0301"


def load_region_names(folder: Path, progress: Progress = in_silence) -> Outcome:
    """Bring the names of regions to what the files say. Regions are loaded before.

    Our own file comes first: where it gives a short or official name, the upstream one of that
    kind becomes an alias.
    """
    ours = list(read_csv(folder / "region_names.csv", "code", "language", "kind", "name"))
    countries = list(read_csv(folder / "country_codes.csv", *_COUNTRY_COLUMNS))
    subdivisions = list(
        read_csv(folder / "subdivisions.csv", "code", "name_iso3166_2", "other_names")
    )
    english = dict(Region.objects.values_list("code", "name"))

    names = _Names(english)
    known = {row["ISO3166-1-Alpha-2"] for _line, row in countries}
    known |= {row["code"] for _line, row in subdivisions}
    _read_ours(ours, names, known)
    _read_countries(countries, names)
    _read_subdivisions(subdivisions, names)

    follower = Follower(RegionName.objects.all(), key=("region_id", "language", "kind", "name"))
    # A region somebody deleted has no names either.
    follower.follow([name for name in names.found if name[1].region_id in english], progress)
    return follower.finish()


class _Names:
    """The names read so far. What is read first is not repeated as an alias."""

    def __init__(self, english: dict[str, str]) -> None:
        self.found: list[tuple[Line, RegionName]] = []
        self._spellings = {(code, "en", name) for code, name in english.items()}
        self._kinds: set[tuple[str, str, str]] = set()

    def add(self, line: Line, region: str, language: str, kind: str, name: str) -> None:
        name_of_region = RegionName(region_id=region, language=language, kind=kind, name=name)
        self.found.append((line, name_of_region))
        self._spellings.add((region, language, name))
        self._kinds.add((region, language, kind))

    def add_alias(self, line: Line, region: str, language: str, name: str) -> None:
        if name and (region, language, name) not in self._spellings:
            self.add(line, region, language, Kind.ALIAS, name)

    def add_first(self, line: Line, region: str, language: str, kind: str, name: str) -> None:
        """As this kind if it is the first name of the kind, else as an alias."""
        if self.has(region, language, kind):
            self.add_alias(line, region, language, name)
        elif name:
            self.add(line, region, language, kind, name)

    def has(self, region: str, language: str, kind: str) -> bool:
        return (region, language, kind) in self._kinds


def _read_ours(rows: list[Row], names: _Names, known: set[str]) -> None:
    for line, row in rows:
        if row["code"] not in known:
            raise BadFileError(line, _("unknown region “%s”") % row["code"])
        if (row["language"], row["kind"]) == ("en", Kind.SHORT):
            continue  # the name of the region itself
        names.add(line, row["code"], row["language"], row["kind"], row["name"])


_COUNTRY_COLUMNS = (
    "ISO3166-1-Alpha-2",
    "UNTERM English Short",
    "UNTERM English Formal",
    "official_name_en",
    "UNTERM Russian Short",
    "UNTERM Russian Formal",
    "official_name_ru",
)


def _read_countries(rows: list[Row], names: _Names) -> None:
    for line, row in rows:
        code = row["ISO3166-1-Alpha-2"]
        name = {column: _without_notes(row[column]) for column in _COUNTRY_COLUMNS}
        official = name["UNTERM English Formal"] or name["official_name_en"]
        names.add_first(line, code, "en", Kind.OFFICIAL, official)
        names.add_alias(line, code, "en", name["UNTERM English Short"])
        names.add_alias(line, code, "en", name["official_name_en"])
        short = name["UNTERM Russian Short"] or name["official_name_ru"]
        names.add_first(line, code, "ru", Kind.OFFICIAL, name["UNTERM Russian Formal"])
        names.add_first(line, code, "ru", Kind.SHORT, short)
        names.add_alias(line, code, "ru", name["official_name_ru"])


def _without_notes(name: str) -> str:
    """A name of UNTERM without its article and its asterisks: “the Holy See *”, “Gambia (the)”."""
    plain = name.rstrip(" *").removesuffix(" (the)").strip()
    return plain.removeprefix("the ")


def _read_subdivisions(rows: list[Row], names: _Names) -> None:
    for line, row in rows:
        code = row["code"]
        names.add_first(line, code, "en", Kind.OFFICIAL, row["name_iso3166_2"])
        for language, name in _other_names(row["other_names"]):
            is_transcript = language in _WRITTEN_IN_CYRILLIC and not _CYRILLIC.search(name)
            if language == "en" or is_transcript or names.has(code, language, Kind.OFFICIAL):
                names.add_alias(line, code, language, name)
            elif names.has(code, language, Kind.SHORT):
                # Beside “Мордовия” of ours, “Республика Мордовия” is the official name.
                names.add_first(line, code, language, Kind.OFFICIAL, name)
            else:
                names.add(line, code, language, Kind.SHORT, name)


def _other_names(cell: str) -> Iterator[tuple[str, str]]:
    """Language and name of each of “Мордовиясь (mdf), 'Flamande, Région (fra)'”.

    Quotes around a name with a comma are strays. Codes of dialects, which have no ISO 639 code,
    are left out with their names.
    """
    for part in re.split(r"(?<=\)), |(?<=\)'), ", cell):
        match = re.fullmatch(r"'?(.+) \(([a-z]{3})\)'?", part)
        if match:
            name, language = match.groups()
            if _CYRILLIC.search(name):
                name = name.replace(_STRESS, "")
            yield TWO_LETTERS.get(language, language), name
