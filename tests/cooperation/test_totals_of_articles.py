"""Annual totals stay in step with what article files bring and take back."""

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from tests.cooperation.article_files import article, reference_data, write
from trade.models import AnnualTotal, TradeFigure, TradeFigureRevision

pytestmark = pytest.mark.django_db


def load(directory: Path, values: dict[str, Any]) -> list[Any]:
    """Load an article file; the totals then, which have not drifted."""
    call_command("load_article", str(write(directory, values)), stdout=StringIO())
    call_command("check_totals", stdout=StringIO())
    return list(AnnualTotal.objects.values_list("value", flat=True))


def release(**figure: Any) -> dict[str, Any]:
    """An article file of a statistical release, with one plain figure in it."""
    values = article()
    values["source"]["kind"] = "release"
    stated = {**values["figures"][0], "qualifier": "exact", **figure}
    del stated["amount_as_written"], values["goods"][0]["figure"]
    values["figures"] = [stated]
    return values


def test_loading_correcting_and_taking_back(tmp_path: Path) -> None:
    reference_data()

    loaded = load(tmp_path, release())
    corrected = load(tmp_path, release(value=131000000))
    taken_back = load(tmp_path, {**release(), "figures": []})

    assert (loaded, corrected, taken_back) == ([130_000_000], [131_000_000], [])
    assert not TradeFigure.objects.exists()


def test_a_source_that_becomes_a_release_gets_totals(tmp_path: Path) -> None:
    reference_data()
    values = release()
    values["source"]["kind"] = "document"

    as_document = load(tmp_path, values)
    as_release = load(tmp_path, release())

    assert (as_document, as_release) == ([], [130_000_000])


def test_a_corrected_figure_keeps_what_it_said(tmp_path: Path) -> None:
    reference_data()
    load(tmp_path, article())
    corrected = article()
    corrected["figures"][0]["value"] = 131000000

    load(tmp_path, corrected)

    assert TradeFigureRevision.objects.get().value == 130_000_000
