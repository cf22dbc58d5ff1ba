"""Answers are read row by row, to the last digit, and refused when they are none."""

import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.trade.figures.comtrade.service import answer, row
from trade.figures.comtrade.answers import COLUMNS, rows_of
from trade.figures.comtrade.problems import ComtradeError
from trade.figures.tables import json_scanner


def read(text: str) -> list[dict[str, str]]:
    return [dict(zip(COLUMNS, cells, strict=True)) for cells in rows_of(io.StringIO(text))]


def test_a_row_is_read_in_all_its_columns() -> None:
    assert set(row()) == set(COLUMNS)

    [found] = read(answer(row(cmdDesc='Wire, "insulated"')).body.decode())

    assert (found["period"], found["reporterCode"], found["refMonth"]) == ("2020", "112", "52")
    assert (found["qty"], found["isLeaf"], found["isAggregate"]) == ("", "false", "true")
    assert found["cmdDesc"] == 'Wire, "insulated"'


@pytest.mark.parametrize(
    ("number", "cell"),
    [
        ("123456789012345.67", "123456789012345.67"),
        ("1.23E+7", "1.23E+7"),
        ("0.0", "0.0"),
        ("0", "0"),
        ("-1", "-1"),
    ],
)
def test_a_number_keeps_its_digits(number: str, cell: str) -> None:
    [found] = read(f'{{"data": [{{"primaryValue": {number}}}]}}')

    assert found["primaryValue"] == cell


def test_columns_that_are_missing_are_empty_and_new_ones_are_left_out() -> None:
    [found] = read('{"data": [{"cmdCode": "01", "brandNew": 1}]}')

    assert {name for name, cell in found.items() if cell} == {"cmdCode"}


@given(
    cells=st.lists(st.text(max_size=50), max_size=5),
    chunk=st.integers(1, 40),
    indent=st.sampled_from([None, 0, 3]),
)
def test_it_does_not_matter_where_the_answer_is_broken_into_pieces(
    cells: list[str], chunk: int, indent: int | None
) -> None:
    rows = [{"cmdDesc": cell, "refYear": len(cell), "qty": None} for cell in cells]
    text = json.dumps({"count": len(rows), "data": rows, "error": ""}, indent=indent)

    before, json_scanner._CHUNK = json_scanner._CHUNK, chunk
    try:
        found = read(text)
    finally:
        json_scanner._CHUNK = before

    assert [one["cmdDesc"] for one in found] == cells
    assert [one["refYear"] for one in found] == [str(len(cell)) for cell in cells]


def test_an_answer_without_rows_is_empty() -> None:
    assert read(answer().body.decode()) == []


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "not what it documents"),
        ("<html>Bad gateway</html>", "not what it documents"),
        ("[1, 2]", "not what it documents"),
        ('{"data": [{"period": "2020"}, {"per', "not what it documents"),
        ('{"data": [{"period": "2020"}', "not what it documents"),
        ('{"data": [{"period": "2020"}]', "not what it documents"),
        ('{"data": [1]}', "not what it documents"),
        ('{"data": [' + "[" * 100_000, "not what it documents"),
        ('{"data": ["' + "x" * 3_000_000, "not what it documents"),
        ('{"count": 0}', "holds no data"),
        ('{"data": null, "error": "Too many\\nperiods"}', "UN Comtrade says: Too many periods"),
        ('{"data": [], "error": "Timeout"}', "UN Comtrade says: Timeout"),
    ],
    ids=lambda value: value[:30],
)
def test_what_is_no_answer_is_refused_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(ComtradeError, match=reason):
        read(text)


def test_an_answer_in_another_encoding_is_refused() -> None:
    bytes_of_latin_1 = '{"data": [{"cmdDesc": "Bétail"}]}'.encode("latin-1")
    stream: Any = io.TextIOWrapper(io.BytesIO(bytes_of_latin_1), encoding="utf-8")

    with pytest.raises(ComtradeError, match="not what it documents"):
        list(rows_of(stream))
