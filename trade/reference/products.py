"""Goods, by the Harmonized System of 2022."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from django.utils.translation import gettext as _

from trade.models import Product
from trade.reference.files import BadFileError, Line, read_csv
from trade.reference.following import Follower, Outcome, Progress, in_silence

Level = Product.Level


class _Entry(NamedTuple):
    line: Line
    code: str
    parent: str
    name: str


def load_products(folder: Path, progress: Progress = in_silence) -> Outcome:
    """Bring products to what the files in `folder` say, from all goods down to subheadings."""
    entries: dict[Level, list[_Entry]] = {level: [] for level in Level}
    entries[Level.SECTION] = list(_sections(folder))
    for level, entry in _lines(folder):
        entries[level].append(entry)

    edition = Product.Edition
    follower = Follower(
        Product.objects.filter(edition__in=[edition.ANY, edition.HS2022]),
        key=("edition", "code"),
        fields=("level", "parent_id", "name"),
    )
    total = Product(edition=edition.ANY, code=Product.TOTAL, level=Level.TOTAL, name="All goods")
    follower.follow([(Line("hs_2022.csv"), total)])
    above = {Product.TOTAL}
    for level in (Level.SECTION, Level.CHAPTER, Level.HEADING, Level.SUBHEADING):
        follower.follow(list(_products(level, entries[level], above, follower)), progress)
        above = {entry.code for entry in entries[level]} | {Product.TOTAL}
    return follower.finish()


def _sections(folder: Path) -> Iterator[_Entry]:
    for line, row in read_csv(folder / "hs_sections.csv", "section", "name"):
        yield _Entry(line, row["section"], Product.TOTAL, row["name"][:1].upper() + row["name"][1:])


def _lines(folder: Path) -> Iterator[tuple[Level, _Entry]]:
    columns = ("section", "hscode", "description", "parent", "level")
    for line, row in read_csv(folder / "hs_2022.csv", *columns):
        if row["hscode"] == Product.TOTAL:
            continue  # its own parent there; ours belongs to every edition
        if row["level"] not in {"2", "4", "6"}:
            raise BadFileError(line, _("unknown level “%s”") % row["level"])
        level = Level(int(row["level"]))
        if level == Level.CHAPTER:
            # The file puts chapters under TOTAL and names their section beside.
            row["parent"] = row["section"]
        yield level, _Entry(line, row["hscode"], row["parent"], row["description"])


def _products(
    level: Level, entries: list[_Entry], above: set[str], follower: Follower[Product]
) -> Iterator[tuple[Line, Product]]:
    for line, code, parent, name in entries:
        if parent not in above:
            raise BadFileError(line, _("unknown parent “%s”") % parent)
        edition = Product.Edition.ANY if parent == Product.TOTAL else Product.Edition.HS2022
        stored = follower.records.get((edition, parent))
        # Without a stored parent, somebody has deleted it with all below.
        if stored is not None:
            yield (
                line,
                Product(
                    edition=Product.Edition.HS2022,
                    code=code,
                    level=level,
                    parent_id=stored.pk,
                    name=name,
                ),
            )
