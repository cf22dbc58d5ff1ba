"""Write figures of trade to a file."""

import datetime as dt
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _t
from django.utils.translation import ngettext

from trade.figures.exporting.formats import FORMATS, FileFormat
from trade.figures.exporting.rows import Figures
from trade.figures.exporting.xlsx import TooManyRowsError
from trade.models import Region, Source, TradeFigure
from trade.models.periods import period_bounds


class Command(BaseCommand):
    help = (
        "Writes figures of trade to a file: CSV as import_trade reads it back, SDMX-CSV 2.0, "
        "Excel or JSON. The same figures give the same rows in the same order."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", help="where to write; - prints")
        parser.add_argument(
            "--format", choices=FORMATS, help="else by the name: .csv, .sdmx.csv, .xlsx, .json"
        )
        parser.add_argument("--source", metavar="KEY", help="the figures of one source")
        parser.add_argument("--reporter", metavar="CODE", help="a region, as in BY or RU-MO")
        parser.add_argument("--partner", metavar="CODE")
        parser.add_argument("--flow", choices=TradeFigure.Flow.values)
        parser.add_argument("--product", metavar="CODE", help="an HS code, or TOTAL")
        parser.add_argument(
            "--from",
            metavar="PERIOD",
            help="periods that start then or later, as in 2024 or 2024-03",
        )
        parser.add_argument("--to", metavar="PERIOD", help="periods that end then or earlier")

    def handle(self, *args: Any, **options: Any) -> None:
        file_format = _format_of(options["file"], options["format"])
        figures = _selected(options)
        try:
            chunks = file_format.stream(figures)
        except TooManyRowsError as error:
            raise CommandError(str(error)) from error
        if options["file"] == "-":
            sys.stdout.buffer.writelines(chunks)
            sys.stdout.buffer.flush()
        else:
            _write(Path(options["file"]), chunks)
        self._tell(file_format, figures)

    def _tell(self, file_format: FileFormat, figures: Figures) -> None:
        left_out = file_format.left_out(figures)
        count = figures.count() - left_out
        told = ngettext("%(count)d figure written.", "%(count)d figures written.", count)
        self.stderr.write(told % {"count": count}, self.style.SUCCESS)
        if left_out:
            told = ngettext(
                "%(count)d figure left out: %(format)s cannot express it.",
                "%(count)d figures left out: %(format)s cannot express them.",
                left_out,
            )
            self.stderr.write(told % {"count": left_out, "format": file_format.name})


def _format_of(file: str, asked: str | None) -> FileFormat:
    """The format asked for, else the one with the longest suffix the name ends in."""
    if asked is not None:
        return FORMATS[asked]
    for known in sorted(FORMATS.values(), key=lambda known: -len(known.suffix)):
        if file.lower().endswith(known.suffix):
            return known
    raise CommandError(
        _t("%(file)s does not end in %(suffixes)s: say which --format.")
        % {"file": file, "suffixes": ", ".join(known.suffix for known in FORMATS.values())}
    )


def _selected(options: dict[str, Any]) -> Figures:
    figures = TradeFigure.objects.all()
    if key := options["source"]:
        if not Source.objects.filter(key=key).exists():
            raise CommandError(_t("There is no source %(key)s.") % {"key": key})
        figures = figures.filter(source__key=key)
    for side in ("reporter", "partner"):
        if code := options[side]:
            if not Region.objects.filter(code=code).exists():
                raise CommandError(_t("There is no region %(code)s.") % {"code": code})
            figures = figures.filter(**{side: code})
    if flow := options["flow"]:
        figures = figures.filter(flow=flow)
    if product := options["product"]:
        figures = figures.filter(product__code=product)
    if period := options["from"]:
        figures = figures.filter(period_start__gte=_bounds("--from", period)[0])
    if period := options["to"]:
        figures = figures.filter(period_end__lte=_bounds("--to", period)[1])
    return figures


def _bounds(option: str, period: str) -> tuple[dt.date | None, dt.date | None]:
    try:
        return period_bounds(period)
    except ValueError as error:
        raise CommandError(f"{option}: {error}") from error


def _write(path: Path, chunks: Iterator[bytes]) -> None:
    """Write the file beside its place and put it there when it is whole."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with beside.open("xb") as file:
            file.writelines(chunks)
        beside.replace(path)
    except OSError as error:
        raise CommandError(
            _t("%(file)s cannot be written: %(reason)s")
            % {"file": path, "reason": error.strerror or error}
        ) from error
    finally:
        beside.unlink(missing_ok=True)
