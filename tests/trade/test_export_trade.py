"""manage.py export_trade."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from tests import factories as make
from trade.figures.exporting import xlsx

pytestmark = pytest.mark.django_db


def export(file: Path | str, *options: str) -> str:
    """Run the command; what it tells."""
    told = io.StringIO()
    call_command("export_trade", str(file), *options, stderr=told)
    return told.getvalue()


def periods(file: Path) -> list[str]:
    with file.open(newline="", encoding="utf-8") as opened:
        return [row["period"] for row in csv.DictReader(opened)]


def figures_of_three_years() -> None:
    for year in ("2022", "2023", "2024"):
        make.TradeFigureFactory(period=year)


@pytest.mark.parametrize(
    ("name", "options", "start"),
    [
        ("figures.csv", [], b"reporter,"),
        ("figures.sdmx.csv", [], b"STRUCTURE,"),
        ("FIGURES.XLSX", [], b"PK"),
        ("figures.json", [], b"["),
        ("figures.txt", ["--format", "csv"], b"reporter,"),
        ("figures.csv", ["--format", "sdmx-csv"], b"STRUCTURE,"),
    ],
)
def test_the_format_is_the_one_asked_for_or_that_of_the_name(
    tmp_path: Path, name: str, options: list[str], start: bytes
) -> None:
    export(tmp_path / name, *options)

    assert (tmp_path / name).read_bytes().startswith(start)


def test_a_name_that_says_no_format_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="say which --format"):
        export(tmp_path / "figures")


def test_it_tells_how_many_figures_it_wrote_and_left_out(tmp_path: Path) -> None:
    figures_of_three_years()
    make.TradeFigureFactory(source__kind="release")

    in_csv = export(tmp_path / "figures.csv")
    in_sdmx = export(tmp_path / "figures.sdmx.csv")

    assert in_csv == "4 figures written.\n"
    assert in_sdmx == ("1 figure written.\n3 figures left out: sdmx-csv cannot express them.\n")


@pytest.mark.parametrize(
    ("options", "found"),
    [
        (["--from", "2023"], ["2023", "2024"]),
        (["--to", "2023"], ["2022", "2023"]),
        (["--from", "2023-01", "--to", "2023-Q4"], ["2023"]),
        (["--reporter", "RU-MO"], []),
        (["--reporter", "BY", "--partner", "RU-MO"], ["2022", "2023", "2024"]),
        (["--flow", "TURNOVER", "--product", "TOTAL"], ["2022", "2023", "2024"]),
        (["--flow", "X"], []),
    ],
)
def test_options_narrow_what_is_written(
    tmp_path: Path, options: list[str], found: list[str]
) -> None:
    figures_of_three_years()

    export(tmp_path / "figures.csv", *options)

    assert sorted(periods(tmp_path / "figures.csv")) == found


def test_one_source_is_written_alone(tmp_path: Path) -> None:
    figures_of_three_years()
    make.TradeFigureFactory(source__key="belstat", period="2020")

    export(tmp_path / "figures.csv", "--source", "belstat")

    assert periods(tmp_path / "figures.csv") == ["2020"]


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (["--source", "nothing"], "There is no source nothing"),
        (["--reporter", "XX"], "There is no region XX"),
        (["--partner", "XX"], "There is no region XX"),
        (["--from", "last year"], "--from: “last year” is no period"),
    ],
)
def test_what_is_not_there_is_refused_before_a_file_is_made(
    tmp_path: Path, options: list[str], reason: str
) -> None:
    with pytest.raises(CommandError, match=reason):
        export(tmp_path / "figures.csv", *options)

    assert list(tmp_path.iterdir()) == []


def test_a_file_is_whole_or_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "figures.json"
    file.write_text("before")
    make.TradeFigureFactory()

    def fail(*_: Any) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("trade.figures.exporting.json_array._encode", fail)
    with pytest.raises(CommandError, match="No space left on device"):
        export(file)

    assert file.read_text() == "before"
    assert list(tmp_path.iterdir()) == [file]


def test_a_place_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be written: No such file or directory"):
        export(tmp_path / "missing" / "figures.csv")


def test_a_workbook_that_would_be_too_long_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xlsx, "MOST_ROWS", 2)
    figures_of_three_years()

    with pytest.raises(CommandError, match="3 figures are too many for a workbook"):
        export(tmp_path / "figures.xlsx")


def test_a_dash_prints(capfdbinary: Any) -> None:
    make.TradeFigureFactory()

    told = export("-", "--format", "json")

    (row,) = json.loads(capfdbinary.readouterr().out)
    assert row["period"] == "2024"
    assert told == "1 figure written.\n"


def test_the_same_figures_give_the_same_file(tmp_path: Path) -> None:
    figures_of_three_years()

    export(tmp_path / "one.csv")
    export(tmp_path / "two.csv")

    assert (tmp_path / "one.csv").read_bytes() == (tmp_path / "two.csv").read_bytes()
