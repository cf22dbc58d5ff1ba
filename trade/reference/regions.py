"""Countries and their subdivisions, by ISO 3166, and the areas only trade statistics know."""

from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from trade.models import Region
from trade.reference.files import BadFileError, Line, read_csv
from trade.reference.following import Follower, Outcome, Progress, in_silence

Located = tuple[Line, Region]


def load_regions(folder: Path, progress: Progress = in_silence) -> Outcome:
    """Bring regions to what the files in `folder` say; BadFileError when they cannot be read."""
    corrections = _english_short_names(folder)
    regions = [
        *_countries(folder, corrections),
        *_subdivisions(folder, corrections),
        *_areas(folder),
    ]
    # A subdivision may stand before the one it is part of: look only when all are read.
    known = {region.code for _line, region in regions}
    for line, region in regions:
        if region.parent_id and region.parent_id not in known:
            raise BadFileError(line, _("unknown parent “%s”") % region.parent_id)
    follower = Follower(
        Region.objects.all(),
        key=("code",),
        fields=("kind", "subdivision_type", "parent_id", "name", "alpha3", "numeric_code"),
    )
    follower.follow(regions, progress)
    return follower.finish()


def _english_short_names(folder: Path) -> dict[str, str]:
    """Names in everyday use where the display name of CLDR is not: “Chechnya”, not “Chechen”."""
    rows = read_csv(folder / "region_names.csv", "code", "language", "kind", "name")
    return {
        row["code"]: row["name"]
        for _line, row in rows
        if row["language"] == "en" and row["kind"] == "short"
    }


def _countries(folder: Path, corrections: dict[str, str]) -> Iterator[Located]:
    rows = read_csv(
        folder / "country_codes.csv",
        "ISO3166-1-Alpha-2",
        "ISO3166-1-Alpha-3",
        "ISO3166-1-numeric",
        "CLDR display name",
    )
    for line, row in rows:
        code = row["ISO3166-1-Alpha-2"]
        yield (
            line,
            Region(
                code=code,
                kind=Region.Kind.COUNTRY,
                name=corrections.get(code, row["CLDR display name"]),
                alpha3=row["ISO3166-1-Alpha-3"],
                numeric_code=row["ISO3166-1-numeric"].zfill(3),
            ),
        )


def _subdivisions(folder: Path, corrections: dict[str, str]) -> Iterator[Located]:
    rows = read_csv(
        folder / "subdivisions.csv",
        "code",
        "country_alpha2",
        "type",
        "parent_code",
        "name_iso3166_2",
        "name_en_cldr",
    )
    for line, row in rows:
        yield (
            line,
            Region(
                code=row["code"],
                kind=Region.Kind.SUBDIVISION,
                subdivision_type=row["type"],
                parent_id=row["parent_code"] or row["country_alpha2"],
                name=corrections.get(row["code"], row["name_en_cldr"] or row["name_iso3166_2"]),
            ),
        )


def _areas(folder: Path) -> Iterator[Located]:
    for line, row in read_csv(folder / "areas.csv", "code", "name", "number"):
        yield (
            line,
            Region(
                code=row["code"],
                kind=Region.Kind.AREA,
                name=row["name"],
                numeric_code=row["number"],
            ),
        )
