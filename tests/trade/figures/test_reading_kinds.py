"""The same rows are read from every kind of file, packed or not."""

import csv
import gzip
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import duckdb
import openpyxl
import pytest

from tests.trade.figures.layout_files import CODES, as_csv, comtrade_row, read, write
from trade.figures.files import open_trade_file
from trade.figures.observation import Fault, Observation
from trade.figures.problems import WrongFileError

ROWS = [
    comtrade_row(cmdCode="01", primaryValue="1500.0"),
    comtrade_row(cmdCode="010121", primaryValue="0.25", fobvalue="0.25"),
    comtrade_row(cmdCode="TOTAL", primaryValue="", fobvalue="", flowCode="M"),
]
TEXT = as_csv(*ROWS)


def _csv(path: Path) -> None:
    write(path, TEXT)


def _tsv(path: Path) -> None:
    write(path, as_csv(*ROWS, delimiter="\t"))


def _gzip(path: Path) -> None:
    path.write_bytes(gzip.compress(TEXT.encode()))


def _zip(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("../data/trade.csv", TEXT)
        archive.writestr("__MACOSX/._trade.csv", "x")
        archive.writestr("readme.txt", "Notes")


def _zip_of_several(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, rows in (("2024.csv", ROWS[2:]), ("2023.csv", ROWS[:2])):
            archive.writestr(name, as_csv(*rows).rstrip("\n").encode("utf-8-sig"))
        archive.writestr("readme.txt", "Notes")


def _utf_16_in_a_zip(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("trade.csv", TEXT.encode("utf-16"))


def _json(path: Path) -> None:
    write(path, json.dumps({"elapsedTime": "0.1", "count": 3, "data": ROWS, "error": ""}))


def _json_list(path: Path) -> None:
    write(path, json.dumps(ROWS, indent=1), "utf-8-sig")


def _xlsx(path: Path) -> None:
    book = openpyxl.Workbook(write_only=True)
    book.create_sheet("Notes").append(["Downloaded in 2025"])
    sheet = book.create_sheet("Data")
    for row in csv.reader(io.StringIO(TEXT)):
        sheet.append(row)
    book.save(path)


def _parquet(path: Path) -> None:
    write(path.with_suffix(".csv"), TEXT)
    with duckdb.connect() as database:
        database.execute(
            f"COPY (SELECT * FROM read_csv('{path.with_suffix('.csv')}', all_varchar=true,"  # noqa: S608
            f" nullstr='')) TO '{path}' (FORMAT parquet)"
        )


WRITERS: dict[str, Callable[[Path], None]] = {
    "csv": _csv,
    "tsv": _tsv,
    "csv.gz": _gzip,
    "zip": _zip,
    "several.zip": _zip_of_several,
    "utf-16.zip": _utf_16_in_a_zip,
    "json": _json,
    "list.json": _json_list,
    "xlsx": _xlsx,
    "parquet": _parquet,
}


@pytest.mark.parametrize("kind", WRITERS)
def test_every_kind_says_the_same(tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"comtrade.{kind}"
    WRITERS[kind](path)

    with open_trade_file(path, codes=CODES) as file:
        rows = list(file.rows())
        assert 0 <= file.position() <= file.size == path.stat().st_size

    assert file.layout == "comtrade"
    assert [row[1:] for row in rows] == [row[1:] for row in read(write(tmp_path / "a", TEXT))]
    assert all(isinstance(row, Observation) for row in rows)
    in_records, in_two_files = kind.endswith(("json", "parquet")), kind == "several.zip"
    lines = [1, 2, 3] if in_records else [2, 3, 5] if in_two_files else [2, 3, 4]
    assert [row.line for row in rows] == lines


def test_the_name_of_a_file_does_not_matter(tmp_path: Path) -> None:
    path = tmp_path / "data.csv"
    _xlsx(path)

    assert len(read(path)) == 3


def test_numbers_and_dates_in_a_workbook_are_read_as_shown(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["reporter", "partner", "flow", "product", "period", "value", "currency"])
    sheet.append(["BY", "RU", "X", "TOTAL", 2024, 12.5, "USD"])
    sheet.append(["BY", "RU", "X", "TOTAL", 202401, 1500.0, "USD"])
    sheet.append(["BY", "RU", "X", "TOTAL", 2023, None, "USD"])
    book.save(tmp_path / "a.xlsx")

    values = [row.value for row in read(tmp_path / "a.xlsx") if isinstance(row, Observation)]

    assert values == ["12.50", "1500", None]


def test_a_formula_is_a_fault_of_its_row_and_never_worked_out(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["reporter", "partner", "flow", "product", "period", "value", "currency"])
    sheet.append(["BY", "RU", "X", "TOTAL", 2024, "=1+1", "USD"])
    sheet.append(["BY", "RU", "X", "TOTAL", 2023, 7, "USD"])
    book.save(tmp_path / "a.xlsx")

    fault, observation = read(tmp_path / "a.xlsx")

    assert isinstance(fault, Fault)
    assert (fault.line, fault.column) == (2, "value")
    assert "=1+1" in fault.reason
    assert isinstance(observation, Observation)


def test_numbers_in_json_keep_their_digits(tmp_path: Path) -> None:
    row = json.dumps(comtrade_row()).replace('"1500.0"', "123456789012345678.25")
    path = write(tmp_path / "a.json", '{"data":[' + row + ',{"no":"record"},7,null]}')

    first, other, number, null = read(path)

    assert isinstance(first, Observation)
    assert first.value == "123456789012345678.25"
    assert all(isinstance(row, Fault) for row in (other, number, null))


def test_an_error_that_the_api_answers_is_told(tmp_path: Path) -> None:
    path = write(tmp_path / "a.json", '{"data": [], "error": "Quota exceeded"}')

    with pytest.raises(WrongFileError, match="Quota exceeded"):
        read(path)


@pytest.mark.parametrize(
    "text",
    [
        '{"data":[{"a":1},{"a":',
        '{"data":[{"a":1} {"a":2}]}',
        '{"data":[{"a":1}',
        '{"data":5}',
        "[]",
        "[[1]]",
        "[" * 5000,
        '{"data":[' + "[" * 200_000,
        '["' + "x" * 2_000_000,
        '{"a" 1}',
    ],
    ids=range(10),
)
def test_broken_json_is_told(tmp_path: Path, text: str) -> None:
    path = write(tmp_path / "a.json", text)

    with pytest.raises(WrongFileError):
        read(path)
