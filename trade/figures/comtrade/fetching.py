"""Making the calls for what is wanted, and gathering their answers in one file to be loaded."""

import csv
import io
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TextIO

from django.utils.translation import gettext as _t

from trade.figures.comtrade.answers import COLUMNS, rows_of
from trade.figures.comtrade.calls import Call, cannot_be_split, is_cut_off, plan
from trade.figures.comtrade.client import ComtradeClient
from trade.figures.comtrade.problems import ComtradeError
from trade.models import Source

SOURCE = "un-comtrade"


@dataclass
class Progress:
    """How far a fetch has come."""

    planned: int
    made: int = 0
    rows: int = 0
    empty: list[Call] = field(default_factory=list)
    last: Call | None = None


def fetch(
    wanted: Call,
    *,
    client: ComtradeClient,
    into: Path,
    progress: Callable[[Progress], None] = lambda _progress: None,
) -> Progress:
    """Write the rows of every call to one CSV file in UN Comtrade's columns.

    A call whose answer was cut off is made again in parts. Raises ComtradeError when one call
    fails in the end or cannot be split: then the file is of no use.
    """
    calls = plan(wanted, limit=client.limit)
    done = Progress(planned=len(calls))
    progress(done)
    with (
        into.open("w", encoding="utf-8", errors="backslashreplace", newline="") as file,
        tempfile.TemporaryFile(dir=into.parent) as answer,
    ):
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        waiting = calls[::-1]
        while waiting:
            call = waiting.pop()
            start = file.tell()
            client.fetch(call, answer)
            rows = _write(answer, writer)
            done.made += 1
            if is_cut_off(rows, limit=client.limit):
                parts = call.parts()
                if parts is None:
                    raise ComtradeError(cannot_be_split(call, rows))
                _forget(file, start)
                waiting += parts[::-1]
                done.planned += len(parts)
            else:
                done.rows += rows
                done.last = call
                if not rows:
                    done.empty.append(call)
            progress(done)
    return done


def _write(answer: Any, writer: Any) -> int:
    answer.seek(0)
    text = io.TextIOWrapper(answer, encoding="utf-8")
    count = 0
    try:
        for row in rows_of(text):
            writer.writerow(row)
            count += 1
    finally:
        # The file stays open for the next answer.
        text.detach()
    return count


def _forget(file: TextIO, start: int) -> None:
    file.seek(start)
    file.truncate()


def comtrade_source() -> Source:
    """The dataset that fetched figures belong to, made when there is none; not saved then."""
    return Source.objects.filter(key=SOURCE).first() or Source(
        key=SOURCE,
        kind=Source.Kind.RELEASE,
        title=_t("UN Comtrade, trade in goods"),
        publisher=_t("United Nations Statistics Division"),
        url="https://comtradeplus.un.org/",
        licence=_t("Policy on use and re-dissemination of UN Comtrade: not to be passed on"),
        language="en",
    )
