"""Excel workbooks, sent while they are written: the first rows leave at once, memory stays flat.

A workbook is a ZIP of XML files (ECMA-376, Office Open XML). The few parts of one sheet are written
here, cell by cell, since libraries that write workbooks hand nothing out before the last row.
"""

import datetime as dt
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from io import RawIOBase
from itertools import islice
from typing import Any
from xml.sax.saxutils import escape

# A sheet has 1,048,576 rows; the first names the columns.
MOST_ROWS = 1_048_576 - 1
# Excel keeps 15 digits of a number; a longer amount is written as text.
MOST_IN_A_NUMBER = Decimal(10) ** 13
ROWS_AT_ONCE = 500
# The same rows give the same file: it does not say when it was written.
_NO_DATE = (1980, 1, 1, 0, 0, 0)

_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_FORMATS = "http://schemas.openxmlformats.org"
_MAIN = f"{_FORMATS}/spreadsheetml/2006/main"
_OFFICE = f"{_FORMATS}/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"

# What XML has no way to write: control characters but tab, line feed and carriage return.
_UNWRITABLE = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF), "\ufffd")


class _Sent(RawIOBase):
    """What a ZIP file is written into, and taken out of in chunks."""

    def __init__(self) -> None:
        self._chunks: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._chunks.append(bytes(data))
        return len(data)

    def take(self) -> bytes:
        chunks, self._chunks = self._chunks, []
        return b"".join(chunks)


def stream_workbook(
    title: str, header: Sequence[str], rows: Iterable[Sequence[Any]]
) -> Iterator[bytes]:
    """A workbook of one sheet; numbers as numbers, dates as ISO 8601 writes them, no formulas."""
    sent = _Sent()
    with zipfile.ZipFile(sent, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as book:
        for name, text in _parts(title):
            book.writestr(_named(name), _XML + text)
        with book.open(_named("xl/worksheets/sheet1.xml"), "w") as sheet:
            sheet.write((_XML + _BEFORE + _row(header)).encode())
            remaining = iter(rows)
            while some := list(islice(remaining, ROWS_AT_ONCE)):
                sheet.write("".join(map(_row, some)).encode())
                yield sent.take()
            sheet.write(_BEHIND.encode())
    yield sent.take()


def _named(name: str) -> zipfile.ZipInfo:
    part = zipfile.ZipInfo(name, _NO_DATE)
    part.compress_type = zipfile.ZIP_DEFLATED
    return part


def _parts(title: str) -> Iterator[tuple[str, str]]:
    """All parts but the sheet: what kinds of parts there are, and which leads to which."""
    yield (
        "[Content_Types].xml",
        f'<Types xmlns="{_FORMATS}/package/2006/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/>'
        "</Types>",
    )
    yield "_rels/.rels", _leading_to("officeDocument", "xl/workbook.xml")
    yield (
        "xl/workbook.xml",
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
        f'<sheet name="{escape(title)}" sheetId="1" r:id="rId1"/></sheets></workbook>',
    )
    yield "xl/_rels/workbook.xml.rels", _leading_to("worksheet", "worksheets/sheet1.xml")


def _leading_to(kind: str, target: str) -> str:
    return (
        f'<Relationships xmlns="{_FORMATS}/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/{kind}" Target="{target}"/></Relationships>'
    )


_BEFORE = (
    f'<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
    '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
    "</sheetView></sheetViews><sheetData>"
)
_BEHIND = "</sheetData></worksheet>"


def _row(cells: Sequence[Any]) -> str:
    return f"<row>{''.join(map(_cell, cells))}</row>"


def _cell(value: Any) -> str:
    if value is None:
        return "<c/>"
    if isinstance(value, bool):
        return f'<c t="b"><v>{value:d}</v></c>'
    if isinstance(value, int) or (isinstance(value, Decimal) and abs(value) < MOST_IN_A_NUMBER):
        return f"<c><v>{value}</v></c>"
    text = value.isoformat() if isinstance(value, dt.date) else str(value)
    return f'<c t="inlineStr"><is><t xml:space="preserve">{_escaped(text)}</t></is></c>'


def _escaped(text: str) -> str:
    if text.isprintable():
        return escape(text)
    return escape(text.translate(_UNWRITABLE)).replace("\r", "&#13;")
