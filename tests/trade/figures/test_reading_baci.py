"""Files of BACI become observations."""

from pathlib import Path

import pytest

from tests.trade.figures.layout_files import the_fault, the_observation, write
from trade.figures.problems import WrongFileError

TEXT = 't,i,j,k,v,q\n2020,112,643,"040690","       1.234","  NA"\n'


def test_a_row_is_an_export_in_whole_dollars(tmp_path: Path) -> None:
    path = write(tmp_path / "BACI_HS12_Y2020_V202401b.csv", TEXT)

    observation = the_observation(path)

    assert observation[1:6] == ("BY", "RU", "X", "HS2012", "040690")
    assert observation[7:] == ("A", "2020", "1234", "USD", "E", "FOB", "")


def test_the_edition_is_told_by_name_or_option(tmp_path: Path) -> None:
    path = write(tmp_path / "trade.csv", TEXT)

    with pytest.raises(WrongFileError, match="say the edition"):
        the_observation(path)
    assert the_observation(path, edition="HS17").edition == "HS2017"


def test_a_leading_zero_that_was_lost_is_put_back(tmp_path: Path) -> None:
    path = write(tmp_path / "BACI_HS92.csv", TEXT.replace('"040690"', "40690"))

    assert the_observation(path).product == "040690"


def test_a_value_that_is_not_available_is_missing(tmp_path: Path) -> None:
    path = write(tmp_path / "BACI_HS92.csv", TEXT.replace("       1.234", "NA"))

    observation = the_observation(path)

    assert (observation.value, observation.observation_status) == (None, "O")


def test_an_unknown_area_is_a_fault(tmp_path: Path) -> None:
    path = write(tmp_path / "BACI_HS92.csv", TEXT.replace("643", "999"))

    assert the_fault(path).column == "j"


def test_rejected_rows_put_right_are_read_again(tmp_path: Path) -> None:
    header, row = TEXT.splitlines()
    text = f"{header},line,column,reason\n{row},2,j,no area we know\n"
    path = write(tmp_path / "BACI_HS12_Y2020.csv.rejects.csv", text)

    assert the_observation(path).partner == "RU"
