"""A file we wrote brings back into an empty database what it was written from."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from tests import factories as make
from trade.models import ImportRun, Product, Source, TradeFigure

pytestmark = pytest.mark.django_db


def a_release() -> None:
    """Figures of every kind a statistical office publishes."""
    source = make.SourceFactory(key="belstat-2025", kind="release", url="")
    world = make.RegionFactory(code="W00", name="World", kind="area")
    chapter = make.ProductFactory(
        edition="HS2022", code="03", level=2, name="Fish", parent=make.ProductFactory()
    )
    old_chapter = make.ProductFactory(
        edition="HS2012", code="03", level=2, name="Fish", parent=make.ProductFactory()
    )
    common: dict[str, Any] = {"source": source, "flow": "X", "released_on": dt.date(2025, 3, 31)}
    for product in (chapter, old_chapter, make.ProductFactory()):
        make.TradeFigureFactory(**common, product=product, value="1234567.89", valuation="FOB")
    make.TradeFigureFactory(**common, partner=world, value=0, observation_status="E")
    make.TradeFigureFactory(
        **{**common, "released_on": None, "flow": "M"}, valuation="CIF", currency="BYN"
    )
    for frequency, period in (("M", "2024-03"), ("Q", "2024-Q1"), ("S", "2024-S1")):
        make.TradeFigureFactory(
            **common, frequency=frequency, period=period, value=None, observation_status="Q"
        )


def export(file: Path) -> bytes:
    call_command("export_trade", str(file), verbosity=0)
    return file.read_bytes()


def empty() -> None:
    TradeFigure.objects.all().delete()
    ImportRun.objects.all().delete()
    Source.objects.all().delete()
    Product.objects.filter(edition="HS2012").delete()


def load(file: Path) -> None:
    """SDMX-CSV tells the key of a source and no more; ours tells what is needed to record it."""
    source = {"source": "belstat-2025"} if file.name.endswith(".sdmx.csv") else {}
    if source:
        make.SourceFactory(key="belstat-2025", kind="release", url="")
    call_command("import_trade", str(file), strict=True, verbosity=0, **source)


@pytest.mark.parametrize("name", ["figures.csv", "figures.sdmx.csv", "figures.xlsx"])
def test_export_empty_import_export_gives_the_same_file(tmp_path: Path, name: str) -> None:
    a_release()
    if name != "figures.sdmx.csv":  # SDMX has no code for a span of months
        make.TradeFigureFactory(
            source=Source.objects.get(), frequency="R", period="2024-01/2024-08"
        )
    before = export(tmp_path / "before.csv")
    export(tmp_path / name)
    empty()

    load(tmp_path / name)

    assert export(tmp_path / "after.csv") == before
