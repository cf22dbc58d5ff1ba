"""Loads the lists Bilateral starts from: regions, goods, areas of cooperation."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cooperation.reference import load_reference
from trade.reference import BadFileError, Outcome

LISTED = 20  # names shown of what was kept or is gone; -v 2 shows all


class Command(BaseCommand):
    help = gettext_lazy(  # type: ignore[assignment]
        "Load reference data: regions, goods, areas of cooperation. A second run changes nothing; "
        "corrected files are followed, except where somebody has edited the record since."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--folder",
            type=Path,
            default=settings.BASE_DIR / "fixtures" / "reference",
            help=_("Folder of the files (default: fixtures/reference)."),
        )

    def handle(self, *args: Any, **options: Any) -> None:
        self.verbosity = options["verbosity"]
        try:
            outcome = load_reference(folder=options["folder"], watcher=self)
        except BadFileError as error:
            raise CommandError(_("Nothing was loaded. %s") % error) from error
        self._list(_("Edited, renamed or deleted since the last load, kept so:"), outcome.kept)
        self._list(_("No longer in the files, kept:"), outcome.gone)

    def goes_on(self, step: str, done: int, total: int) -> None:
        """A counter that overwrites itself, for somebody at a terminal."""
        if self.verbosity and self.stdout.isatty():
            self.stdout.write(f"\r{step}: {done}/{total}", ending="")
            self.stdout.flush()

    def is_done(self, step: str, outcome: Outcome, seconds: float) -> None:
        if self.verbosity:
            counts = _("%(read)d read, %(added)d added, %(changed)d changed, %(seconds).1f s")
            start = "\r" if self.stdout.isatty() else ""
            counted = counts % {**vars(outcome), "seconds": seconds}
            self.stdout.write(f"{start}{step}: {counted}")

    def _list(self, heading: str, names: list[str]) -> None:
        if names and self.verbosity:
            self.stdout.write(self.style.WARNING(heading))
            shown = names if self.verbosity > 1 else names[:LISTED]
            for name in shown:
                self.stdout.write(f"  {name}")
            if len(shown) < len(names):
                self.stdout.write(_("  and %d more (-v 2 shows all)") % (len(names) - len(shown)))
