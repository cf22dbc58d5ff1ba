"""Reading files of exchange rates: everything is checked first, then all or nothing is written."""

import csv
import datetime as dt
import hashlib
import io
import re
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from trade.history import recording
from trade.models import ExchangeRate, ImportRun, Source

REASON = "import_rates"
COLUMNS = ("currency", "year", "units_per_usd")
# The model's rules for a rate alone, and the column to look at when one is broken.
COLUMN_OF_RULE = {
    "trade_exchangerate_is_positive": "units_per_usd",
    "trade_exchangerate_is_of_another_currency": "currency",
}
# A file of every currency and year since 1900 is below 1 MB.
LARGEST = 5_000_000


class Problem(NamedTuple):
    """What is wrong with a file of rates: where, and why. Line 0 is the file as a whole."""

    line: int
    column: str
    reason: str

    def __str__(self) -> str:
        places = [_("line %(line)d") % {"line": self.line}] if self.line else []
        places += [self.column] if self.column else []
        return ": ".join([", ".join(places), self.reason] if places else [self.reason])


class RatesProblemsError(Exception):
    """A file of rates cannot be loaded; `problems` are all its problems."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__("\n".join(map(str, problems)))


@dataclass
class RatesOutcome:
    """What a file of rates did to those on record, or would do."""

    read: int = 0
    added: int = 0
    changed: int = 0
    unchanged: int = 0


RatesByYear = dict[tuple[str, int], Decimal]


def import_rates(
    path: Path, *, source: Source, started_at: dt.datetime, check: bool = False, user: Any = None
) -> RatesOutcome:
    """Load the rates of a CSV file as those of `source`, or say what loading them would do.

    Rates on record that the file does not name stay. Raises RatesProblemsError with every problem
    of the file; nothing is loaded then.
    """
    content = _read(path)
    rates = _check(content)
    outcome = RatesOutcome(read=len(rates))
    with transaction.atomic(), recording(reason=REASON, user=user):
        # One load of a source's rates at a time.
        Source.objects.select_for_update().get(pk=source.pk)
        _write(rates, source, outcome)
        if outcome.added or outcome.changed:
            ImportRun.objects.create(
                kind=ImportRun.Kind.REFERENCE,
                file_name=path.name,
                sha256=hashlib.sha256(content).hexdigest(),
                started_at=started_at,
                finished_at=max(timezone.now(), started_at),
                started_by=user,
                source=source,
                rows_read=outcome.read,
                rows_added=outcome.added,
                rows_changed=outcome.changed,
                rows_unchanged=outcome.unchanged,
            )
        if check:
            transaction.set_rollback(True)
    return outcome


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError as error:
        raise _refused(_("the file cannot be read: %s") % error.strerror) from error
    if len(content) > LARGEST:
        raise _refused(_("larger than %(mb)d MB: this is no file of rates") % {"mb": 5})
    return content


def _refused(reason: str, line: int = 0) -> RatesProblemsError:
    return RatesProblemsError([Problem(line, "", reason)])


def _check(content: bytes) -> RatesByYear:
    """The rates a file gives, every one of them within the model's rules."""
    problems: list[Problem] = []
    rates: RatesByYear = {}
    lines: dict[tuple[str, int], int] = {}
    for line, cells in _rows(content):
        if cells is None:
            problems.append(Problem(line, "", _("not as many cells as the header has")))
            continue
        try:
            rate = _rate(cells)
        except ValidationError as error:
            problems += [
                Problem(line, column, " ".join(error.message_dict[column]))
                for column in COLUMNS
                if column in error.message_dict
            ]
            continue
        key = (rate.currency, rate.year)
        if key in rates:
            reason = _("%(rate)s stands on line %(line)d already") % {
                "rate": f"{rate.currency} {rate.year}",
                "line": lines[key],
            }
            problems.append(Problem(line, "", reason))
            continue
        rates[key], lines[key] = rate.units_per_usd, line
    if problems:
        raise RatesProblemsError(problems)
    if not rates:
        raise _refused(_("the file holds no rates"))
    return rates


def _rows(content: bytes) -> list[tuple[int, dict[str, str] | None]]:
    """The rows by column, with the line each ends on; None for one too short or too long."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise _refused(_("not UTF-8"), line) from error
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = [name.strip().lower() for name in next(reader, [])]
        if sorted(header) != sorted(COLUMNS):
            expected = ",".join(COLUMNS)
            raise _refused(_("the columns are not %s") % expected, 1)
        rows: list[tuple[int, dict[str, str] | None]] = []
        for row in reader:
            fits = len(row) == len(header)
            cells = dict(zip(header, map(str.strip, row), strict=True)) if fits else None
            if row:
                rows.append((reader.line_num, cells))
    except csv.Error as error:
        raise _refused(_("not CSV: %s") % error, reader.line_num) from error
    return rows


def _rate(cells: dict[str, str]) -> ExchangeRate:
    """The rate of a row; raises ValidationError with what is wrong by column."""
    faults: dict[str, list[str]] = {}
    if not re.fullmatch(r"[0-9]{4}", cells["year"]):
        faults["year"] = [_("Give a year in four digits.")]
    if not re.fullmatch(r"[0-9]+(\.[0-9]+)?", cells["units_per_usd"]):
        faults["units_per_usd"] = [_("Give a plain number with a decimal point, such as 0.924.")]
    rate = ExchangeRate(
        currency=cells["currency"],
        year=0 if "year" in faults else int(cells["year"]),
        units_per_usd=Decimal(1) if "units_per_usd" in faults else Decimal(cells["units_per_usd"]),
    )
    try:
        rate.clean_fields(exclude={"source", *faults})
    except ValidationError as error:
        faults |= error.message_dict
    for rule, column in COLUMN_OF_RULE.items():
        [constraint] = [c for c in ExchangeRate._meta.constraints if c.name == rule]
        try:
            constraint.validate(ExchangeRate, rate, exclude={"source", *faults})
        except ValidationError as error:
            faults.setdefault(column, []).extend(error.messages)
    if faults:
        raise ValidationError(faults)
    return rate


def _write(rates: RatesByYear, source: Source, outcome: RatesOutcome) -> None:
    stored = {(rate.currency, rate.year): rate for rate in source.exchange_rates.all()}
    for (currency, year), units in sorted(rates.items()):
        rate = stored.get((currency, year))
        if rate is None:
            ExchangeRate.objects.create(
                source=source, currency=currency, year=year, units_per_usd=units
            )
            outcome.added += 1
        elif rate.units_per_usd != units:
            rate.units_per_usd = units
            rate.save()
            outcome.changed += 1
        else:
            outcome.unchanged += 1
