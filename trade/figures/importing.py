"""Importing a file of trade statistics: read, staged, checked, merged, all of it or nothing.

The one way in, for the command, the admin, background jobs and what is fetched from UN Comtrade.
"""

import datetime as dt
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _t

from trade.figures import merging
from trade.figures.claims import Claims, Written, write_claims
from trade.figures.codes import codes_from_database
from trade.figures.datasets import DatasetBusyError, on_record, one_import_into
from trade.figures.files import TradeFile, open_trade_file
from trade.figures.merging import Merged
from trade.figures.observation import Claim, Fault, Observation, SetAside
from trade.figures.outcome import Outcome, Reading
from trade.figures.phases import Phase, Step, Watch, in_silence
from trade.figures.products import ProductNumbers, UnknownProductError
from trade.figures.rejects import Rejects
from trade.figures.runs import Digest, close_interrupted_runs, fail_run, finish_run
from trade.figures.staging import Numbered, create_staging, stage
from trade.figures.weeding import find_bad_lines
from trade.history import recording
from trade.models import ImportRun, Source

if TYPE_CHECKING:
    from trade.figures.by_source import Part

SHOWN_CHANGES = 10


def import_trade_file(
    path: str | Path,
    *,
    source: Source,
    check: bool = False,
    strict: bool = False,
    released_on: dt.date | None = None,
    rejects_dir: Path | None = None,
    user: AbstractBaseUser | None = None,
    progress: Watch = in_silence,
    run: ImportRun | None = None,
    wait: bool = True,
    waiting: Callable[[DatasetBusyError], None] | None = None,
    part: "Part | None" = None,
    **reading: Unpack[Reading],
) -> Outcome:
    """Load a file into the dataset `source`, and keep an ImportRun of it, also of a failure.

    `source` may be one that is not recorded yet; it is, unless nothing can be loaded. `check` does
    everything but the merge, and leaves no record. `strict` takes nothing from a file that has a
    row to reject. `released_on` is for rows that do not say it. Rejected rows are put into
    `rejects_dir`, else beside the file. `run` is the record to keep, where there is one already.
    `progress` is called often and within transactions. Without `wait`, DatasetBusyError is raised
    while another import into the dataset runs; else `waiting` is told once whom we wait for.
    `part` is what is loaded of a file that holds several sources.

    Raises WrongFileError for a file that cannot be read to its end; nothing of it is loaded.
    """
    path = Path(path)
    work = _Import(
        path,
        source=source,
        strict=strict,
        released_on=released_on,
        rejects_dir=rejects_dir or path.parent,
        progress=progress,
        reading=reading,
        part=part,
    )
    if check:
        return work.check()

    def waits(busy: DatasetBusyError) -> None:
        progress(Step(Phase.WAITING, 0, None))
        if waiting is not None:
            waiting(busy)

    with (
        one_import_into(source, wait=wait, waiting=waits),
        recording(reason=f"import {run.file_name if run else path.name}"[:100], user=user),
        on_record(source) as work.source,
    ):
        close_interrupted_runs(work.source, but=run, now=timezone.now())
        run = run or ImportRun(file_name=path.name, started_by=user)  # type: ignore[misc]
        run.kind, run.source, run.finished_at = ImportRun.Kind.TRADE, work.source, None
        run.save()
        try:
            return work.load(run)
        except BaseException as error:
            fail_run(run, error, now=timezone.now())
            raise


class _Import:
    """One file on its way into the database."""

    def __init__(
        self,
        path: Path,
        *,
        source: Source,
        strict: bool,
        released_on: dt.date | None,
        rejects_dir: Path,
        progress: Watch,
        reading: Reading,
        part: "Part | None",
    ) -> None:
        self.path = path
        self.source = source
        self.strict = strict
        self.released_on = released_on
        self.part = part
        self.rejects = Rejects(part.name if part else path.name, folder=rejects_dir)
        self.claims = Claims()
        self.progress = progress
        self.reading = reading
        self.outcome = Outcome()
        self.products = ProductNumbers()
        self.started = time.perf_counter()

    def check(self) -> Outcome:
        try:
            self._prepare()
            if self.source.pk is None:
                self.source = Source.objects.filter(key=self.source.key).first() or self.source
            self._count(self._compare(), self._write_claims(None))
            names = {new.number: code for (_edition, code), new in self.products.new.items()}
            self.outcome.changes = merging.first_changes(SHOWN_CHANGES, names)
            self.outcome.rejects_file = self.rejects.keep()
        except BaseException:
            self.rejects.discard()
            raise
        finally:
            merging.clear_staging()
        return self._timed()

    def load(self, run: ImportRun) -> Outcome:
        outcome = self.outcome
        outcome.run = run
        digest = Digest(self.path)
        try:
            self._prepare()
            self._compare()
            run.sha256 = digest.result()
            outcome.rejects_file = self.rejects.path if self.rejects.count else None
            with transaction.atomic():
                if not (self.strict and outcome.rejected):
                    self._count(self._merge(run), self._write_claims(run))
                    outcome.is_loaded = True
                self.rejects.record(run)
                finish_run(run, outcome, now=timezone.now())
            # Not before: an import that fails leaves the file of the one before it.
            self.rejects.keep()
        except BaseException:
            self.rejects.discard()
            raise
        finally:
            merging.clear_staging()
        return self._timed()

    def _prepare(self) -> None:
        """Rows are staged, and what cannot be merged is rejected."""
        opened = self.part or open_trade_file(
            self.path, codes=codes_from_database(), source=self.source.key, **self.reading
        )
        with opened as file:
            self.file = file
            self.rejects.begin(file.header, file.delimiter)
            self._stage(file)
            self._weed_out()
        self.rejects.finish()
        self.outcome.warnings = list(file.warnings)
        self.outcome.rejected = self.rejects.count
        self.outcome.reject_kinds = self.rejects.kinds

    def _compare(self) -> Merged:
        self.progress(Step(Phase.COMPARING, self.staged, None))
        touched = merging.find_touched(self.source)
        self.progress(Step(Phase.COMPARING, self.staged, 1.0))
        return touched

    def _merge(self, run: ImportRun) -> Merged:
        return merging.merge(
            self.source,
            run,
            self.products,
            timezone.now(),
            lambda done, of: self.progress(Step(Phase.MERGING, done, done / of if of else None)),
        )

    def _write_claims(self, run: ImportRun | None) -> Written:
        return write_claims(
            self.claims,
            source=self.source,
            run=run,
            at=timezone.now(),
            released_on=self.released_on,
        )

    def _stage(self, file: "TradeFile | Part") -> None:
        create_staging()
        stage(self._numbered(file), released_on=self.released_on, watch=self._watch)
        self._watch()

    def _watch(self) -> None:
        size = self.file.size
        share = min(self.file.position() / size, 1) if size else None
        self.progress(Step(Phase.READING, self.outcome.read, share))

    def _numbered(self, file: "TradeFile | Part") -> Iterator[Numbered]:
        """The observations with the numbers of their products; other rows are put where they go."""
        outcome, products, rejects = self.outcome, self.products, self.rejects
        for row in file.rows():
            outcome.read += 1
            figure = row.figure if isinstance(row, Claim) else row
            if isinstance(figure, Observation):
                number = products.get((figure.edition, figure.product))
                if number is None:
                    try:
                        number = products.meet(figure.edition, figure.product, figure.product_name)
                    except UnknownProductError as unknown:
                        rejects.add(_of_product(figure, str(unknown), file))
                        continue
                if isinstance(row, Claim):
                    self._take(row, file)
                else:
                    yield figure, number
            elif isinstance(row, Fault):
                rejects.add(row)
            elif isinstance(row, SetAside):
                outcome.set_aside[row.reason] += 1

    def _take(self, claim: Claim, file: "TradeFile | Part") -> None:
        why_not, is_repeated = self.claims.take(claim)
        if is_repeated:
            self.outcome.set_aside[why_not] += 1
        elif why_not:
            self.rejects.add(Fault(claim.line, "", why_not, file.cells()))

    def _weed_out(self) -> None:
        """Reject what only shows when all rows are there, with the cells from a second reading."""
        staged = merging.count_staged()
        bad = {line.line: line for line in find_bad_lines()}
        self.staged = merging.count_staged()
        repeated = staged - self.staged - len(bad)
        if repeated:
            self.outcome.set_aside[_t("says what an earlier line says")] = repeated
        if not bad:
            return
        with self.part or open_trade_file(
            self.path, codes=self.file.codes, **self.reading
        ) as again:
            for line, cells in again.cells_at(frozenset(bad)):
                self.rejects.add(Fault(line, "", str(bad.pop(line)), cells))
        # What is left was computed from many rows and stands nowhere in the file.
        for line, why in bad.items():
            self.rejects.add(Fault(line, "", str(why), ()))

    def _count(self, touched: Merged, claims: Written) -> None:
        unchanged = self.staged - touched.added - touched.changed
        self.outcome.added = touched.added + claims.added
        self.outcome.changed = touched.changed + claims.changed
        self.outcome.unchanged = unchanged + claims.unchanged

    def _timed(self) -> Outcome:
        self.outcome.seconds = time.perf_counter() - self.started
        return self.outcome


def _of_product(row: Observation, reason: str, file: "TradeFile | Part") -> Fault:
    """The row with the column its product stands in."""
    cells = file.cells()
    named = (name for name, cell in zip(file.header, cells, strict=False) if row.product in cell)
    return Fault(row.line, next(named, "product"), reason, cells)
