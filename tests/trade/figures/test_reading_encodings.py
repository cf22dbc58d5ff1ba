"""Encodings are told apart, and no byte is passed over in silence."""

import random
from pathlib import Path

import pytest

from tests.trade.figures.layout_files import CODES, as_csv, comtrade_row, read, write
from trade.figures.files import open_trade_file
from trade.figures.observation import Fault, Observation

LATIN = "Café, thé et maté; crème brûlée de la Côte"
CYRILLIC = "Сыры и творог, прочие; ёмкости"


@pytest.mark.parametrize(
    ("text", "encoding", "found"),
    [
        ("Cheese", "utf-8", "utf-8"),
        ("Cheese", "utf-8-sig", "utf-8-sig"),
        (LATIN, "utf-8", "utf-8"),
        (CYRILLIC, "utf-8", "utf-8"),
        (CYRILLIC, "utf-8-sig", "utf-8-sig"),
        (LATIN, "latin-1", "latin-1"),
        ("“Café” – crème", "windows-1252", "windows-1252"),
        (CYRILLIC, "windows-1251", "windows-1251"),
        ("ИМ", "windows-1251", "windows-1251"),
        (CYRILLIC, "utf-16", "utf-16"),
        ("Cheese\u00a0other", "latin-1", "latin-1"),
    ],
)
def test_encodings_are_told_apart(tmp_path: Path, text: str, encoding: str, found: str) -> None:
    rows = [comtrade_row(cmdDesc=text)] * 3
    path = write(tmp_path / "a.csv", as_csv(*rows), encoding)

    with open_trade_file(path, codes=CODES) as file:
        names = [row.product_name for row in file.rows() if isinstance(row, Observation)]

    assert file.encoding == found
    assert names == [text] * 3


def test_the_first_accent_may_come_late(tmp_path: Path) -> None:
    rows = [comtrade_row()] * 3000 + [comtrade_row(cmdDesc=CYRILLIC)]
    path = write(tmp_path / "a.csv", as_csv(*rows), "windows-1251")

    assert path.stat().st_size > 1 << 18
    last = read(path)[-1]
    assert isinstance(last, Observation)
    assert last.product_name == CYRILLIC


def test_a_sample_may_end_inside_a_character(tmp_path: Path) -> None:
    for shift in range(4):
        rows = [comtrade_row(cmdDesc="x" * shift + "Ж€" * 50)] * 2000
        path = write(tmp_path / "a.csv", as_csv(*rows))

        with open_trade_file(path, codes=CODES) as file:
            assert file.encoding == "utf-8"
            assert all(isinstance(row, Observation) for row in file.rows())


@pytest.mark.parametrize("byte", [b"\xff", b"\xe9", b"\x00", b"\xc3"])
@pytest.mark.parametrize("place", [1, 2500])
def test_a_byte_that_does_not_fit_is_its_rows_fault(
    tmp_path: Path, byte: bytes, place: int
) -> None:
    rows = [comtrade_row(cmdDesc="Käse")] * 3000
    lines = as_csv(*rows).encode().splitlines(keepends=True)
    lines[place] = lines[place].replace("Käse".encode(), b"K" + byte + b"se")
    path = write(tmp_path / "a.csv", b"".join(lines))

    found = read(path)

    (fault,) = (row for row in found if isinstance(row, Fault))
    assert len(found) == 3000
    assert (fault.line, fault.column) == (place + 1, "cmdDesc")
    "".join(fault.row).encode()  # can be stored
    assert "\0" not in "".join(fault.row)


def test_a_byte_that_windows_1251_does_not_have_is_a_fault(tmp_path: Path) -> None:
    text = as_csv(*[comtrade_row(cmdDesc=CYRILLIC)] * 3, comtrade_row(cmdDesc="?"))
    path = write(tmp_path / "a.csv", text.encode("windows-1251").replace(b",?,", b",\x98,"))

    rows = read(path)

    assert [type(row) for row in rows] == [Observation] * 3 + [Fault]


def test_noise_never_raises_anything_else(tmp_path: Path) -> None:
    noise = random.Random(7)  # noqa: S311
    header = ",".join(comtrade_row()).encode() + b"\n"
    for _attempt in range(60):
        path = write(tmp_path / "a.csv", header + noise.randbytes(5000))

        assert all(isinstance(row, Fault) for row in read(path))
