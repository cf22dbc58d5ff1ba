"""Loads files of trade statistics."""

import datetime as dt
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trade.figures.by_source import import_by_source
from trade.figures.datasets import DatasetBusyError
from trade.figures.importing import import_trade_file
from trade.figures.layouts import LAYOUTS
from trade.figures.outcome import Importing, Outcome
from trade.figures.phases import Phase, Step
from trade.figures.problems import WrongFileError
from trade.models import Source

SHOWN_REASONS = 10


class Command(BaseCommand):
    help = gettext_lazy(  # type: ignore[assignment]
        "Load files of trade statistics into a dataset, each whole or not at all. The same file "
        "again changes nothing; revised values replace the old ones, which stay readable."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument(
            "--source",
            metavar="KEY",
            help=_(
                "The dataset: the key of a source. A new one is recorded as a release. Without it, "
                "rows of our own layout say their sources."
            ),
        )
        parser.add_argument("--publisher", default="", help=_("Of a new source."))
        parser.add_argument("--title", default="", help=_("Of a new source; else its key."))
        parser.add_argument(
            "--check",
            action="store_true",
            help=_("Do everything but the merge, and say what would change."),
        )
        parser.add_argument(
            "--strict", action="store_true", help=_("Load nothing of a file with a bad row.")
        )
        parser.add_argument(
            "--released",
            type=dt.date.fromisoformat,
            metavar="DATE",
            help=_("When the files were released, for rows that do not say it."),
        )
        parser.add_argument(
            "--layout", choices=sorted(LAYOUTS), help=_("Else recognised by the header.")
        )
        parser.add_argument(
            "--edition", default="", help=_("Product edition of files that do not say theirs.")
        )
        parser.add_argument(
            "--rejects-dir",
            type=Path,
            help=_("Folder for files of rejected rows (default: beside the file)."),
        )
        parser.add_argument(
            "--no-wait",
            action="store_true",
            help=_("Stop if another import into the dataset is running."),
        )

    _phase: Phase | None

    def handle(self, *args: Any, **options: Any) -> None:
        self.verbosity = options["verbosity"]
        source = self._source(options) if options["source"] else None
        failed = False
        for path in options["files"]:
            self._file, self._phase, self._shown = path.name, None, 0.0
            words = _("%(file)s: nothing was loaded: %(reason)s")
            try:
                for outcome in self._load(path, source, options):
                    self._clear()
                    self._report(outcome, check=options["check"])
                    failed |= not (outcome.is_loaded or options["check"])
                    if outcome.source:
                        words = _("%(file)s: nothing more was loaded: %(reason)s")
            except (WrongFileError, DatasetBusyError, DatabaseError, OSError) as error:
                self._clear()
                self.stderr.write(self.style.ERROR(words) % {"file": path, "reason": error})
                failed = True
        if failed:
            raise CommandError(_("Not every file was loaded."))

    def _load(
        self, path: Path, source: Source | None, options: dict[str, Any]
    ) -> Iterator[Outcome]:
        """The outcome of the file; of each of its sources where none is named."""
        asked: Importing = {
            "released_on": options["released"],
            "rejects_dir": options["rejects_dir"],
            "progress": self._goes_on,
            "wait": not options["no_wait"],
            "waiting": lambda busy: self.stderr.write(_("%s Waiting.") % busy),
            "layout": options["layout"],
            "edition": options["edition"],
        }
        check, strict = options["check"], options["strict"]
        if source is None:
            yield from import_by_source(path, check=check, strict=strict, **asked)
        else:
            yield import_trade_file(path, source=source, check=check, strict=strict, **asked)

    def _source(self, options: dict[str, Any]) -> Source:
        key = options["source"]
        source = Source.objects.filter(key=key).first()
        if source is not None:
            if source.kind != Source.Kind.RELEASE:
                raise CommandError(_("“%s” is no statistical release.") % key)
            return source
        source = Source(
            key=key,
            kind=Source.Kind.RELEASE,
            title=options["title"] or key,
            publisher=options["publisher"] or options["title"] or key,
            published_on=options["released"],
        )
        try:
            source.full_clean()
        except ValidationError as error:
            raise CommandError("; ".join(error.messages)) from error
        return source

    def _goes_on(self, step: Step) -> None:
        """A line that overwrites itself, for somebody at a terminal."""
        now = time.monotonic()
        is_new = step.phase != self._phase
        if is_new:
            self._phase, self._started = step.phase, now
        if not (self.verbosity and self.stdout.isatty()):
            return
        if now - self._shown < 0.5 and not is_new:
            return
        self._shown = now
        passed = max(now - self._started, 0.001)
        line = _("%(file)s: %(phase)s") % {"file": self._file, "phase": step.phase.label}
        if step.rows:
            line += ", " + _("%(rows)s rows") % {"rows": f"{step.rows:,}"}
        if step.rows and not is_new:
            line += ", " + _("%(pace)s a second") % {"pace": f"{step.rows / passed:,.0f}"}
        if step.share and not is_new:
            line += ", " + _("%d s left of this") % (passed / step.share - passed)
        self.stdout.write(f"\r{line:<79}", ending="")
        self.stdout.flush()

    def _clear(self) -> None:
        if self.verbosity and self.stdout.isatty():
            self.stdout.write(f"\r{'':79}\r", ending="")

    def _report(self, outcome: Outcome, *, check: bool) -> None:
        if not self.verbosity:
            return
        counts = {
            "file": f"{self._file}, {outcome.source}" if outcome.source else self._file,
            "read": outcome.read,
            "added": outcome.added,
            "changed": outcome.changed,
            "unchanged": outcome.unchanged,
            "aside": outcome.set_aside.total(),
            "rejected": outcome.rejected,
            "seconds": outcome.seconds,
            "pace": outcome.rows_per_second,
        }
        words = (
            _(
                "%(file)s: %(read)d read; it would be %(added)d added, %(changed)d changed, "
                "%(unchanged)d unchanged; %(aside)d set aside, %(rejected)d rejected"
            )
            if check
            else _(
                "%(file)s: %(read)d read, %(added)d added, %(changed)d changed, "
                "%(unchanged)d unchanged, %(aside)d set aside, %(rejected)d rejected, "
                "%(seconds).1f s, %(pace)d rows/s"
            )
        )
        self.stdout.write(words % counts)
        for warning in outcome.warnings:
            self.stdout.write(self.style.WARNING(f"  {warning}"))
        for reason, count in outcome.set_aside.most_common(SHOWN_REASONS):
            self.stdout.write(f"  {count} {_('set aside')}: {reason}")
        for (column, reason), count in outcome.reject_kinds.most_common(SHOWN_REASONS):
            place = f"{column}: " if column else ""
            self.stdout.write(self.style.WARNING(f"  {count} {_('rejected')}: {place}{reason}"))
        if outcome.rejects_file:
            self.stdout.write(_("  Rejected rows are in %s") % outcome.rejects_file)
        if not (outcome.is_loaded or check):
            self.stdout.write(self.style.ERROR(_("  Nothing was loaded: --strict.")))
        for change in outcome.changes:
            before = change.before or _("nothing")
            self.stdout.write(
                f"  {change.reporter} {change.flow} {change.partner} {change.product} "
                f"{change.period}: {before} -> {change.after}"
            )
