"""Partnerships as they were on record at an earlier moment: `known_at`."""

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import NotFound

from cooperation.api.two_regions import OfTwoRegionsView
from cooperation.models import Partnership
from cooperation.status.past import partnership_then
from trade.api.known_at import KNOWN_AT, asked_moment, known_at_parameter

parameter = known_at_parameter(
    _(
        "What was known then of the day asked about: a day, as in 2025-12-31, stands for its end; "
        "or a moment, as in 2025-12-31T12:00:00Z. What was recorded later is left out, and what "
        "was deleted later is there. What is known now if empty."
    )
)


class KnownThenView(OfTwoRegionsView):
    """A view of a partnership that also answers what was known of it at a moment."""

    def find(self, first: str, second: str) -> Partnership:
        at = asked_moment(self.request)
        if at is None:
            return super().find(first, second)
        found = partnership_then(first, second, at=at)
        if found is None:
            raise NotFound(
                _t("No partnership of %(first)s and %(second)s was on record at %(moment)s.")
                % {"first": first, "second": second, "moment": at.isoformat(timespec="seconds")}
            )
        return found

    def known_parameters(self) -> list[str]:
        return sorted([*super().known_parameters(), KNOWN_AT])
