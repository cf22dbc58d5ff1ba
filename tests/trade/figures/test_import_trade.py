"""The command that loads files of trade statistics."""

import io
import re
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.factories import ProductFactory, RegionFactory, SourceFactory
from tests.trade.figures.trade_files import write
from trade.models import ImportRun, Source, TradeFigure

pytestmark = pytest.mark.django_db

GOOD = "BY,RU,X,TOTAL,,2023,1500000,USD"
BAD = "ZZ,RU,X,TOTAL,,2023,1,USD"


@pytest.fixture(autouse=True)
def reference(db: None) -> None:
    RegionFactory()
    RegionFactory(russia=True)
    ProductFactory()


def test_loads_files_into_a_new_dataset(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first = write(tmp_path, GOOD, name="2023.csv")
    second = write(tmp_path, GOOD.replace("2023", "2022"), name="2022.csv")

    call_command(
        "import_trade", first, second, source="belstat", publisher="Belstat", title="Trade"
    )

    source = Source.objects.get(key="belstat")
    assert (source.kind, source.publisher, source.title) == ("release", "Belstat", "Trade")
    assert TradeFigure.objects.filter(source=source).count() == 2
    assert "2023.csv: 1 read, 1 added, 0 changed" in capsys.readouterr().out


def test_a_check_writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("import_trade", write(tmp_path, GOOD), source="belstat", check=True)

    out = capsys.readouterr().out
    assert "it would be 1 added" in out
    assert "BY X RU TOTAL 2023: nothing -> 1500000.00 USD A" in out
    assert not Source.objects.exists()
    assert not ImportRun.objects.exists()


def test_says_what_was_rejected_and_where_it_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("import_trade", write(tmp_path, GOOD, BAD), source="belstat")

    out = capsys.readouterr().out
    assert "1 rejected: reporter: “ZZ” is no area we know" in out
    assert f"Rejected rows are in {tmp_path / 'trade.csv.rejects.csv'}" in out


def test_strict_fails_when_a_row_is_bad(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="Not every file was loaded"):
        call_command("import_trade", write(tmp_path, GOOD, BAD), source="belstat", strict=True)

    assert not TradeFigure.objects.exists()


def test_a_wrong_file_does_not_keep_the_others_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = tmp_path / "wrong.csv"
    wrong.write_text("name,age\nAnn,7\n", encoding="utf-8")

    with pytest.raises(CommandError):
        call_command("import_trade", wrong, write(tmp_path, GOOD), source="belstat")

    assert TradeFigure.objects.count() == 1
    assert "wrong.csv: nothing was loaded" in capsys.readouterr().err


@pytest.mark.parametrize("content", ["name,age\nAnn,7\n", f"reporter,partner\n{GOOD}\n", ""])
def test_a_file_that_cannot_be_read_leaves_no_dataset_behind(tmp_path: Path, content: str) -> None:
    wrong = tmp_path / "wrong.csv"
    wrong.write_text(content, encoding="utf-8")

    with pytest.raises(CommandError):
        call_command("import_trade", wrong, source="mistyped")

    assert not Source.objects.exists()
    run = ImportRun.objects.get()
    assert (run.source, run.file_name) == (None, "wrong.csv")
    assert run.error


def test_a_strict_import_that_takes_nothing_leaves_no_dataset_behind(tmp_path: Path) -> None:
    with pytest.raises(CommandError):
        call_command("import_trade", write(tmp_path, GOOD, BAD), source="belstat", strict=True)

    assert not Source.objects.exists()
    assert ImportRun.objects.get().rows_rejected == 1


def test_a_missing_file_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(CommandError):
        call_command("import_trade", tmp_path / "none.csv", source="belstat")

    assert "none.csv: nothing was loaded" in capsys.readouterr().err


def test_an_article_is_no_dataset(tmp_path: Path) -> None:
    SourceFactory(key="article")

    with pytest.raises(CommandError, match="no statistical release"):
        call_command("import_trade", write(tmp_path, GOOD), source="article")


def test_shows_how_it_goes_on_to_somebody_at_a_terminal(tmp_path: Path) -> None:
    terminal = io.StringIO()
    terminal.isatty = lambda: True

    call_command("import_trade", write(tmp_path, GOOD), source="belstat", stdout=terminal)

    for phase in ("reads the file", "compares it", "writes what has changed"):
        assert re.search(rf"\rtrade.csv: {phase}", terminal.getvalue())
    assert terminal.getvalue().rstrip().endswith("rows/s")
