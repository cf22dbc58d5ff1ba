"""Files of Russian customs become observations, summed to six digits."""

from pathlib import Path

import pytest

from tests.trade.figures.layout_files import CODES, read, set_aside, the_fault, write
from trade.figures import summing
from trade.figures.layouts.okato import DISTRICTS, REGIONS, read_region
from trade.figures.observation import Fault, Observation

HEADER = "DIRECTION,PERIOD,COUNTRY,HS,UM,VALUE,NETWEIGHT,QUANTITY,REGION"
MORDOVIA = "89000 - РЕСПУБЛИКА МОРДОВИЯ"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "customs.csv"


def _text(*rows: str) -> str:
    return "\n".join((HEADER, *rows)) + "\n"


def test_rows_of_ten_digits_are_summed_by_region_in_any_order(path: Path) -> None:
    rows = [
        f"ЭК,03/2021,BY,8544499500,,100.5,1,0,{MORDOVIA}",
        "ИМ,03/2021,BY,8544499500,,7,1,0,45000 - МОСКВА",
        f"ЭК,03/2021,BY,8544499900,,200,1,0,{MORDOVIA}",
    ]
    write(path, _text(*rows), "windows-1251")

    result = read(path)

    assert len(set_aside(result)) == 3
    mordovia, moscow = (row for row in result if isinstance(row, Observation))
    assert mordovia[:6] == (2, "RU-MO", "BY", "X", "HS2017", "854449")
    assert mordovia[7:] == ("M", "2021-03", "300.50", "USD", "A", "FOB", "")
    assert moscow[:6] == (3, "RU-MOW", "BY", "M", "HS2017", "854449")
    assert (moscow.value, moscow.valuation) == ("7", "CIF")


def test_sums_do_not_depend_on_what_memory_holds(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(summing, "_AT_ONCE", 2)
    rows = [
        f"{flow},0{month}/2021,BY,8544499{digit}00,,1.1,1,0,{MORDOVIA}"
        for digit in range(5)
        for month in (1, 2, 3)
        for flow in ("EXP", "IMP")
    ]
    write(path, _text(*rows))

    sums = [row for row in read(path) if isinstance(row, Observation)]

    assert [row.value for row in sums] == ["5.50"] * 6


@pytest.mark.parametrize("cell", ["", "-1", "x", "99999999999999999"])
def test_a_sum_that_lacks_a_row_is_a_fault_and_no_smaller_sum(path: Path, cell: str) -> None:
    rows = [f"ЭК,03/2021,BY,8544499{digit}00,,{value},1,0,{MORDOVIA}"
            for digit, value in ((5, "1"), (6, cell), (7, "1"))]  # fmt: skip
    write(path, _text(*rows))

    result = read(path)

    assert not [row for row in result if isinstance(row, Observation)]
    last = result[-1]
    assert isinstance(last, Fault)
    assert (last.line, last.column) == (2, "HS")
    assert "line 3" in last.reason


def test_the_names_and_blanks_of_the_original_are_known(path: Path) -> None:
    text = "NAPR\tPERIOD\tSTRANA\tTNVED\tEDIZM\tSTOIM\tNETTO\tKOL\nИМ\t12/2022\tBY\t0406\t\t1 234,567\t1\t0\n"
    write(path, text, "windows-1251")

    (row,) = read(path)

    assert isinstance(row, Observation)
    assert row[1:6] == ("RU", "BY", "M", "HS2022", "0406")
    assert row.value == "1234.57"


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("ЭК,03/2021,BY,854449950,,1,1,0,", "HS"),
        ("ЭК,13/2021,BY,8544499500,,1,1,0,", "PERIOD"),
        ("ЭК,03/2021,RU,8544499500,,1,1,0,", "COUNTRY"),
        ("ЭК,03/2021,BY,8544499500,,1,1,0,12345", "REGION"),
        ("ЭК,03/2021,BY,8544499500,,1,1,0,BY", "REGION"),
        ("??,03/2021,BY,8544499500,,1,1,0,", "DIRECTION"),
    ],
)
def test_a_bad_cell_is_named(path: Path, row: str, column: str) -> None:
    write(path, _text(row))

    assert the_fault(path).column == column


def test_the_regions_of_russia_are_all_there() -> None:
    assert len(set(REGIONS.values()) | set(DISTRICTS.values())) == 83
    assert read_region("89000", CODES) == "RU-MO"
    assert read_region("RU-MO", CODES) == "RU-MO"
    assert read_region("", CODES) == "RU"
