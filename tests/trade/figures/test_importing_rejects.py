"""Rows that are not taken: the others are, and these can be put right and read again."""

import csv
import gzip
from pathlib import Path

import pytest

from tests.factories import ProductFactory, RegionFactory, SourceFactory
from tests.trade.figures.trade_files import HEADER, write
from trade.figures.importing import import_trade_file
from trade.figures.outcome import Outcome
from trade.figures.phases import Phase, Step
from trade.figures.problems import WrongFileError
from trade.models import ImportReject, ImportRun, Source, TradeFigure

pytestmark = pytest.mark.django_db

GOOD = "BY,RU,X,TOTAL,,2023,1500000,USD"


@pytest.fixture
def release() -> Source:
    RegionFactory()
    RegionFactory(russia=True)
    RegionFactory(code="W00", name="World", kind="area", numeric_code="000")
    ProductFactory(wire=True)
    return SourceFactory(key="comtrade", kind="release", url="")


def rejected(outcome: Outcome) -> list[dict[str, str]]:
    assert outcome.rejects_file is not None
    with outcome.rejects_file.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        ("ZZ,RU,X,TOTAL,,2023,1,USD", "reporter", "“ZZ” is no area we know"),
        ("BY,RU,SIDEWAYS,TOTAL,,2023,1,USD", "flow", "no flow we know"),
        ("BY,RU,X,8,HS2022,2023,1,USD", "product", "odd number of digits"),
        ("BY,RU,X,850000,HS2022,2023,1,USD", "product", "not in the edition of 2022"),
        ("BY,RU,X,770000,HS2012,2023,1,USD", "product", "there is no chapter 77"),
        ("BY,RU,X,TOTAL,,2023-13,1,USD", "period", "is no period"),
        ("BY,RU,X,TOTAL,,2023,many,USD", "value", "“many” is no number"),
        ("BY,RU,X,TOTAL,,2023,-1,USD", "value", "negative"),
        ("BY,BY,X,TOTAL,,2023,1,USD", "partner", "does not trade with itself"),
        ("BY,RU,X,TOTAL,,2023,1\0,USD", "value", "a NUL byte"),
    ],
)
def test_a_bad_row_is_named_and_the_good_ones_are_loaded(
    release: Source, tmp_path: Path, row: str, column: str, reason: str
) -> None:
    outcome = import_trade_file(write(tmp_path, GOOD, row), source=release)

    assert (outcome.added, outcome.rejected, outcome.is_loaded) == (1, 1, True)
    [reject] = ImportReject.objects.all()
    assert (reject.run, reject.line, reject.column) == (outcome.run, 3, column)
    assert reason in reject.reason
    [kept] = rejected(outcome)
    assert (kept["line"], kept["column"], kept["reason"]) == ("3", column, reject.reason)


def test_strict_loads_nothing_of_such_a_file(release: Source, tmp_path: Path) -> None:
    path = write(tmp_path, GOOD, "ZZ,RU,X,TOTAL,,2023,1,USD")

    outcome = import_trade_file(path, source=release, strict=True)

    assert (outcome.added, outcome.rejected, outcome.is_loaded) == (0, 1, False)
    assert not TradeFigure.objects.exists()
    run = ImportRun.objects.get()
    assert (run.rows_read, run.rows_rejected) == (2, 1)
    assert "rejected" in run.error


def test_rejected_rows_can_be_put_right_and_read_again(release: Source, tmp_path: Path) -> None:
    outcome = import_trade_file(write(tmp_path, GOOD, "ZZ,RU,M,TOTAL,,2023,7,USD"), source=release)
    text = outcome.rejects_file.read_text(encoding="utf-8").replace("ZZ,", "BY,", 1)
    outcome.rejects_file.write_text(text, encoding="utf-8")

    again = import_trade_file(outcome.rejects_file, source=release)

    assert (again.added, again.rejected) == (1, 0)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_of_it_is_a_formula(release: Source, tmp_path: Path, start: str) -> None:
    row = f'"{start}HYPERLINK(""http://evil.example"")",RU,X,TOTAL,,2023,1,USD'

    outcome = import_trade_file(write(tmp_path, row), source=release)

    assert rejected(outcome)[0]["reporter"] == f'\'{start}HYPERLINK("http://evil.example")'


def test_what_keeps_cells_from_being_formulas_is_not_read_again(
    release: Source, tmp_path: Path
) -> None:
    first = import_trade_file(write(tmp_path, "ZZ,RU,X,TOTAL,,2023,-7,USD"), source=release)

    again = import_trade_file(first.rejects_file, source=release)
    text = again.rejects_file.read_text(encoding="utf-8").replace("ZZ,", "BY,").replace("'-7", "7")
    again.rejects_file.write_text(text, encoding="utf-8")
    at_last = import_trade_file(again.rejects_file, source=release)

    assert "'-7" in first.rejects_file.read_text(encoding="utf-8")
    assert list(rejected(first)[0]) == text.splitlines()[0].split(",")
    assert (at_last.added, at_last.rejected) == (1, 0)


def test_it_has_the_delimiter_of_the_file(release: Source, tmp_path: Path) -> None:
    path = tmp_path / "trade.tsv"
    rows = HEADER + "ZZ,RU,X,TOTAL,,2023,1,USD,\n"
    path.write_text(rows.replace(",", "\t"), encoding="utf-8")

    outcome = import_trade_file(path, source=release)

    assert outcome.rejects_file == tmp_path / "trade.tsv.rejects.tsv"
    header = outcome.rejects_file.read_text(encoding="utf-8").splitlines()[0]
    assert header == (HEADER.strip() + ",line,column,reason").replace(",", "\t")


def test_it_goes_when_nothing_is_rejected_any_more(release: Source, tmp_path: Path) -> None:
    first = import_trade_file(write(tmp_path, "ZZ,RU,X,TOTAL,,2023,1,USD"), source=release)

    second = import_trade_file(write(tmp_path, GOOD), source=release)

    assert second.rejects_file is None
    assert not first.rejects_file.exists()


def test_an_import_that_fails_leaves_the_one_before(release: Source, tmp_path: Path) -> None:
    first = import_trade_file(write(tmp_path, "ZZ,RU,X,TOTAL,,2023,1,USD"), source=release)
    before = first.rejects_file.read_text()
    path = write(tmp_path, GOOD, "YY,RU,X,TOTAL,,2023,1,USD")

    def fail(step: Step) -> None:
        if step.phase == Phase.MERGING:
            raise MemoryError

    with pytest.raises(MemoryError):
        import_trade_file(path, source=release, progress=fail)

    assert sorted(tmp_path.iterdir()) == [path, first.rejects_file]
    assert first.rejects_file.read_text() == before
    assert not TradeFigure.objects.exists()


def test_it_may_be_put_elsewhere(release: Source, tmp_path: Path) -> None:
    elsewhere = tmp_path / "rejects"
    elsewhere.mkdir()

    outcome = import_trade_file(
        write(tmp_path, "ZZ,RU,X,TOTAL,,2023,1,USD"), source=release, rejects_dir=elsewhere
    )

    assert outcome.rejects_file == elsewhere / "trade.csv.rejects.csv"


def test_only_the_first_thousand_are_on_record(release: Source, tmp_path: Path) -> None:
    rows = [f"ZZ,RU,X,TOTAL,,{1700 + n % 300},1,USD" for n in range(1100)]

    outcome = import_trade_file(write(tmp_path, *rows), source=release)

    assert outcome.rejected == len(rejected(outcome)) == 1100
    assert ImportReject.objects.count() == 1000


class TestOneFigureTwice:
    def test_rows_that_say_the_same_are_one(self, release: Source, tmp_path: Path) -> None:
        outcome = import_trade_file(write(tmp_path, GOOD, GOOD, GOOD), source=release)

        assert (outcome.read, outcome.added, outcome.rejected) == (3, 1, 0)
        assert outcome.set_aside.total() == 2

    def test_rows_that_disagree_are_all_rejected(self, release: Source, tmp_path: Path) -> None:
        other = GOOD.replace("1500000", "1500001")
        fine = GOOD.replace("2023", "2022")

        outcome = import_trade_file(write(tmp_path, GOOD, fine, GOOD, other), source=release)

        assert (outcome.added, outcome.rejected) == (1, 3)
        assert [(row["line"], row["value"], row["reason"]) for row in rejected(outcome)] == [
            ("2", "1500000", "disagrees with line 5 about the same figure"),
            ("4", "1500000", "disagrees with line 2 about the same figure"),
            ("5", "1500001", "disagrees with line 2 about the same figure"),
        ]

    def test_a_gap_disagrees_with_a_value(self, release: Source, tmp_path: Path) -> None:
        outcome = import_trade_file(
            write(tmp_path, GOOD, "BY,RU,X,TOTAL,,2023,,USD,O"), source=release
        )

        assert (outcome.added, outcome.rejected) == (0, 2)


class TestFilesThatCannotBeRead:
    @pytest.mark.parametrize(
        ("content", "reason"),
        [
            (b"", "empty"),
            (b"name,age\nAnn,7\n", "of no layout we know"),
            (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "."),
            (gzip.compress((HEADER + f"{GOOD},\n" * 50_000).encode())[:-2000], "."),
        ],
    )
    def test_nothing_is_loaded_and_the_record_says_why(
        self, release: Source, tmp_path: Path, content: bytes, reason: str
    ) -> None:
        path = tmp_path / ("trade.csv.gz" if content[:2] == b"\x1f\x8b" else "trade.csv")
        path.write_bytes(content)

        with pytest.raises(WrongFileError, match=reason) as wrong:
            import_trade_file(path, source=release)

        assert not TradeFigure.objects.exists()
        run = ImportRun.objects.get()
        assert (run.error, run.rows_added) == (str(wrong.value), 0)
        assert run.finished_at is not None
        assert [found.name for found in tmp_path.iterdir()] == [path.name]

    def test_nothing_is_loaded_of_a_file_with_a_huge_line(
        self, release: Source, tmp_path: Path
    ) -> None:
        path = write(tmp_path, GOOD, f"{'B' * 3_000_000},RU,X,TOTAL,,2023,1,USD")

        with pytest.raises(WrongFileError, match="line 3: a line of more than"):
            import_trade_file(path, source=release)

        assert not TradeFigure.objects.exists()

    def test_a_full_disk_leaves_nothing(
        self, release: Source, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        full = Path("/dev/full")
        if not full.exists():
            pytest.skip("no device that is always full here")
        folder = tmp_path / "rejects"
        folder.mkdir()
        (folder / "trade.csv.rejects.csv.part").symlink_to(full)
        rows = [f"ZZ,RU,X,TOTAL,,{1700 + n % 300},1,USD" for n in range(2000)]

        with pytest.raises(OSError, match="No space left"):
            import_trade_file(write(tmp_path, GOOD, *rows), source=release, rejects_dir=folder)

        assert not TradeFigure.objects.exists()
        assert "No space left" in ImportRun.objects.get().error


def test_a_download_that_was_cut_off_is_warned_of(release: Source, tmp_path: Path) -> None:
    rows = [f"BY,RU,X,TOTAL,,{1600 + n},1,USD" for n in range(500)]

    outcome = import_trade_file(write(tmp_path, *rows), source=release)

    assert "500 rows" in outcome.warnings[0]
    assert "500 rows" in outcome.run.remarks


def test_world_is_a_partner_of_its_own(release: Source, tmp_path: Path) -> None:
    outcome = import_trade_file(write(tmp_path, "BY,W00,X,TOTAL,,2023,9,USD"), source=release)

    assert outcome.added == 1
    assert TradeFigure.objects.get().partner.kind == "area"
