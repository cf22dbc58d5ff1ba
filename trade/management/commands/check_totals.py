"""Compare the annual totals with the figures they are summed from."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trade.figures.drift import Drift, drifted_totals
from trade.models import Source


class Command(BaseCommand):
    help = "Check that the annual totals are what the trade figures give; lists those that are not."

    def handle(self, *args: Any, **options: Any) -> None:
        keys = dict(Source.objects.values_list("pk", "key"))
        count = 0
        for drift in drifted_totals():
            count += 1
            self.stdout.write(in_words(drift, keys))
        if count:
            raise CommandError(
                ngettext(
                    "%(count)d total is wrong; rebuild_totals computes all anew.",
                    "%(count)d totals are wrong; rebuild_totals computes all anew.",
                    count,
                )
                % {"count": count}
            )
        self.stdout.write(_("All annual totals are what the figures give."))


def in_words(drift: Drift, keys: dict[int, str]) -> str:
    """One line on one total."""
    source, reporter, partner, flow, year, level, edition, currency = drift.key
    kept, computed = (
        _("none") if total is None else f"{total[0]} ({total[1]})"
        for total in (drift.kept, drift.computed)
    )
    return _("%(total)s %(currency)s: kept %(kept)s, the figures give %(computed)s") % {
        "total": f"{keys[source]} {reporter} {flow} {partner} {year} {edition} level {level}",
        "currency": currency,
        "kept": kept,
        "computed": computed,
    }
