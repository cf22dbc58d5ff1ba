"""Files of our own simple layout become observations."""

from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from tests.trade.figures.layout_files import as_csv, read, the_fault, the_observation, write
from trade.figures.observation import Observation

ROW = {
    "reporter": "BY",
    "partner": "RU",
    "flow": "export",
    "product": "TOTAL",
    "period": "2024",
    "value": "1,5",
    "currency": "usd",
}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "figures.csv"


def test_seven_columns_are_enough(path: Path) -> None:
    write(path, as_csv(ROW))

    observation = the_observation(path)

    assert observation[:7] == (2, "BY", "RU", "X", "ANY", "TOTAL", "")
    assert observation[7:] == ("A", "2024", "1.50", "USD", "A", "", "")


def test_the_others_say_more(path: Path) -> None:
    more = {
        "product": "854449",
        "edition": "HS 2022",
        "product_name": "Conductors",
        "unit": "thousands",
        "status": "p",
        "valuation": "fob",
        "released_on": "2025-03-31",
        "notes": "not read",
    }
    write(path, as_csv(ROW | more, delimiter=";"))

    observation = the_observation(path)

    assert observation[4:7] == ("HS2022", "854449", "Conductors")
    assert observation[9:] == ("1500", "USD", "P", "FOB", "2025-03-31")


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("reporter", "Belarus"),
        ("partner", "BY"),
        ("flow", "sale"),
        ("product", "0406"),  # of which edition?
        ("period", "2024-13"),
        ("value", "about 5"),
        ("currency", "dollars"),
        ("unit", "dozen"),
        ("status", "??"),
        ("valuation", "EXW"),
        ("released_on", "2025-02-30"),
        ("frequency", "M"),
        ("qualifier", "nearly"),
    ],
)
def test_a_bad_cell_is_named(path: Path, column: str, cell: str) -> None:
    write(path, as_csv(ROW | {column: cell}))

    names = {"product": "edition", "frequency": "period"}
    assert the_fault(path).column == names.get(column, column)


def test_the_template_to_download_is_a_file_of_this_layout() -> None:
    template = finders.find("trade/trade-figures-template.csv")

    rows = read(Path(str(template)))

    assert rows
    assert all(isinstance(row, Observation) for row in rows)
