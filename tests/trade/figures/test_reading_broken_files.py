"""What is broken, wrong or made to harm is told with its line, and read no further."""

import gzip
import io
import tracemalloc
import zipfile
from pathlib import Path

import openpyxl
import pytest

from tests.trade.figures.layout_files import (
    CODES,
    as_csv,
    comtrade_row,
    read,
    the_fault,
    write,
)
from trade.figures.files import open_trade_file
from trade.figures.limits import Limits
from trade.figures.observation import Fault, Observation
from trade.figures.problems import WrongFileError

SMALL = Limits(expanded=1_000_000, sheet=1_000_000, line=100_000)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "trade.csv"


def test_a_file_that_is_missing_or_a_directory_is_told(tmp_path: Path) -> None:
    with pytest.raises(WrongFileError, match="no such file"):
        read(tmp_path / "none.csv")
    with pytest.raises(WrongFileError, match="directory"):
        read(tmp_path)


@pytest.mark.parametrize("text", [b"", b"\n\n  \n", gzip.compress(b"", mtime=0), b"\xef\xbb\xbf"])
def test_an_empty_file_is_told(path: Path, text: bytes) -> None:
    write(path, text)

    with pytest.raises(WrongFileError, match=r"empty|no layout"):
        read(path)


@pytest.mark.parametrize(
    ("start", "kind"),
    [
        (b"%PDF-1.7\n", "PDF"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "XLS"),
        (b"<!DOCTYPE html>", "HTML"),
        (b"7z\xbc\xaf\x27\x1c", "7z"),
        (b"\x7fELF\x02\x01\x01\x00", "no text"),
        (b"PK\x05\x06" + b"\0" * 18, "zip file is empty"),
    ],
)
def test_another_kind_of_file_is_named(path: Path, start: bytes, kind: str) -> None:
    write(path, start + bytes(range(256)))

    with pytest.raises(WrongFileError, match=kind):
        read(path)


@pytest.mark.parametrize("start", [b"PK\x03\x04", b"PAR1", b"\x1f\x8b\x08\x00"])
def test_a_damaged_file_is_told(path: Path, start: bytes) -> None:
    write(path, start + bytes(range(256)) * 10)

    with pytest.raises(WrongFileError, match=r"damaged|unpacked|too early"):
        read(path)


def test_a_row_of_another_length_is_a_fault_with_its_line(path: Path) -> None:
    lines = as_csv(*[comtrade_row()] * 3).splitlines()
    lines[2] = lines[2].rpartition(",")[0]
    write(path, "\n".join(lines))

    first, fault, last = read(path)

    assert isinstance(first, Observation)
    assert isinstance(last, Observation)
    assert isinstance(fault, Fault)
    assert fault.line == 3
    assert "46 cells, the header has 47" in fault.reason


def test_empty_cells_behind_the_last_column_do_not_matter(path: Path) -> None:
    header, row = as_csv(comtrade_row()).splitlines()
    write(path, f"{header}\n{row},,\n")

    assert isinstance(read(path)[0], Observation)


def test_blank_lines_are_no_rows_but_count_as_lines(path: Path) -> None:
    header, row = as_csv(comtrade_row()).splitlines()
    write(path, f"\r\n{header}\r\n\r\n{row}\r\n\r\n{row}")

    assert [row.line for row in read(path)] == [4, 6]


def test_a_cell_may_run_over_lines(path: Path) -> None:
    write(path, as_csv(comtrade_row(cmdDesc='Cheese,\n"other"'), comtrade_row()))

    first, second = read(path)

    assert isinstance(first, Observation)
    assert first.product_name == 'Cheese,\n"other"'
    assert (first.line, second.line) == (2, 4)


def test_a_quotation_mark_that_is_not_closed_is_told(path: Path) -> None:
    lines = as_csv(*[comtrade_row(cmdDesc="Cheese")] * 4).splitlines()
    lines[2] = '"' + lines[2]
    write(path, "\n".join(lines))

    first, fault = read(path)

    assert isinstance(first, Observation)
    assert isinstance(fault, Fault)
    assert fault.line == 3
    assert "runs to line 5" in fault.reason


def test_a_cell_without_end_does_not_stop_the_reading(path: Path) -> None:
    lines = as_csv(*[comtrade_row()] * 3).splitlines()
    lines[2] = '"' + "x" * 200_000 + '",1'
    write(path, "\n".join(lines))

    first, fault, last = read(path)

    assert isinstance(first, Observation)
    assert isinstance(last, Observation)
    assert isinstance(fault, Fault)
    assert fault.line == 3


def test_a_line_of_100_mb_is_refused_without_being_held(path: Path) -> None:
    text = as_csv(comtrade_row()).encode()
    with path.open("wb") as file:
        file.write(text)
        for _megabyte in range(100):
            file.write(b"x" * 1_000_000)

    tracemalloc.start()
    with pytest.raises(WrongFileError, match="line 3: a line of more than"):
        read(path)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert peak < 20_000_000


@pytest.mark.parametrize("name", ["Cheese", "Käse"], ids=["when opened", "when read"])
def test_a_gzip_that_was_cut_off_is_told_with_the_line(path: Path, name: str) -> None:
    rows = [comtrade_row(cmdDesc=f"{name} {n * n}") for n in range(5000)]
    packed = gzip.compress(as_csv(*rows).encode())
    write(path, packed[: len(packed) // 2])

    with pytest.raises(WrongFileError) as caught:
        read(path)

    assert "too early" in str(caught.value)
    assert 1000 < caught.value.line < 4500


def test_a_gzip_with_a_wrong_checksum_is_told(path: Path) -> None:
    packed = bytearray(gzip.compress(as_csv(*[comtrade_row()] * 2000).encode()))
    packed[-8] ^= 255
    write(path, bytes(packed))

    with pytest.raises(WrongFileError, match="cannot be read on"):
        read(path)


def test_a_gzip_bomb_stops_at_the_limit(path: Path) -> None:
    text = as_csv(comtrade_row()).encode()
    write(path, gzip.compress(text + b"\n" * 50_000_000))

    with pytest.raises(WrongFileError, match="more than 1 MB unpacked"):
        read(path, limits=SMALL)


def test_a_zip_bomb_stops_at_the_limit(path: Path) -> None:
    _zip(path, {"a.csv": b"\n" * 2_000_000})

    with pytest.raises(WrongFileError, match="more than 1 MB unpacked"):
        read(path, limits=SMALL)


def test_a_zip_that_lies_about_its_size_stops_too(path: Path) -> None:
    header = as_csv(comtrade_row()).encode()
    _zip(path, {"a.csv": header + b"\n" * 2_000_000})
    size = len(header) + 2_000_000
    lie = path.read_bytes().replace(size.to_bytes(4, "little"), (1000).to_bytes(4, "little"))
    write(path, lie)

    with pytest.raises(WrongFileError):
        read(path, limits=SMALL)


@pytest.mark.parametrize(
    ("names", "reason"),
    [
        (["a.pdf"], "holds no data file"),
        ([f"{n}.csv" for n in range(1001)], "1001 files"),
    ],
)
def test_a_zip_holds_data_files_and_not_too_many(path: Path, names: list[str], reason: str) -> None:
    _zip(path, dict.fromkeys(names, b"x"))

    with pytest.raises(WrongFileError, match=reason):
        read(path)


@pytest.mark.parametrize(
    "files",
    [
        {"a.csv": b"i,j\n1,2\n", "codes.csv": b"code,name\n1,Belarus\n"},
        {"a.json": b'{"data": []}', "codes.json": b'{"data": []}'},
    ],
)
def test_a_zip_of_different_tables_is_refused_with_their_names(
    path: Path, files: dict[str, bytes]
) -> None:
    _zip(path, files)

    with pytest.raises(WrongFileError, match=r"holds a\.\w+ and codes\.\w+"):
        read(path)


def test_broken_utf_16_is_told(path: Path) -> None:
    write(path, as_csv(comtrade_row()).encode("utf-16") + b"\x00\xd8\x00")

    with pytest.raises(WrongFileError, match="broken UTF-16"):
        read(path)


def test_packed_files_inside_packed_ones_are_refused(path: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("a.csv", "x")
    for outer in ({"a.csv": inner.getvalue()}, {"a.csv": gzip.compress(b"x")}):
        _zip(path, outer)
        with pytest.raises(WrongFileError, match="inside a packed file"):
            read(path)


def test_a_workbook_is_looked_at_before_it_is_unpacked(path: Path) -> None:
    book = openpyxl.Workbook()
    book.save(path)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/bomb.xml", b"0" * 2_000_000)

    with pytest.raises(WrongFileError, match="more than 1 MB unpacked"):
        read(path, limits=SMALL)


def test_a_workbook_without_a_table_or_with_a_broken_sheet_is_told(path: Path) -> None:
    book = openpyxl.Workbook()
    book.save(path)
    with pytest.raises(WrongFileError, match="no sheet"):
        read(path)

    _zip(path, {"xl/workbook.xml": b"<broken", "[Content_Types].xml": b"<Types/>"})
    with pytest.raises(WrongFileError, match="damaged"):
        read(path)


def test_a_cell_in_the_last_corner_of_a_sheet_does_no_harm(path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["reporter", "partner", "flow", "product", "period", "value", "currency"])
    sheet.append(["BY", "RU", "X", "TOTAL", 2024, 5, "USD"])
    sheet.cell(row=1_048_576, column=16_384, value="far away")
    book.save(path)

    rows = read(path)

    assert len(rows) == 1


def test_a_table_of_too_many_columns_is_refused(path: Path) -> None:
    write(path, ",".join(map(str, range(600))))

    with pytest.raises(WrongFileError, match="600 columns"):
        read(path)


def test_what_a_fault_says_can_be_stored(path: Path) -> None:
    write(path, as_csv(comtrade_row(flowCode="Z" * 100_000)))

    fault = the_fault(path)

    assert len(fault.reason) <= 300
    assert max(map(len, fault.row)) <= 2001


def test_memory_stays_flat(tmp_path: Path) -> None:
    peaks = []
    for count in (2_000, 20_000):
        path = write(tmp_path / f"{count}.csv", as_csv(*[comtrade_row()] * count))
        tracemalloc.start()
        with open_trade_file(path, codes=CODES) as file:
            assert sum(1 for _row in file.rows()) == count
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()

    assert peaks[1] < peaks[0] * 1.2


def _zip(path: Path, files: dict[str, bytes]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
