"""SDMX-CSV 2.0, as another program reads it."""

import csv
import datetime as dt
import io
from decimal import Decimal
from typing import Any

import pytest
from pysdmx.io import read_sdmx
from pysdmx.model.dataset import ActionType

from tests import factories as make
from trade.figures.exporting.formats import FORMATS
from trade.figures.exporting.sdmx_csv import COLUMNS, DATAFLOW
from trade.models import TradeFigure

pytestmark = pytest.mark.django_db

DIMENSIONS = [
    "FREQ",
    "REF_AREA",
    "COUNTERPART_AREA",
    "TRADE_FLOW",
    "PRODUCT_EDITION",
    "PRODUCT",
    "SOURCE",
    "TIME_PERIOD",
]


def figure(**fields: Any) -> Any:
    """A figure of a statistical release."""
    return make.TradeFigureFactory(
        **{
            "source": make.SourceFactory(kind="release", url=""),
            "flow": "X",
            "released_on": dt.date(2025, 3, 31),
            **fields,
        }
    )


def exported() -> str:
    sdmx_csv = FORMATS["sdmx-csv"]
    return b"".join(sdmx_csv.stream(TradeFigure.objects.all())).decode()


def left_out() -> int:
    return FORMATS["sdmx-csv"].left_out(TradeFigure.objects.all())


def test_pysdmx_reads_every_dimension_value_and_attribute_back() -> None:
    source = make.SourceFactory(key="belstat-2025", kind="release", url="")
    figure(
        source=source,
        product=make.ProductFactory(wire=True),
        value=Decimal("12345678901.25"),
        currency="BYN",
        observation_status="P",
        valuation="FOB",
    )
    figure(source=source, frequency="Q", period="2024-Q1", value=0)

    (dataset,) = read_sdmx(exported(), validate=False).data

    assert dataset.short_urn == f"Dataflow={DATAFLOW}"
    assert dataset.action == ActionType.Information
    columns = {name: list(cells) for name, cells in dataset.data.items()}
    assert columns == {
        "FREQ": ["A", "Q"],
        "REF_AREA": ["BY", "BY"],
        "COUNTERPART_AREA": ["RU-MO", "RU-MO"],
        "TRADE_FLOW": ["X", "X"],
        "PRODUCT_EDITION": ["HS2022", "ANY"],
        "PRODUCT": ["85", "TOTAL"],
        "SOURCE": ["belstat-2025", "belstat-2025"],
        "TIME_PERIOD": ["2024", "2024-Q1"],
        "OBS_VALUE": ["12345678901.25", "0.0"],
        "UNIT_MEASURE": ["BYN", "USD"],
        "UNIT_MULT": ["0", "0"],
        "OBS_STATUS": ["P", "A"],
        "VALUATION": ["FOB", ""],
        "RELEASED_ON": ["2025-03-31", "2025-03-31"],
    }


def test_the_columns_stand_as_the_standard_orders_them() -> None:
    header = exported().splitlines()[0].split(",")

    assert header == list(COLUMNS)
    assert header[:3] == ["STRUCTURE", "STRUCTURE_ID", "ACTION"]
    assert header[3 : 3 + len(DIMENSIONS)] == DIMENSIONS
    assert header[3 + len(DIMENSIONS)] == "OBS_VALUE"


def test_the_dimensions_name_each_observation_once() -> None:
    for source in ("a", "b"):
        release = make.SourceFactory(key=source, kind="release", url="")
        for product in (make.ProductFactory(), make.ProductFactory(wire=True)):
            for period in ("2023", "2024"):
                figure(source=release, product=product, period=period)
    figure(amount_as_written="about $1 million")
    figure(amount_as_written="$2 million")

    keys = [
        tuple(row[name] for name in DIMENSIONS)
        for row in csv.DictReader(io.StringIO(exported(), newline=""))
    ]

    assert len(keys) == len(set(keys)) == 8


@pytest.mark.parametrize(
    "fields",
    [
        {"frequency": "R", "period": "2024-01/2024-08"},
        {"frequency": "U", "period": ""},
        {"amount_as_written": "about $1 million"},
        {"qualifier": "about"},
        {"value": None, "value_low": 1, "value_high": 2},
    ],
)
def test_what_sdmx_has_no_words_for_is_left_out_and_counted(fields: dict[str, Any]) -> None:
    figure(**fields)

    assert exported().splitlines() == [",".join(COLUMNS)]
    assert left_out() == 1


def test_claims_in_articles_are_left_out_and_counted() -> None:
    make.TradeFigureFactory()
    figure()

    assert len(exported().splitlines()) == 2
    assert left_out() == 1


def test_a_missing_value_keeps_its_status() -> None:
    figure(value=None, observation_status="Q")

    (row,) = csv.DictReader(io.StringIO(exported(), newline=""))

    assert (row["OBS_VALUE"], row["OBS_STATUS"]) == ("", "Q")
