"""Reading an answer of UN Comtrade row by row, however long it is."""

from collections.abc import Iterator
from typing import Any, TextIO

from django.utils.translation import gettext as _t

from trade.figures.comtrade.problems import ComtradeError
from trade.figures.problems import WrongFileError
from trade.figures.tables.json_answer import cell_of
from trade.figures.tables.json_scanner import JsonScanner

# The columns of UN Comtrade's API and portal.
COLUMNS = (
    *("typeCode", "freqCode", "refPeriodId", "refYear", "refMonth", "period"),
    *("reporterCode", "reporterISO", "reporterDesc", "flowCode", "flowDesc"),
    *("partnerCode", "partnerISO", "partnerDesc", "partner2Code", "partner2ISO", "partner2Desc"),
    *("classificationCode", "classificationSearchCode", "isOriginalClassification"),
    *("cmdCode", "cmdDesc", "aggrLevel", "isLeaf", "customsCode", "customsDesc"),
    *("mosCode", "motCode", "motDesc", "qtyUnitCode", "qtyUnitAbbr", "qty", "isQtyEstimated"),
    *("altQtyUnitCode", "altQtyUnitAbbr", "altQty", "isAltQtyEstimated"),
    *("netWgt", "isNetWgtEstimated", "grossWgt", "isGrossWgtEstimated"),
    *("cifvalue", "fobvalue", "primaryValue", "legacyEstimationFlag", "isReported", "isAggregate"),
)
# A row has about 1,100 characters.
_LONGEST = 1 << 20


def rows_of(answer: TextIO) -> Iterator[tuple[str, ...]]:
    """The rows of an answer, one cell for each of COLUMNS, as text.

    Raises ComtradeError where the answer is none, breaks off, or says there was an error.
    """
    scanner = JsonScanner(answer, longest=_LONGEST)
    try:
        for record in scanner.records():
            yield _cells(record)
    except (WrongFileError, UnicodeDecodeError) as error:
        raise _not_documented() from error
    if scanner.error:
        raise ComtradeError(_t("UN Comtrade says: %s") % scanner.error)
    if not scanner.has_list:
        raise ComtradeError(_t("UN Comtrade's answer holds no data."))


def _cells(record: Any) -> tuple[str, ...]:
    if not isinstance(record, dict):
        raise _not_documented()
    return tuple(cell_of(record.get(name)) for name in COLUMNS)


def _not_documented() -> ComtradeError:
    return ComtradeError(
        _t("UN Comtrade's answer is not what it documents; it may be down. Try again later.")
    )
