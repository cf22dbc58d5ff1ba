"""Write the JSON Schema of article files."""

import json
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from cooperation.articles.format import json_schema


class Command(BaseCommand):
    requires_system_checks = []
    help = "Writes docs/article.schema.json, by which editors complete article files."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="write nothing, fail if the file is not current"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        path = settings.BASE_DIR / "docs" / "article.schema.json"
        current = json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"
        if path.exists() and path.read_text(encoding="utf-8") == current:
            return
        if options["check"]:
            raise CommandError(_("%(file)s is not current: run article_schema") % {"file": path})
        path.write_text(current, encoding="utf-8")
        self.stdout.write(_("%(file)s written") % {"file": path})
