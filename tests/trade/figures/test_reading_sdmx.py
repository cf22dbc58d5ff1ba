"""SDMX-CSV of every version becomes observations."""

from pathlib import Path

import pytest

from tests.trade.figures.layout_files import (
    as_csv,
    read,
    set_aside,
    the_fault,
    the_observation,
    write,
)
from trade.figures.observation import Observation

DIMENSIONS = {
    "FREQ": "A",
    "REF_AREA": "BY",
    "COUNTERPART_AREA": "RU",
    "TRADE_FLOW": "X",
    "PRODUCT_EDITION": "HS2017",
    "PRODUCT": "040690",
    "TIME_PERIOD": "2020",
    "OBS_VALUE": "1.5",
    "UNIT_MEASURE": "USD",
    "UNIT_MULT": "6",
    "OBS_STATUS": "P",
}
VERSION_1 = {"DATAFLOW": "UNSD:IMTS(1.0)"}
VERSION_2 = {"STRUCTURE": "dataflow", "STRUCTURE_ID": "UNSD:IMTS(1.0)", "ACTION": "I"}
ROW = VERSION_2 | DIMENSIONS

EXPECTED = Observation(
    line=2,
    reporter="BY",
    partner="RU",
    flow="X",
    edition="HS2017",
    product="040690",
    product_name="",
    frequency="A",
    period="2020",
    value="1500000",
    currency="USD",
    observation_status="P",
    valuation="",
    released_on="",
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "sdmx.csv"


@pytest.mark.parametrize("start", [VERSION_1, VERSION_2], ids=["1.0", "2.x"])
def test_both_versions_are_read(path: Path, start: dict[str, str]) -> None:
    write(path, as_csv(start | DIMENSIONS))

    assert the_observation(path) == EXPECTED


def test_the_names_of_the_un_are_known(path: Path) -> None:
    row = VERSION_1 | {
        "FREQ": "M",
        "REF_AREA": "112",
        "TRADE_FLOW": "M",
        "COMMODITY_1": "H4_030319",
        "COUNTERPART_AREA_1": "643",
        "MEASURE": "T",
        "TIME_PERIOD": "2020-01",
        "OBS_VALUE": "7",
        "UNIT_MEASURE": "USD",
        "UNIT_MULT": "3",
        "OBS_STATUS": "A",
        "CONF_STATUS": "F",
    }
    write(path, as_csv(row))

    observation = the_observation(path)

    assert observation[1:6] == ("BY", "RU", "M", "HS2012", "030319")
    assert observation[7:10] == ("M", "2020-01", "7000")


def test_labels_in_the_cells_are_left_out(path: Path) -> None:
    labels = {"BY": "Belarus", "RU": "Russia", "X": "Export", "A": "Annual", "USD": "US dollar"}
    row = {
        f"{name}: {name.title()}": f"{cell}: {labels[cell]}" if cell in labels else cell
        for name, cell in ROW.items()
    }
    write(path, as_csv(row))

    assert the_observation(path) == EXPECTED


def test_columns_of_labels_are_left_out(path: Path) -> None:
    row: dict[str, str] = {}
    for name, cell in ROW.items():
        row |= {name: cell, name.replace("_", " ").capitalize() + " ": "a label"}
    write(path, as_csv(row))

    assert the_observation(path) == EXPECTED


@pytest.mark.parametrize(
    ("cells", "status"),
    [
        ({"OBS_VALUE": "", "OBS_STATUS": ""}, "O"),
        ({"OBS_VALUE": "NaN", "OBS_STATUS": "M"}, "M"),
        ({"OBS_VALUE": "", "OBS_STATUS": "Q"}, "Q"),
        ({"OBS_VALUE": "", "OBS_STATUS": "", "CONF_STATUS": "C"}, "Q"),
    ],
)
def test_a_missing_value_keeps_its_reason(path: Path, cells: dict[str, str], status: str) -> None:
    write(path, as_csv(ROW | cells))

    observation = the_observation(path)

    assert (observation.value, observation.observation_status) == (None, status)


def test_valuation_and_release_are_kept_where_they_are_given(path: Path) -> None:
    write(path, as_csv(ROW | {"VALUATION": "CIF", "RELEASED_ON": "2021-06-30"}))

    observation = the_observation(path)

    assert (observation.valuation, observation.released_on) == ("CIF", "2021-06-30")


def test_quantities_are_set_aside(path: Path) -> None:
    write(path, as_csv(ROW | {"UNIT_MEASURE": "KGM"}))

    assert "KGM" in set_aside(read(path))[0].reason


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("ACTION", "D"),
        ("UNIT_MEASURE", ""),
        ("UNIT_MULT", "x"),
        ("OBS_STATUS", "?"),
        ("PRODUCT_EDITION", ""),
        ("TIME_PERIOD", "2020-01"),
        ("RELEASED_ON", "June"),
        ("VALUATION", "EXW"),
        ("COUNTERPART_AREA", "BY"),
    ],
)
def test_a_bad_cell_is_named(path: Path, column: str, cell: str) -> None:
    write(path, as_csv(ROW | {column: cell}))

    assert the_fault(path).column == column


def test_the_edition_may_be_told_for_the_file(path: Path) -> None:
    write(path, as_csv(ROW | {"PRODUCT_EDITION": ""}))

    assert the_observation(path, edition="H3").edition == "HS2007"
