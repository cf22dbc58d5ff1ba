"""What a file would become, shown before anything of it is stored."""

import csv
import re
import tempfile
import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from trade.figures.codes import codes_from_database
from trade.figures.exporting.rows import restored
from trade.figures.files import TradeFile, open_trade_file
from trade.figures.importing import import_trade_file
from trade.figures.observation import Claim, Fault, Observation
from trade.figures.uploads import path_of, upload_limits
from trade.models import Product, Region, Source, TradeFigure, Upload

SHOWN_ROWS = 100
MOST_KINDS = 50
# What a request has time for; of a file that takes longer, the head is shown, and it is said so.
MOST_ROWS = 30_000
MOST_SECONDS = 6.0

_quoted = re.compile("“[^”]*”")
_number = re.compile(r"\d+")


@dataclass
class Kind:
    """Rows that are not stored for the same reason, with the first of them as the example."""

    column: str
    reason: str
    line: int
    row: str = ""
    count: int = 1


@dataclass
class Preview:
    """What a file is, what its rows would be stored as, and what would not be stored."""

    layout: str
    encoding: str
    warnings: list[str] = field(default_factory=list)
    rows: list[dict[str, Any]] = field(default_factory=list)
    read: int = 0
    good: int = 0
    is_whole: bool = True
    rejects: list[Kind] = field(default_factory=list)
    set_aside: list[Kind] = field(default_factory=list)
    changes: dict[str, int] | None = None

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def preview_upload(upload: Upload) -> Preview:
    """Read an uploaded file, and what loading it would change if it is small enough.

    Raises WrongFileError for a file that is no statistics.
    """
    path = path_of(upload.stored_as)
    preview = preview_file(path, layout=upload.layout, edition=upload.edition)
    if preview.is_whole:
        _check(preview, path, upload)
    return preview


def check_whole(upload: Upload) -> Preview:
    """The preview of a large file, of which the head was read, with what all of it would change."""
    preview = Preview(**upload.preview)
    _check(preview, path_of(upload.stored_as), upload)
    preview.is_whole = True
    return preview


def preview_file(path: Path, *, layout: str = "", edition: str = "") -> Preview:
    """Read a file, or as much of it as there is time for. Raises WrongFileError."""
    with open_trade_file(
        path,
        codes=codes_from_database(),
        layout=layout or None,
        edition=edition,
        limits=upload_limits(),
    ) as file:
        return _preview(file)


def _preview(file: TradeFile) -> Preview:
    preview = Preview(layout=file.layout, encoding=file.encoding)
    first: list[Observation] = []
    rejects: dict[tuple[str, str], Kind] = {}
    set_aside: dict[tuple[str, str], Kind] = {}
    late = time.monotonic() + MOST_SECONDS
    for row in file.rows():
        if preview.read >= MOST_ROWS or (preview.read % 500 == 0 and time.monotonic() > late):
            preview.is_whole = False
            break
        preview.read += 1
        if isinstance(row, Observation):
            preview.good += 1
            if len(first) < SHOWN_ROWS:
                first.append(row)
        elif isinstance(row, Claim):
            preview.good += 1
            if len(first) < SHOWN_ROWS:
                first.append(row.figure)
        elif isinstance(row, Fault):
            cells = " · ".join(row.row)[:500]
            _count(rejects, Kind(row.column, row.reason, row.line, cells))
        else:
            _count(set_aside, Kind("", row.reason, row.line))
    preview.warnings = list(file.warnings)
    preview.rejects = _most_first(rejects.values())
    preview.set_aside = _most_first(set_aside.values())
    preview.rows = _as_stored(first)
    return preview


def _check(preview: Preview, path: Path, upload: Upload) -> None:
    """Do everything but the merge, and say what the merge would do."""
    # Elsewhere than the rejects of a load, which may begin before this ends.
    with tempfile.TemporaryDirectory(prefix="preview-") as folder:
        outcome = import_trade_file(
            path,
            source=upload.source or Source(**upload.new_source),
            check=True,
            rejects_dir=Path(folder),
            released_on=upload.released_on,
            layout=upload.layout or None,
            edition=upload.edition,
            limits=upload_limits(),
        )
        kinds = list(_kinds_in(outcome.rejects_file)) if outcome.rejects_file else []
    preview.read = outcome.read
    preview.good = outcome.added + outcome.changed + outcome.unchanged
    preview.rejects = _most_first(kinds)
    preview.warnings = outcome.warnings
    preview.changes = {
        "added": outcome.added,
        "changed": outcome.changed,
        "unchanged": outcome.unchanged,
        "rejected": outcome.rejected,
        "set_aside": sum(outcome.set_aside.values()),
    }
    preview.set_aside = [
        Kind("", reason, 0, count=count) for reason, count in outcome.set_aside.most_common()
    ]


def _kinds_in(rejects: Path) -> Iterable[Kind]:
    """Every kind of reject in a rejects file, whose last cells are line, column and reason."""
    kinds: dict[tuple[str, str], Kind] = {}
    delimiter = "\t" if rejects.suffix == ".tsv" else ","
    with rejects.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file, delimiter=delimiter)
        next(rows, None)
        for *cells, line, column, reason in rows:
            _count(kinds, Kind(column, reason, int(line), " · ".join(map(restored, cells))[:500]))
    return kinds.values()


def _count(kinds: dict[tuple[str, str], Kind], kind: Kind) -> None:
    """Count a row with those that differ from it in the words quoted only."""
    known = kinds.setdefault((kind.column, _pattern(kind.reason)), kind)
    if known is not kind:
        known.count += 1


def _pattern(reason: str) -> str:
    return _number.sub("#", _quoted.sub("“…”", reason))


def _most_first(kinds: Iterable[Kind]) -> list[Kind]:
    return sorted(kinds, key=lambda kind: -kind.count)[:MOST_KINDS]


def _as_stored(rows: list[Observation]) -> list[dict[str, Any]]:
    """Rows as figures would have them, codes with their names."""
    codes = {code for row in rows for code in (row.reporter, row.partner)}
    regions = dict(Region.objects.filter(code__in=codes).values_list("code", "name"))
    numbers = {(row.edition, row.product) for row in rows}
    products = {
        (edition, code): name
        for edition, code, name in Product.objects.filter(
            edition__in={edition for edition, _ in numbers}, code__in={code for _, code in numbers}
        ).values_list("edition", "code", "name")
    }
    return [
        {
            "line": row.line,
            "reporter": row.reporter,
            "reporter_name": regions.get(row.reporter, ""),
            "partner": row.partner,
            "partner_name": regions.get(row.partner, ""),
            "flow": str(_FLOWS.get(row.flow, row.flow)),
            "edition": row.edition,
            "product": row.product,
            "product_name": products.get((row.edition, row.product), row.product_name),
            "period": row.period,
            "value": row.value,
            "currency": row.currency,
            "status": str(_STATUSES.get(row.observation_status, row.observation_status)),
            "valuation": row.valuation,
            "released_on": row.released_on,
        }
        for row in rows
    ]


_FLOWS = dict(TradeFigure.Flow.choices)
_STATUSES = dict(TradeFigure.ObservationStatus.choices)
