"""Fetch figures from UN Comtrade and load them."""

import os
import re
import tempfile
from argparse import ArgumentParser, ArgumentTypeError
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trade.figures.comtrade.areas import numbers_of
from trade.figures.comtrade.calls import Call, periods_of
from trade.figures.comtrade.client import SERVICE, ComtradeClient
from trade.figures.comtrade.fetching import SOURCE, Progress, comtrade_source, fetch
from trade.figures.comtrade.problems import ComtradeError
from trade.models import TradeFigure

FLOWS = [flow for flow in TradeFigure.Flow.values if flow != TradeFigure.Flow.TURNOVER]
FIRST_YEAR = 1962


class Command(BaseCommand):
    help = gettext_lazy(  # type: ignore[assignment]
        "Fetch figures from UN Comtrade with your key (in the environment, COMTRADE_API_KEY) and "
        "load them as one file: all of them or none, and the same again changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--reporter", required=True, type=_codes, metavar="BY", help=_("Whose figures.")
        )
        parser.add_argument(
            "--partner", required=True, type=_codes, metavar="RU", help=_("Of trade with whom.")
        )
        parser.add_argument("--years", required=True, type=_years, metavar="2020-2024")
        parser.add_argument(
            "--frequency", choices=["A", "M"], default="A", help=_("Annual or monthly figures.")
        )
        parser.add_argument(
            "--products",
            type=_products,
            default="TOTAL,AG2",
            help=_("TOTAL, levels AG2, AG4, AG6, or HS codes; default %(default)s."),
        )
        parser.add_argument(
            "--flows",
            type=_flows,
            default="X,M",
            help=_("UN Comtrade's codes; default %(default)s."),
        )
        parser.add_argument(
            "--check", action="store_true", help=_("Fetch, but only say what would change.")
        )
        parser.add_argument(
            "--rejects-dir",
            type=Path,
            default=Path(),
            help=_("Folder for a file of rejected rows (default: here)."),
        )

    def handle(self, *args: Any, **options: Any) -> None:
        self.verbosity = options["verbosity"]
        try:
            client = ComtradeClient(
                os.environ.get("COMTRADE_API_KEY", ""),
                url=os.environ.get("COMTRADE_API_URL", SERVICE),
                tell=self.stderr.write,
            )
            wanted = Call(
                frequency=options["frequency"],
                reporters=numbers_of(options["reporter"]),
                partners=numbers_of(options["partner"]),
                periods=periods_of(options["years"], options["frequency"]),
                flows=options["flows"],
                products=options["products"],
            )
            with tempfile.TemporaryDirectory(prefix="comtrade-") as folder:
                file = Path(folder) / _name_of_file(options)
                done = fetch(wanted, client=client, into=file, progress=self._show)
                for call in done.empty:
                    self.stdout.write(_("UN Comtrade has nothing for %s.") % call)
                if done.rows:
                    self._load(file, options)
        except ComtradeError as error:
            raise CommandError(str(error)) from error

    def _show(self, progress: Progress) -> None:
        if self.verbosity and progress.last is not None:
            self.stdout.write(
                _("%(made)d of %(planned)d calls, %(rows)s rows: %(last)s")
                % {**vars(progress), "rows": f"{progress.rows:,}"}
            )

    def _load(self, file: Path, options: dict[str, Any]) -> None:
        source = comtrade_source()
        if source.pk is None and not options["check"]:
            source.full_clean()
            source.save()
        call_command(
            "import_trade",
            str(file),
            source=SOURCE,
            title=source.title,
            publisher=source.publisher,
            layout="comtrade",
            check=options["check"],
            rejects_dir=options["rejects_dir"],
            verbosity=self.verbosity,
            no_color=options["no_color"],
            stdout=options.get("stdout"),
            stderr=options.get("stderr"),
        )


def _name_of_file(options: dict[str, Any]) -> str:
    """The name by which the import is on record."""
    years = options["years"]
    span = f"{years[0]}-{years[-1]}" if years[1:] else f"{years[0]}"
    sides = "-".join("+".join(options[side][:5]) for side in ("reporter", "partner"))
    return f"comtrade-{sides}-{span}-{options['frequency']}.csv"


def _listed(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip().upper() for part in text.split(",") if part.strip()))


def _codes(text: str) -> tuple[str, ...]:
    return _those(text, r"[A-Z0-9-]+", _("Give codes of countries, as in BY,RU."))


def _products(text: str) -> tuple[str, ...]:
    return _those(
        text,
        r"TOTAL|AG[246]|([0-9]{2}){1,3}",
        _("Give TOTAL, levels (AG2, AG4, AG6) or HS codes of 2, 4 or 6 digits."),
    )


def _flows(text: str) -> tuple[str, ...]:
    return _those(text, "|".join(FLOWS), _("Give flows of these: %s.") % ", ".join(FLOWS))


def _years(text: str) -> list[int]:
    years: set[int] = set()
    last = timezone.localdate().year
    for part in _those(text, r"[0-9]{4}(-[0-9]{4})?", _("Give years, as in 2020-2024.")):
        start, _dash, end = part.partition("-")
        years |= set(range(int(start), int(end or start) + 1))
    if not years or min(years) < FIRST_YEAR or max(years) > last:
        raise ArgumentTypeError(
            _("Give years from %(first)d to %(last)d.") % {"first": FIRST_YEAR, "last": last}
        )
    return sorted(years)


def _those(text: str, pattern: str, otherwise: str) -> tuple[str, ...]:
    """The parts of a list, every one of which has this form."""
    parts = _listed(text)
    if not parts or not all(re.fullmatch(pattern, part) for part in parts):
        raise ArgumentTypeError(otherwise)
    return parts
