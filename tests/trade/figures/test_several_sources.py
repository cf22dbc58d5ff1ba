"""A file of several sources: claims and statistics come back as they were, source by source."""

import csv
import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from tests import factories as make
from trade.figures.saving import save_figure
from trade.models import ImportRun, Source, TradeFigure, TradeFigureRevision

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def codes(db: None) -> None:
    make.RegionFactory()
    make.RegionFactory(mordovia=True)
    make.ProductFactory(wire=True)


def an_office_and_articles() -> None:
    """A release with a revision, and articles that quote in every way there is."""
    office = make.SourceFactory(key="office", kind="release", url="")
    for period, frequency in (("2023", "A"), ("2024", "A"), ("2024-03", "M")):
        make.TradeFigureFactory(
            source=office, flow="X", period=period, frequency=frequency, valuation="FOB"
        )
    revised = TradeFigure.objects.get(period="2024")
    revised.value = Decimal("131000000.50")
    save_figure(figure=revised, at=timezone.now())
    article = make.SourceFactory(
        key="article",
        title="=Trade, as “they” say",
        publisher="Example; News",
        published_on=dt.date(2025, 10, 1),
        published_on_precision="month",
    )
    quoted: dict[str, Any] = {"source": article, "claimed_by": "Viktor Karankevich"}
    make.TradeFigureFactory(**quoted, qualifier="about", amount_as_written="about $130 million")
    make.TradeFigureFactory(**quoted, qualifier="over", amount_as_written="over $125 million")
    make.TradeFigureFactory(
        **quoted,
        value=None,
        value_low=Decimal(90_000_000),
        value_high=Decimal("95000000.25"),
        qualifier="range",
        amount_as_written="90–95 million",
        period="2024-01/2024-08",
        frequency="R",
    )
    undated = make.SourceFactory(key="undated", kind="document", published_on=None, url="")
    make.TradeFigureFactory(
        source=undated,
        period="",
        frequency="U",
        period_as_written="last year",
        change_percent=Decimal("-12.50"),
        change_as_written="down by an eighth",
    )
    make.TradeFigureFactory(
        source=undated,
        period="2026",
        value=Decimal(500_000_000),
        qualifier="target",
        amount_as_written="+half a billion",
    )


def export(file: Path) -> bytes:
    call_command("export_trade", str(file), verbosity=0)
    return file.read_bytes()


def empty() -> None:
    TradeFigure.objects.all().delete()
    ImportRun.objects.all().delete()
    Source.objects.all().delete()


def load(file: Path, **options: Any) -> None:
    call_command("import_trade", str(file), verbosity=0, **options)


def written(file: Path, *rows: str) -> Path:
    file.write_text("\n".join((HEADER, *rows)) + "\n")
    return file


HEADER = (
    "reporter,partner,flow,product,period,value,currency,qualifier,amount_as_written,value_low,"
    "value_high,source"
)


@pytest.mark.parametrize("name", ["figures.csv", "figures.xlsx"])
def test_export_empty_import_export_gives_the_same_bytes(tmp_path: Path, name: str) -> None:
    an_office_and_articles()
    before = export(tmp_path / "before.csv")
    export(tmp_path / name)
    sources = list(Source.objects.order_by("key").values("key", "kind", "title", "publisher"))
    empty()

    load(tmp_path / name, strict=True)

    assert export(tmp_path / "after.csv") == before
    found = Source.objects.order_by("key").values("key", "kind", "title", "publisher")
    assert list(found) == sources
    article = Source.objects.get(key="article")
    assert (article.published_on, article.published_on_precision) == (
        dt.date(2025, 10, 1),
        "month",
    )


def test_the_same_file_again_changes_nothing(tmp_path: Path) -> None:
    an_office_and_articles()
    export(tmp_path / "figures.csv")
    empty()
    load(tmp_path / "figures.csv")
    recorded = list(TradeFigure.objects.order_by("pk").values_list("pk", "recorded_at"))

    load(tmp_path / "figures.csv")

    again = ImportRun.objects.order_by("-pk")[:3]
    assert sum(run.rows_unchanged for run in again) == len(recorded) == 8
    assert {(run.rows_added, run.rows_changed) for run in again} == {(0, 0)}
    assert list(TradeFigure.objects.order_by("pk").values_list("pk", "recorded_at")) == recorded
    assert not TradeFigureRevision.objects.exists()


def test_a_claim_that_says_something_else_keeps_what_it_said(tmp_path: Path) -> None:
    row = "BY,RU-MO,turnover,TOTAL,2024,{},USD,about,about $130 million,,,news"
    load(written(tmp_path / "first.csv", row.format(130_000_000)))
    load(written(tmp_path / "second.csv", row.format(129_000_000)))

    [revision] = TradeFigureRevision.objects.all()
    [figure] = TradeFigure.objects.all()
    assert (revision.value, figure.value) == (130_000_000, 129_000_000)
    assert revision.import_run is not None
    assert revision.replaced_by == figure.import_run == ImportRun.objects.order_by("pk").last()


def test_every_source_is_an_import_of_its_own(tmp_path: Path) -> None:
    row = "BY,RU-MO,X,TOTAL,2024,{},USD,,,,,{}"

    load(written(tmp_path / "two.csv", row.format(1, "b"), row.format(2, "a"), row.format(2, "a")))

    assert list(ImportRun.objects.order_by("pk").values_list("source__key", "rows_read")) == [
        ("a", 2),
        ("b", 1),
    ]


def test_rows_without_a_usable_source_are_rejected_and_the_rest_is_loaded(tmp_path: Path) -> None:
    row = "BY,RU-MO,X,TOTAL,{},1,USD,,,,,{}"
    rows = [row.format(2021, ""), row.format(2022, "../key"), row.format(2023, "good")]

    load(written(tmp_path / "mixed.csv", *rows))

    assert [figure.period for figure in TradeFigure.objects.all()] == ["2023"]
    [rejects] = tmp_path.glob("*.rejects.csv")
    assert rejects.name == "mixed.csv.unnamed.rejects.csv"
    told = csv.DictReader(rejects.read_text().splitlines())
    assert [(row["line"], row["column"], row["reason"][:22]) for row in told] == [
        ("2", "source", "no source is named"),
        ("3", "source", "“../key” is no key of "),
    ]
    assert list(Source.objects.values_list("key", flat=True)) == ["good"]


def test_a_source_that_cannot_be_recorded_takes_its_rows_along(tmp_path: Path) -> None:
    file = tmp_path / "sources.csv"
    file.write_text(
        "reporter,partner,flow,product,period,value,currency,source,source_kind,source_url\n"
        "BY,RU-MO,X,TOTAL,2023,1,USD,bad,leaflet,\n"
        "BY,RU-MO,X,TOTAL,2024,1,USD,good,document,https://stat.example/\n"
    )

    load(file)

    assert list(Source.objects.values_list("key", "kind")) == [("good", "document")]
    rejects = (tmp_path / "sources.csv.bad.rejects.csv").read_text().splitlines()
    assert "leaflet" in rejects[1]


def test_strict_takes_nothing_of_any_source(tmp_path: Path) -> None:
    rows = ["BY,RU-MO,X,TOTAL,2024,1,USD,,,,,a", "BY,RU-MO,X,TOTAL,2024,x,USD,,,,,b"]

    with pytest.raises(CommandError, match="Not every file was loaded"):
        load(written(tmp_path / "two.csv", *rows), strict=True)

    assert not TradeFigure.objects.exists()
    assert not Source.objects.exists()


def test_a_check_writes_nothing(tmp_path: Path) -> None:
    rows = ["BY,RU-MO,X,TOTAL,2024,1,USD,,,,,a", "BY,RU-MO,X,TOTAL,2024,1,USD,about,1,,,b"]

    load(written(tmp_path / "two.csv", *rows), check=True)

    assert not Source.objects.exists()
    assert not ImportRun.objects.exists()


def test_a_source_that_is_named_must_be_the_one_of_the_rows(tmp_path: Path) -> None:
    make.SourceFactory(key="office", kind="release", url="")
    row = "BY,RU-MO,X,TOTAL,{},1,USD,,,,,{}"
    rows = [row.format(2022, "office"), row.format(2023, "another"), row.format(2024, "")]

    load(written(tmp_path / "mixed.csv", *rows), source="office")

    assert [f.period for f in TradeFigure.objects.order_by("period")] == ["2022", "2024"]
    reject = ImportRun.objects.get().rejects.get()
    assert (reject.line, reject.column) == (3, "source")
    assert "another source" in reject.reason


def test_a_file_that_names_no_sources_needs_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "plain.csv"
    file.write_text(
        "reporter,partner,flow,product,period,value,currency\nBY,RU-MO,X,TOTAL,2024,1,USD\n"
    )

    with pytest.raises(CommandError):
        load(file)

    assert "which source its rows are of" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("said", "column"),
    [
        ("nearly,,,", "qualifier"),
        ("range,5 to 6,5,", "qualifier"),
        ("range,6 to 5,6,5", "value_low"),
        ("about,about,-5,", "value_low"),
        (f"about,{'x' * 121},,", "amount_as_written"),
    ],
)
def test_a_claim_that_cannot_be_stored_is_rejected_with_its_column(
    tmp_path: Path, said: str, column: str
) -> None:
    load(written(tmp_path / "claims.csv", f"BY,RU-MO,X,TOTAL,2024,5,USD,{said},a"))

    reject = ImportRun.objects.get().rejects.get()
    assert (reject.line, reject.column) == (2, column)


def test_claims_of_one_file_that_disagree_are_told(tmp_path: Path) -> None:
    row = "BY,RU-MO,X,TOTAL,2024,{},USD,about,about five,,,a"

    load(written(tmp_path / "claims.csv", row.format(5), row.format(5), row.format(6)))

    run = ImportRun.objects.get()
    assert (run.rows_added, run.rows_set_aside, run.rows_rejected) == (1, 1, 1)
    assert run.rejects.get().reason == "disagrees with line 2 about the same figure"
