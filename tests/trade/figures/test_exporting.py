"""Figures given back as files: the same rows in CSV, JSON and Excel."""

import csv
import datetime as dt
import io
import json
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree

import pytest
from django.db import DataError, connection
from django.db.models import F, Func, Value
from openpyxl import load_workbook

from tests import factories as make
from trade.figures.exporting import xlsx
from trade.figures.exporting.copying import copied
from trade.figures.exporting.formats import FORMATS
from trade.figures.exporting.rows import HARMLESS_COLUMNS, restored, rows_of
from trade.figures.exporting.text import written
from trade.figures.exporting.workbook import stream_workbook
from trade.models import TradeFigure

pytestmark = pytest.mark.django_db

only_postgresql = pytest.mark.skipif(
    "connection.vendor != 'postgresql'", reason="COPY is PostgreSQL's"
)


TITLE = "Belarus, Mordovia expand cooperation"


def exported(name: str) -> bytes:
    return b"".join(FORMATS[name].stream(TradeFigure.objects.all()))


def in_csv() -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(exported("csv").decode(), newline="")))


def in_workbook(data: bytes) -> list[list[str | float]]:
    """The cells of the first sheet, row by row, numbers as numbers; empty ones left out."""
    space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        sheet = ElementTree.fromstring(parts.read("xl/worksheets/sheet1.xml"))  # noqa: S314
    return [[_cell(cell, space) for cell in row if len(cell)] for row in sheet.iter(f"{space}row")]


def _cell(cell: Any, space: str) -> str | float:
    assert cell.find(f"{space}f") is None  # no formula
    if cell.get("t") == "inlineStr":
        return str(cell.find(f"{space}is/{space}t").text)
    return float(cell.find(f"{space}v").text)


def release(**fields: Any) -> Any:
    return make.SourceFactory(**{"key": "belstat-2025", "kind": "release", "url": "", **fields})


def a_figure_with_everything() -> Any:
    return make.TradeFigureFactory(
        source=release(),
        product=make.ProductFactory(wire=True),
        flow="X",
        period="2024-Q1",
        frequency="Q",
        value=Decimal("1234567.80"),
        value_low=Decimal(1_200_000),
        value_high=Decimal(1_300_000),
        currency="BYN",
        qualifier="about",
        observation_status="P",
        valuation="FOB",
        released_on=dt.date(2025, 3, 31),
        amount_as_written="1,2 млн",
        claimed_by="Karankevich",
    )


def several_figures() -> None:
    for key in ("b", "a"):
        source = release(key=key)
        for period in ("2024", "2023"):
            make.TradeFigureFactory(source=source, period=period)
        make.TradeFigureFactory(
            source=source,
            value=None,
            observation_status="Q",
            period="2024-03",
            frequency="M",
            product=make.ProductFactory(wire=True),
        )


def test_every_figure_is_a_row_with_all_it_says() -> None:
    a_figure_with_everything()

    assert in_csv() == [
        {
            "reporter": "BY",
            "partner": "RU-MO",
            "flow": "X",
            "product": "85",
            "edition": "HS2022",
            "frequency": "Q",
            "period": "2024-Q1",
            "value": "1234567.80",
            "value_low": "1200000.00",
            "value_high": "1300000.00",
            "currency": "BYN",
            "unit": "0",
            "qualifier": "about",
            "status": "P",
            "valuation": "FOB",
            "source": "belstat-2025",
            "released_on": "2025-03-31",
            "amount_as_written": "1,2 млн",
            "claimed_by": "Karankevich",
            "period_as_written": "",
            "change_percent": "",
            "change_as_written": "",
            "source_kind": "release",
            "source_title": TITLE,
            "source_publisher": "Example News",
            "source_url": "",
            "source_published_on": "2025-10-20",
        }
    ]


def test_rows_come_in_an_order_that_no_database_decides() -> None:
    several_figures()

    rows = [(row["source"], row["product"], row["period"]) for row in in_csv()]

    assert rows == [
        (source, product, period)
        for source in ("a", "b")
        for product, period in [("85", "2024-03"), ("TOTAL", "2023"), ("TOTAL", "2024")]
    ]


def test_capitals_come_before_small_letters_in_every_database() -> None:
    for key in ("b", "A", "a", "B", "a-b", "ab"):
        make.TradeFigureFactory(source=release(key=key))

    assert [row["source"] for row in in_csv()] == ["A", "B", "a", "a-b", "ab", "b"]


def test_missing_is_an_empty_cell_and_not_zero() -> None:
    make.TradeFigureFactory(value=None, observation_status="O", period="2023")
    make.TradeFigureFactory(value=0, period="2024")

    assert {row["period"]: (row["value"], row["status"]) for row in in_csv()} == {
        "2023": ("", "O"),
        "2024": ("0.00", "A"),
    }


@pytest.mark.parametrize("text", ["=1+1", "+7", "-2", "@SUM(A1)", "\tx", "\rx", "'=1", "'", "''"])
def test_no_text_is_a_formula_and_each_can_be_restored(text: str) -> None:
    make.TradeFigureFactory(claimed_by=text, amount_as_written=text)

    (row,) = in_csv()

    assert row["claimed_by"] == row["amount_as_written"] == f"'{text}"
    assert restored(row["claimed_by"]) == text


@pytest.mark.parametrize("text", ["", "about $1", "Karankevich's", "1=1", "1,2 млн", "a\nb"])
def test_other_texts_stay_as_they_are(text: str) -> None:
    make.TradeFigureFactory(claimed_by=text)

    (row,) = in_csv()

    assert row["claimed_by"] == restored(row["claimed_by"]) == text


def test_json_is_an_array_of_the_same_rows() -> None:
    a_figure_with_everything()
    make.TradeFigureFactory(source=release(key="=x"), value=None, observation_status="O")

    first, second = json.loads(exported("json"))

    assert list(first) == list(HARMLESS_COLUMNS)
    assert (second["value"], second["unit"], second["released_on"]) == (
        "1234567.80",
        0,
        "2025-03-31",
    )
    assert (first["value"], first["source"], first["valuation"]) == (None, "=x", None)


def test_json_of_nothing_is_an_empty_array() -> None:
    assert json.loads(exported("json")) == []


def test_a_workbook_has_the_rows_with_amounts_as_numbers_and_codes_as_text() -> None:
    a_figure_with_everything()

    header, row = in_workbook(exported("xlsx"))

    assert header == list(HARMLESS_COLUMNS)
    assert row[:8] == ["BY", "RU-MO", "X", "85", "HS2022", "Q", "2024-Q1", 1234567.8]
    assert row[-8:-4] == ["belstat-2025", "2025-03-31", "1,2 млн", "Karankevich"]
    assert row[-4:] == ["release", TITLE, "Example News", "2025-10-20"]


def test_a_workbook_does_not_say_when_it_was_written() -> None:
    several_figures()

    with zipfile.ZipFile(io.BytesIO(exported("xlsx"))) as book:
        dates = {part.date_time for part in book.infolist()}

    assert dates == {(1980, 1, 1, 0, 0, 0)}


def test_a_workbook_leaves_while_it_is_written() -> None:
    read: list[int] = []

    def rows() -> Iterator[list[int]]:
        for number in range(50_000):
            read.append(number)
            yield [number, number * number]

    chunks = stream_workbook("squares", ["number", "square"], rows())
    first = next(chunk for chunk in chunks if chunk)
    read_for_it = len(read)
    whole = first + b"".join(chunks)

    assert read_for_it < 25_000
    sheet = load_workbook(io.BytesIO(whole), read_only=True).active
    assert [row[1] for row in sheet.iter_rows(values_only=True)][-1] == 49_999**2


@pytest.mark.parametrize("text", ["a < b & c", "  two\n lines\t", "\x07bell", "=1+1", "крупа"])
def test_any_text_stands_in_a_cell(text: str) -> None:
    data = b"".join(stream_workbook("texts", ["text"], [[text]]))

    sheet = load_workbook(io.BytesIO(data)).active
    assert sheet["A2"].value == text.replace("\x07", "\ufffd")
    assert sheet["A2"].data_type != "f"


def test_a_workbook_has_no_formulas_and_loses_no_digit() -> None:
    make.TradeFigureFactory(claimed_by="=HYPERLINK(1)", value=Decimal("12345678901234.50"))

    _header, row = in_workbook(exported("xlsx"))

    assert "12345678901234.50" in row
    assert "'=HYPERLINK(1)" in row


def test_more_rows_than_a_sheet_has_are_refused_before_anything_is_written(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(xlsx, "MOST_ROWS", 1)
    several_figures()

    with pytest.raises(xlsx.TooManyRowsError, match="6 figures are too many for a workbook"):
        FORMATS["xlsx"].stream(TradeFigure.objects.all())


@pytest.mark.parametrize("name", ["csv", "json", "sdmx-csv"])
def test_a_file_takes_one_query_however_many_rows(
    name: str, django_assert_num_queries: Any
) -> None:
    several_figures()

    with django_assert_num_queries(0 if copies(name) else 1):
        exported(name)


def copies(name: str) -> bool:
    """COPY passes by Django's count of queries."""
    return name != "json" and connection.vendor == "postgresql"


def test_nothing_selected_is_a_header_only() -> None:
    rows = list(FORMATS["csv"].stream(TradeFigure.objects.none()))

    assert b"".join(rows) == ",".join(HARMLESS_COLUMNS).encode() + b"\n"


@only_postgresql
def test_copy_and_python_write_the_same_bytes() -> None:
    several_figures()
    a_figure_with_everything()
    for text in ('"', "a,b", "a\nb", "a\rb", "=1", "\\.", "\\N", " x ", "ж", "'", "%s"):
        make.TradeFigureFactory(claimed_by=text, amount_as_written=text)
    rows = rows_of(TradeFigure.objects.all(), HARMLESS_COLUMNS)

    assert b"".join(copied(rows)) == b"".join(written(rows))


@only_postgresql
def test_an_error_of_the_database_reaches_whoever_reads() -> None:
    make.TradeFigureFactory()
    rows = TradeFigure.objects.order_by().values_list(F("value") / 0)

    with pytest.raises(DataError, match="division by zero"):
        list(copied(rows))


@only_postgresql
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_whoever_stops_reading_leaves_the_connection_usable() -> None:
    make.TradeFigureFactory()
    numbers = Func(Value(1), Value(100_000_000), function="generate_series")
    endless = TradeFigure.objects.order_by().values_list(numbers)
    reading = copied(endless)
    next(reading)

    reading.close()

    assert TradeFigure.objects.count() == 1
