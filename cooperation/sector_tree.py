"""The tree of cooperation areas and the terms that name them, from `sectors.yaml`."""

from pathlib import Path
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from cooperation.models import Sector, SectorTerm
from trade.models import Product
from trade.reference import (
    BadFileError,
    Follower,
    Line,
    Outcome,
    Progress,
    in_silence,
    read_csv,
)

FILE = "sectors.yaml"
LISTS = ("isic", "hs", "terms")


class _Entry(NamedTuple):
    line: Line
    parent: str
    code: str
    name: str
    lists: dict[str, list[tuple[Line, str]]]

    def codes(self, name: str) -> list[str]:
        return [code for _line, code in self.lists[name]]


def load_sectors(folder: Path, progress: Progress = in_silence) -> Outcome:
    """Bring sectors to what the files say, with their ISIC codes and products.

    Products are loaded before: a sector links to those of the Harmonized System of 2022.
    """
    entries = _read(folder)
    _check_isic_codes(entries, folder)
    follower = Follower(
        Sector.objects.all(), key=("code",), fields=("name", "parent_id", "isic_codes")
    )
    groups = [entry for entry in entries if not entry.parent]
    follower.follow([(group.line, _sector(group, None)) for group in groups])
    inner = [
        (entry.line, _sector(entry, parent))
        for entry in entries
        if entry.parent and (parent := follower.records.get((entry.parent,)))
    ]
    follower.follow(inner)
    outcome = follower.finish()
    _link_products(entries, follower, outcome, progress)
    return outcome


def _sector(entry: _Entry, parent: Sector | None) -> Sector:
    return Sector(code=entry.code, name=entry.name, parent=parent, isic_codes=entry.codes("isic"))


def _link_products(
    entries: list[_Entry], follower: Follower[Sector], outcome: Outcome, progress: Progress
) -> None:
    products = dict(
        Product.objects.filter(edition=Product.Edition.HS2022).values_list("code", "pk")
    )
    linked = set(Sector.products.through.objects.values_list("sector_id", "product_id"))
    for done, entry in enumerate(entries, start=1):
        for line, code in entry.lists["hs"]:
            if code not in products:
                raise BadFileError(line, _("unknown product “%s”") % code)
        progress(done, len(entries))
        sector = follower.records.get((entry.code,))
        wanted = {products[code] for code in entry.codes("hs")}
        if sector is None or wanted == {pk for of, pk in linked if of == sector.pk}:
            continue
        if (entry.code,) not in follower.written:
            if follower.is_edited(sector):
                outcome.kept.append(_("%s (its products)") % entry.code)
                continue
            outcome.unchanged -= 1
            outcome.changed += 1
        sector.products.set(wanted)


def load_sector_terms(folder: Path, progress: Progress = in_silence) -> Outcome:
    """Bring the terms of sectors to what the file says."""
    sectors = {sector.code: sector for sector in Sector.objects.all()}
    terms = [
        (line, SectorTerm(sector=sectors[entry.code], language="en", term=term))
        for entry in _read(folder)
        if entry.code in sectors
        for line, term in entry.lists["terms"]
    ]
    follower = Follower(SectorTerm.objects.all(), key=("language", "term"), fields=("sector_id",))
    follower.follow(terms, progress)
    return follower.finish()


def _check_isic_codes(entries: list[_Entry], folder: Path) -> None:
    known = {row["code"] for _line, row in read_csv(folder / "isic4.csv", "code")}
    for entry in entries:
        for line, code in entry.lists["isic"]:
            if code not in known:
                raise BadFileError(line, _("unknown ISIC code “%s”") % code)


def _read(folder: Path) -> list[_Entry]:
    """Groups and sectors as they stand in the file, each group before its sectors."""
    try:
        # The round-trip reader is the one that knows lines.
        groups = YAML(typ="rt").load((folder / FILE).read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise BadFileError(Line(FILE), _("the file is missing")) from error
    except MarkedYAMLError as error:
        number = error.problem_mark.line + 1 if error.problem_mark else 0
        raise BadFileError(Line(FILE, number), error.problem) from error
    except (YAMLError, UnicodeDecodeError) as error:
        raise BadFileError(Line(FILE), error) from error
    if not isinstance(groups, CommentedSeq):
        raise BadFileError(Line(FILE), _("not a list of groups"))
    entries = []
    for number, group in enumerate(groups):
        line = Line(FILE, groups.lc.item(number)[0] + 1)
        entries.append(_entry(group, "", line))
        sectors = group.get("sectors", CommentedSeq())
        if not isinstance(sectors, CommentedSeq):
            raise BadFileError(line, _("“%s” is no list") % "sectors")
        entries += [
            _entry(sector, group["code"], Line(FILE, sectors.lc.item(place)[0] + 1))
            for place, sector in enumerate(sectors)
        ]
    return entries


def _entry(record: Any, parent: str, line: Line) -> _Entry:
    if not isinstance(record, CommentedMap):
        raise BadFileError(line, _("not a record with “code:” and “name:”"))
    for name in ("code", "name"):
        if not isinstance(record.get(name), str):
            raise BadFileError(line, _("“%s” is missing or no text") % name)
    lists = {}
    for name in LISTS:
        values = record.get(name)
        if not isinstance(values, CommentedSeq) or not all(
            isinstance(value, str) for value in values
        ):
            raise BadFileError(line, _("“%s” is missing or no list of texts") % name)
        lines = [Line(FILE, values.lc.item(place)[0] + 1) for place in range(len(values))]
        lists[name] = list(zip(lines, map(str, values), strict=True))
    return _Entry(line, parent, str(record["code"]), str(record["name"]), lists)
