"""Importing files of trade statistics: what is stored, what is not, and what a second time does."""

from pathlib import Path

import pytest

from tests.factories import ProductFactory, RegionFactory, SourceFactory
from trade.figures.importing import import_trade_file
from trade.models import ImportRun, Source, TradeFigure

pytestmark = pytest.mark.django_db

HEADER = "reporter,partner,flow,product,edition,period,value,currency\n"


@pytest.fixture
def release() -> Source:
    RegionFactory()
    RegionFactory(russia=True)
    ProductFactory(wire=True)
    return SourceFactory(key="comtrade", kind="release", url="")


def write(folder: Path, *rows: str, name: str = "trade.csv") -> Path:
    path = folder / name
    path.write_text(HEADER + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    return path


def test_stores_what_the_file_says(release: Source, tmp_path: Path) -> None:
    path = write(tmp_path, "BY,RU,X,TOTAL,,2023,1500000,USD", "BY,RU,M,85,HS2022,2023-05,12.5,EUR")

    outcome = import_trade_file(path, source=release)

    assert (outcome.read, outcome.added) == (2, 2)
    assert TradeFigure.objects.count() == 2
    assert ImportRun.objects.get().rows_added == 2
