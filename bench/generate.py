"""Made-up trade statistics of a realistic shape: as UN Comtrade's files, and as stored figures.

A dozen reporters, forty partners and the world; each pair trades some of the goods of the
Harmonized System, each at its level, in amounts that differ by orders of magnitude. The same
arguments always give the same bytes.
"""

import argparse
import csv
import random
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import NamedTuple

PROJECT = Path(__file__).resolve().parent.parent
REFERENCE = PROJECT / "fixtures" / "reference"
SEED = 20_251_020

REPORTERS = "BY RU KZ AM KG UZ PL LT TR DE IN CN".split()
PARTNERS = (
    "BY RU KZ AM KG UZ PL LT TR DE IN CN AZ GE TJ TM UA MD LV EE FI SE NO DK NL BE FR ES IT CZ SK HU "
    "RO BG RS GR EG IR JP KR"
).split()
NEWEST_YEAR = 2023

HEADER = (
    "typeCode,freqCode,refPeriodId,refYear,refMonth,period,reporterCode,reporterISO,reporterDesc,"
    "flowCode,flowDesc,partnerCode,partnerISO,partnerDesc,partner2Code,partner2ISO,partner2Desc,"
    "classificationCode,classificationSearchCode,isOriginalClassification,cmdCode,cmdDesc,"
    "aggrLevel,isLeaf,customsCode,customsDesc,mosCode,motCode,motDesc,qtyUnitCode,qtyUnitAbbr,qty,"
    "isQtyEstimated,altQtyUnitCode,altQtyUnitAbbr,altQty,isAltQtyEstimated,netWgt,isNetWgtEstimated,"
    "grossWgt,isGrossWgtEstimated,cifvalue,fobvalue,primaryValue,legacyEstimationFlag,isReported,"
    "isAggregate"
).split(",")


class Area(NamedTuple):
    """A country, or the world, by each of its codes."""

    code: str
    number: str
    alpha3: str
    name: str


class Good(NamedTuple):
    """A line of the Harmonized System."""

    code: str
    name: str
    level: int


class Traded(NamedTuple):
    """One observation."""

    year: int
    reporter: str
    flow: str
    partner: str
    good: Good
    value: float


def areas() -> dict[str, Area]:
    with (REFERENCE / "country_codes.csv").open(encoding="utf-8-sig", newline="") as file:
        found = {
            row["ISO3166-1-Alpha-2"]: Area(
                row["ISO3166-1-Alpha-2"],
                row["ISO3166-1-numeric"].lstrip("0"),
                row["ISO3166-1-Alpha-3"],
                row["CLDR display name"],
            )
            for row in csv.DictReader(file)
        }
    return {**found, "W00": Area("W00", "0", "W00", "World")}


def goods() -> list[Good]:
    """Every line of the Harmonized System in the order of its codes, all goods first."""
    with (REFERENCE / "hs_2022.csv").open(encoding="utf-8-sig", newline="") as file:
        lines = [
            Good(row["hscode"], row["description"], int(row["level"]))
            for row in csv.DictReader(file)
            if row["hscode"] != "TOTAL"
        ]
    return [Good("TOTAL", "All Commodities", 0), *sorted(lines)]


def observations(
    *, years: range, pairs: list[tuple[str, str]] | None = None, seed: int = SEED
) -> Iterator[Traded]:
    """Every year's observations of these pairs (all of them), in the order UN Comtrade gives them."""
    lines = goods()
    if pairs is None:
        pairs = [(one, other) for one in REPORTERS for other in (*PARTNERS, "W00") if one != other]
    for year in years:
        for reporter, partner in pairs:
            for flow in ("M", "X"):
                chance = random.Random(f"{seed} {year} {reporter} {partner} {flow}")
                # A pair trades 4 to 60 of a hundred subheadings; the world trades nearly all.
                share = 0.9 if partner == "W00" else min(0.6, 0.04 + chance.paretovariate(1.2) / 20)
                size = chance.lognormvariate(11, 1.5)
                for good in lines:
                    if chance.random() < share or good.level <= 2:
                        value = round(size * chance.lognormvariate(0, 2), 3)
                        yield Traded(year, reporter, flow, partner, good, value)


def write_comtrade(path: Path, rows: int, *, year: int = NEWEST_YEAR, seed: int = SEED) -> None:
    """A file as the API and the portal of UN Comtrade give it, 47 columns, of the given year on."""
    area = areas()
    flows = {"M": "Import", "X": "Export"}
    found = observations(years=range(year, year + 20), seed=seed)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEADER)
        for one in islice(found, rows):
            reporter, partner, good = area[one.reporter], area[one.partner], one.good
            weight = round(one.value / 3.7, 2)
            # fmt: off
            writer.writerow((
                "C", "A", f"{one.year}0101", one.year, 52, one.year,
                reporter.number, reporter.alpha3, reporter.name, one.flow, flows[one.flow],
                partner.number, partner.alpha3, partner.name, 0, "W00", "World",
                "H6", "HS", "true", good.code, good.name, good.level,
                "true" if good.level == 6 else "false", "C00", "TOTAL CPC", 0, 0, "TOTAL MOT",
                8 if good.level == 6 else -1, "kg" if good.level == 6 else "N/A", weight, "false",
                -1, "N/A", 0.0, "false", weight, "false", 0.0, "false",
                one.value if one.flow == "M" else 0.0, one.value if one.flow == "X" else 0.0,
                one.value, 0, "true" if good.level == 6 else "false",
                "false" if good.level == 6 else "true",
            ))
            # fmt: on


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=SEED)
    options = parser.parse_args()
    write_comtrade(options.file, options.rows, seed=options.seed)


if __name__ == "__main__":
    main()
