"""Load exchange rates, or check them."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trade.figures.rates import RatesProblemsError, import_rates
from trade.models import Source


class Command(BaseCommand):
    help = (
        "Loads annual average exchange rates from a CSV file currency,year,units_per_usd; all or "
        "none, and the same file twice changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument(
            "--source", required=True, metavar="KEY", help="the key of the source that gives them"
        )
        parser.add_argument(
            "--check", action="store_true", help="report everything, but load nothing"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        source = Source.objects.filter(key=options["source"]).first()
        if source is None:
            raise CommandError(
                _("There is no source “%(key)s”: enter it first, so that rates have one.")
                % {"key": options["source"]}
            )
        if source.archived_on:
            raise CommandError(
                _("The source “%(key)s” is archived: its rates are not used.")
                % {"key": options["source"]}
            )
        try:
            outcome = import_rates(
                options["file"], source=source, started_at=timezone.now(), check=options["check"]
            )
        except RatesProblemsError as error:
            count = len(error.problems)
            told = ngettext(
                "%(count)d problem; nothing was loaded.",
                "%(count)d problems; nothing was loaded.",
                count,
            )
            raise CommandError(
                "\n".join(
                    [
                        *(f"{options['file']}: {problem}" for problem in error.problems),
                        told % {"count": count},
                    ]
                )
            ) from error
        self.stdout.write(
            _("%(file)s: %(added)d added, %(changed)d changed, %(unchanged)d unchanged")
            % {"file": options["file"].name, **vars(outcome)}
        )
        if options["check"]:
            self.stdout.write(_("Checked only: nothing was loaded."))
