"""Write article files from the database."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from cooperation.articles.dumping import dump_article
from trade.models import Source


class Command(BaseCommand):
    help = "Writes the article files of sources, as load_article reads them."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("keys", nargs="+", metavar="KEY")
        parser.add_argument(
            "--output", type=Path, metavar="DIR", help="a directory for KEY.yaml, else printed"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        directory: Path | None = options["output"]
        sources = {source.key: source for source in Source.objects.filter(key__in=options["keys"])}
        missing = [key for key in options["keys"] if key not in sources]
        if missing:
            raise CommandError(_("There is no source %(keys)s.") % {"keys": ", ".join(missing)})
        if directory is not None and not directory.is_dir():
            raise CommandError(_("%(directory)s is no directory.") % {"directory": directory})
        for key in options["keys"]:
            written = dump_article(sources[key])
            if directory is None:
                self.stdout.write(written, ending="")
            else:
                (directory / f"{key}.yaml").write_text(written, encoding="utf-8")
