"""Files of Eurostat's Comext become observations."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from tests.trade.figures.layout_files import CODES, as_csv, read, set_aside, the_observation, write
from trade.figures.files import open_trade_file
from trade.figures.observation import Observation

EXCERPT = Path(__file__).parent / "data" / "eurostat_comext_excerpt.csv"

ROW = {
    "reporter": "Austria",
    "partner": "Belarus (Belorussia)",
    "product": "27",
    "flow": "IMPORT",
    "indicator": "VALUE_IN_EUROS",
    "period": "2022-03",
    "value": "1500.5",
    "flag": "",
    "reporter_iso2": "AT",
    "partner_iso2": "BY",
}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "comext.csv"


def test_a_row_is_in_euro_and_of_the_edition_of_its_year(path: Path) -> None:
    write(path, as_csv(ROW))

    observation = the_observation(path)

    assert observation[1:6] == ("AT", "BY", "M", "HS2022", "27")
    assert observation[7:] == ("M", "2022-03", "1500.50", "EUR", "A", "CIF", "")


def test_exports_are_valued_fob(path: Path) -> None:
    write(path, as_csv(ROW | {"flow": "EXPORT"}))

    assert the_observation(path).valuation == "FOB"


@pytest.mark.parametrize(
    ("value", "flag", "status"),
    [
        ("", "M", "M"),
        ("", "", "O"),
        (":", "c", "Q"),
        ("0.0", "", "A"),
        ("5", "p", "P"),
        ("5", "s", "E"),
    ],
)
def test_flags_become_observation_statuses(path: Path, value: str, flag: str, status: str) -> None:
    write(path, as_csv(ROW | {"value": value, "flag": flag}))

    observation = the_observation(path)

    assert observation.observation_status == status
    assert (observation.value is None) == (value in {"", ":"})


def test_the_codes_of_the_eu_for_greece_and_britain_are_known(path: Path) -> None:
    write(path, as_csv(ROW | {"reporter_iso2": "EL", "partner_iso2": "UK"}))

    assert the_observation(path)[1:3] == ("GR", "GB")


@pytest.mark.parametrize("cells", [{"indicator": "QUANTITY_IN_100KG"}, {"product": "27090090"}])
def test_quantities_and_rows_of_eight_digits_are_set_aside(path: Path, cells: dict) -> None:
    write(path, as_csv(ROW | cells))

    assert len(set_aside(read(path))) == 1


def test_the_columns_of_the_api_are_known_too(path: Path) -> None:
    row = {
        "DATAFLOW": "ESTAT:DS-045409(1.0)",
        "LAST UPDATE": "15/11/24 11:00:00",
        "freq": "M",
        "reporter": "AT",
        "partner": "BY",
        "product": "TOTAL",
        "flow": "2",
        "indicators": "VALUE_IN_EUROS",
        "TIME_PERIOD": "2020-01",
        "OBS_VALUE": "7",
        "OBS_FLAG": "",
    }
    write(path, as_csv(row))

    observation = the_observation(path)

    assert observation[1:6] == ("AT", "BY", "X", "ANY", "TOTAL")


def test_the_real_excerpt_is_read_whole() -> None:
    codes = replace(CODES, regions=CODES.regions | {"GR"})

    with open_trade_file(EXCERPT, codes=codes) as file:
        rows = list(file.rows())

    observations = [row for row in rows if isinstance(row, Observation)]
    assert file.layout == "eurostat"
    assert len(observations) == len(rows) == 300
    statuses = Counter(observation.observation_status for observation in observations)
    assert statuses == {"A": 178, "M": 122}
    assert all((o.value is None) == (o.observation_status == "M") for o in observations)
