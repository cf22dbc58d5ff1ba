"""The layout of a file is told by its columns."""

from pathlib import Path

import pytest

from tests.trade.figures.layout_files import CODES, COMTRADE_COLUMNS, write
from trade.figures.files import open_trade_file
from trade.figures.problems import WrongFileError

HEADERS = {
    "comtrade": ",".join(COMTRADE_COLUMNS),
    "eurostat": "reporter,partner,product,flow,indicator,period,value,flag,reporter_iso2,partner_iso2",
    "sdmx": "DATAFLOW,FREQ,REF_AREA,COUNTERPART_AREA_1,TRADE_FLOW,COMMODITY_1,TIME_PERIOD,"
    "OBS_VALUE,UNIT_MEASURE",
    "russian-customs": "DIRECTION,PERIOD,COUNTRY,HS,UM,VALUE,NETWEIGHT,QUANTITY,REGION",
    "simple": "reporter,partner,flow,product,period,value,currency",
    "baci": "t,i,j,k,v,q",
}


@pytest.mark.parametrize("layout", HEADERS)
@pytest.mark.parametrize("change", [str, str.upper, str.lower], ids=["as is", "upper", "lower"])
@pytest.mark.parametrize("delimiter", ",;\t|")
def test_in_any_case_and_with_any_delimiter(tmp_path: Path, layout, change, delimiter) -> None:
    header = change(HEADERS[layout]).replace(",", delimiter)
    path = write(tmp_path / "BACI_HS12.csv", f"{header}\n")

    with open_trade_file(path, codes=CODES) as file:
        rows = list(file.rows())

    assert file.layout == layout
    assert file.delimiter == delimiter
    assert rows == []
    assert len(file.warnings) == 1


@pytest.mark.parametrize("layout", HEADERS)
def test_in_any_order_of_the_columns(tmp_path: Path, layout: str) -> None:
    header = ",".join(reversed(HEADERS[layout].split(",")))
    path = write(tmp_path / "BACI_HS12.csv", f"{header}\n")

    with open_trade_file(path, codes=CODES) as file:
        assert file.layout == layout


def test_an_unknown_header_names_what_the_nearest_layout_lacks(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", "reporter,partner,flow,product,period,value\n")

    with pytest.raises(WrongFileError, match=r"line 1: .* for simple it lacks currency"):
        open_trade_file(path, codes=CODES)


def test_a_header_of_something_else_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", "name,age\nAnna,7\n")

    with pytest.raises(WrongFileError, match="no layout we know"):
        open_trade_file(path, codes=CODES)


def test_a_layout_may_be_told(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", HEADERS["simple"] + "\n")

    with open_trade_file(path, codes=CODES, layout="simple") as file:
        assert file.layout == "simple"
    with pytest.raises(WrongFileError, match="for comtrade it lacks"):
        open_trade_file(path, codes=CODES, layout="comtrade")
    with pytest.raises(WrongFileError, match="no layout"):
        open_trade_file(path, codes=CODES, layout="no such")
    with pytest.raises(WrongFileError, match="no edition"):
        open_trade_file(path, codes=CODES, edition="H9")
