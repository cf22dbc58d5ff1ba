"""Load article files, or check them."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cooperation.articles.loading import load_articles
from cooperation.articles.problems import ArticleProblemsError
from cooperation.articles.report import FileReport
from trade.models import Region


class Command(BaseCommand):
    help = "Loads article files; all or none, and the same file twice changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument(
            "--check", action="store_true", help="report everything, but load nothing"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            report = load_articles(
                options["files"], started_at=timezone.now(), check=options["check"]
            )
        except ArticleProblemsError as error:
            raise CommandError("\n".join(_told(error))) from error
        for file in report.files:
            self._tell(file)
        if options["check"]:
            self.stdout.write(_("Checked only: nothing was loaded."))

    def _tell(self, file: FileReport) -> None:
        self.stdout.write(
            _(
                "%(name)s: %(added)d added, %(changed)d changed, %(removed)d removed, "
                "%(unchanged)d unchanged"
            )
            % vars(file)
        )
        for warning in file.warnings:
            self.stdout.write("  " + _("look at: %(what)s") % {"what": warning})
        for kept in file.kept:
            self.stdout.write("  " + _("left as it is: %(what)s") % {"what": kept})
        if file.sentences:
            self.stdout.write(
                "  "
                + _("facts rest on %(covered)d of %(all)d sentences")
                % {"covered": file.sentences - len(file.uncovered), "all": file.sentences}
            )
        for sentence in file.uncovered:
            self.stdout.write("  " + _("no fact rests on: %(sentence)s") % {"sentence": sentence})


def _told(error: ArticleProblemsError) -> list[str]:
    count = len(error.problems)
    lines = [str(problem) for problem in error.problems]
    if not Region.objects.exists():
        lines.append(_("There are no regions yet: run load_reference first."))
    closing = ngettext(
        "%(count)d problem; nothing was loaded.", "%(count)d problems; nothing was loaded.", count
    )
    return [*lines, closing % {"count": count}]
