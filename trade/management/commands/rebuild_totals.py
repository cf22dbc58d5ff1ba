"""Compute all annual totals anew from the figures."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import ngettext

from trade.figures.totals import rebuild_totals


class Command(BaseCommand):
    help = "Compute all annual totals anew, source by source, from the trade figures."

    def handle(self, *args: Any, **options: Any) -> None:
        count = rebuild_totals()
        self.stdout.write(
            ngettext("%(count)d annual total.", "%(count)d annual totals.", count)
            % {"count": count}
        )
