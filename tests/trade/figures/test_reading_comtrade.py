"""Files of UN Comtrade become observations."""

from pathlib import Path

import pytest

from tests.trade.figures.layout_files import (
    CODES,
    as_csv,
    comtrade_row,
    read,
    set_aside,
    the_fault,
    the_observation,
    write,
)
from trade.figures.files import open_trade_file
from trade.figures.observation import Fault, Observation
from trade.figures.terms import FLOWS


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "comtrade.csv"


def test_an_annual_row_says_who_what_when_and_how_much(path: Path) -> None:
    write(path, as_csv(comtrade_row()))

    assert the_observation(path) == Observation(
        line=2,
        reporter="BY",
        partner="RU",
        flow="X",
        edition="HS2017",
        product="040690",
        product_name="Cheese, other",
        frequency="A",
        period="2020",
        value="1500",
        currency="USD",
        observation_status="A",
        valuation="FOB",
        released_on="",
    )


def test_a_monthly_row_has_its_month(path: Path) -> None:
    write(path, as_csv(comtrade_row(freqCode="M", period="202003", refMonth="3")))

    observation = the_observation(path)

    assert (observation.frequency, observation.period) == ("M", "2020-03")


def test_all_goods_are_of_every_edition(path: Path) -> None:
    write(path, as_csv(comtrade_row(cmdCode="TOTAL")))

    observation = the_observation(path)

    assert (observation.edition, observation.product) == ("ANY", "TOTAL")


def test_the_bulk_layout_is_read_too(path: Path) -> None:
    header = (
        "dataset_code,type_code,freq_code,ref_period_id,ref_year,ref_month,period,reporter_code,"
        "flow_code,partner_code,partner2code,classification_search_code,classification_code,"
        "is_original_classification,cmd_code,customs_code,mos_code,mot_code,qty_unit_code,qty,"
        "is_qty_estimated,alt_qty_unit_code,alt_qty,is_alt_qty_estimated,net_wgt,"
        "is_net_wgt_estimated,gross_wgt,is_gross_wgt_estimated,cifvalue,fobvalue,primary_value,"
        "legacy_estimation_flag,is_reported,is_aggregate"
    )
    row = (
        "2,C,A,20000101,2000,52,2000,842,M,0,0,H0,H0,0,01,C00,0,0,-1,,0,-1,,0,,0,,0,7.5,,7.5,0,1,0"
    )
    write(path, f"{header}\n{row}\n".replace(",", "\t"))

    observation = the_observation(path)

    assert observation.reporter == "US"
    assert observation.partner == "W00"
    assert observation.edition == "HS1992"
    assert observation.product == "01"
    assert observation.value == "7.50"
    assert observation.valuation == "CIF"


def test_columns_may_be_in_any_case_and_order_and_some_missing(path: Path) -> None:
    columns = [
        "primaryValue",
        "cmdCode",
        "classificationCode",
        "period",
        "flowCode",
        "partnerCode",
        "reporterCode",
    ]
    row = comtrade_row()
    write(path, as_csv({column.upper(): row[column] for column in columns}))

    observation = the_observation(path)

    assert observation.value == "1500"
    assert observation.product_name == ""
    assert observation.valuation == ""


@pytest.mark.parametrize(
    "cells",
    [{"partner2Code": "112"}, {"customsCode": "C01"}, {"mosCode": "2"}, {"motCode": "1000"}],
)
def test_rows_that_are_part_of_another_are_set_aside(path: Path, cells: dict[str, str]) -> None:
    write(path, as_csv(comtrade_row(**cells)))

    assert len(set_aside(read(path))) == 1


def test_an_aggregate_by_its_flag_is_taken_all_the_same(path: Path) -> None:
    write(path, as_csv(comtrade_row(isAggregate="true", isReported="false")))

    assert the_observation(path).value == "1500"


@pytest.mark.parametrize("flow", sorted(FLOWS - {"TURNOVER"}))
def test_every_flow_of_comtrade_is_known(path: Path, flow: str) -> None:
    assert len(FLOWS) == 13
    write(path, as_csv(comtrade_row(flowCode=flow)))

    assert the_observation(path).flow == flow


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("flowCode", "ZZ"),
        ("reporterCode", "000999"),
        ("partnerCode", "XYZ"),
        ("classificationCode", "S3"),
        ("classificationCode", "B5"),
        ("cmdCode", "30319"),
        ("period", "2020-13"),
        ("freqCode", "D"),
        ("freqCode", "M"),  # but the period is a year
        ("primaryValue", "-5"),
        ("primaryValue", "many"),
        ("primaryValue", "=1+1"),
        ("partnerCode", "112"),  # the reporter itself
    ],
)
def test_a_bad_cell_is_named_with_its_line_and_the_rest_is_read(
    path: Path, column: str, cell: str
) -> None:
    write(path, as_csv(comtrade_row(), comtrade_row(**{column: cell}), comtrade_row()))

    before, fault, after = read(path)

    assert isinstance(before, Observation)
    assert isinstance(after, Observation)
    assert isinstance(fault, Fault)
    assert fault.line == 3
    assert fault.column == ("period" if (column, cell) == ("freqCode", "M") else column)
    assert len(fault.row) == 47
    assert cell in fault.row


@pytest.mark.parametrize(
    ("cif", "fob", "valuation"),
    [
        ("1500", "0", "CIF"),
        ("1500.00", "", "CIF"),
        ("0.0", "1500.0", "FOB"),
        ("", "1500", "FOB"),
        ("1500.0", "1500.0", ""),
        ("1400", "0", ""),
        ("", "", ""),
        ("?", "", ""),
    ],
)
def test_valuation_is_the_one_the_primary_value_equals(
    path: Path, cif: str, fob: str, valuation: str
) -> None:
    write(path, as_csv(comtrade_row(cifvalue=cif, fobvalue=fob)))

    assert the_observation(path).valuation == valuation


@pytest.mark.parametrize(
    ("cell", "value", "status"),
    [("", None, "O"), (":", None, "O"), ("0.0", "0", "A"), ("1.0E8", "100000000", "A")],
)
def test_zero_is_not_missing(path: Path, cell: str, value: str | None, status: str) -> None:
    write(path, as_csv(comtrade_row(primaryValue=cell, fobvalue=cell)))

    observation = the_observation(path)

    assert (observation.value, observation.observation_status) == (value, status)


def test_blanks_around_codes_do_not_matter(path: Path) -> None:
    cells = {"reporterCode": " 112 ", "partnerCode": "0643", "flowCode": "X ", "cmdCode": "0406 "}
    row = comtrade_row(customsCode="C00 ", motCode=" 0", primaryValue=" 1500 ", **cells)
    write(path, as_csv(row))

    observation = the_observation(path)

    assert observation[1:4] == ("BY", "RU", "X")
    assert observation.product == "0406"
    assert observation.value == "1500"


@pytest.mark.parametrize("count", [499, 500, 501])
def test_a_count_at_which_downloads_are_cut_off_is_told(path: Path, count: int) -> None:
    write(path, as_csv(*[comtrade_row()] * count))

    with open_trade_file(path, codes=CODES) as file:
        rows = list(file.rows())

    assert len(rows) == count
    assert len(file.warnings) == (1 if count == 500 else 0)


def test_a_lost_leading_zero_is_guessed_at_in_words_only(path: Path) -> None:
    write(path, as_csv(comtrade_row(cmdCode="40690")))

    assert "leading zero" in the_fault(path).reason
