"""Small files of trade statistics, written by the tests that read them."""

import csv
import io
from pathlib import Path
from typing import Any

from trade.figures.files import open_trade_file
from trade.figures.observation import Codes, Fault, Observation, Row, SetAside

CODES = Codes(
    regions=frozenset(
        ["BY", "RU", "RU-MO", "RU-MOW", "US", "FR", "AT", "AM", "GR", "GB", "KZ", "W00", "M899"]
    ),
    by_number={
        "112": "BY",
        "643": "RU",
        "840": "US",
        "842": "US",
        "251": "FR",
        "40": "AT",
        "398": "KZ",
        "0": "W00",
        "899": "M899",
    },
    by_alpha3={"BLR": "BY", "RUS": "RU", "WLD": "W00", "USA": "US"},
)

_COLUMNS = (
    "typeCode,freqCode,refPeriodId,refYear,refMonth,period,reporterCode,reporterISO,reporterDesc,"
    "flowCode,flowDesc,partnerCode,partnerISO,partnerDesc,partner2Code,partner2ISO,partner2Desc,"
    "classificationCode,classificationSearchCode,isOriginalClassification,cmdCode,cmdDesc,"
    "aggrLevel,isLeaf,customsCode,customsDesc,mosCode,motCode,motDesc,qtyUnitCode,qtyUnitAbbr,qty,"
    "isQtyEstimated,altQtyUnitCode,altQtyUnitAbbr,altQty,isAltQtyEstimated,netWgt,"
    "isNetWgtEstimated,grossWgt,isGrossWgtEstimated,cifvalue,fobvalue,primaryValue,"
    "legacyEstimationFlag,isReported,isAggregate"
)
COMTRADE_COLUMNS = _COLUMNS.split(",")

_COMTRADE_ROW = {
    "typeCode": "C",
    "freqCode": "A",
    "refPeriodId": "20200101",
    "refYear": "2020",
    "refMonth": "52",
    "period": "2020",
    "reporterCode": "112",
    "reporterISO": "BLR",
    "reporterDesc": "Belarus",
    "flowCode": "X",
    "flowDesc": "Export",
    "partnerCode": "643",
    "partnerISO": "RUS",
    "partnerDesc": "Russian Federation",
    "partner2Code": "0",
    "partner2ISO": "W00",
    "partner2Desc": "World",
    "classificationCode": "H5",
    "classificationSearchCode": "HS",
    "isOriginalClassification": "true",
    "cmdCode": "040690",
    "cmdDesc": "Cheese, other",
    "aggrLevel": "6",
    "isLeaf": "true",
    "customsCode": "C00",
    "customsDesc": "TOTAL CPC",
    "mosCode": "0",
    "motCode": "0",
    "motDesc": "TOTAL MOT",
    "cifvalue": "0.0",
    "fobvalue": "1500.0",
    "primaryValue": "1500.0",
    "isReported": "true",
    "isAggregate": "false",
}


def comtrade_row(**cells: str) -> dict[str, str]:
    """A row of UN Comtrade: Belarus exports cheese to Russia in 2020 for 1500 USD."""
    return dict.fromkeys(COMTRADE_COLUMNS, "") | _COMTRADE_ROW | cells


def as_csv(*rows: dict[str, str], delimiter: str = ",") -> str:
    """The rows as CSV text, with the keys of the first as its header."""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), delimiter=delimiter, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def write(path: Path, text: str | bytes, encoding: str = "utf-8") -> Path:
    path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
    return path


def read(path: Path, **options: Any) -> list[Row]:
    """All rows of the file."""
    with open_trade_file(path, codes=CODES, **options) as file:
        return list(file.rows())


def the_observation(path: Path, **options: Any) -> Observation:
    """What the only row of the file says."""
    (row,) = read(path, **options)
    assert isinstance(row, Observation), row
    return row


def the_fault(path: Path, **options: Any) -> Fault:
    (row,) = read(path, **options)
    assert isinstance(row, Fault), row
    return row


def set_aside(rows: list[Row]) -> list[SetAside]:
    return [row for row in rows if isinstance(row, SetAside)]
