"""Where partnerships stand on a day, by the rules in docs/status-rules.md."""

import datetime as dt
from collections.abc import Sequence

from django.contrib.auth.models import AnonymousUser, User

from cooperation.models import Partnership
from cooperation.status.gather import gather, gather_key_facts
from cooperation.status.picture import Overview, Status, overview_from, status_from
from cooperation.status.version import RULES_VERSION

__all__ = ["RULES_VERSION", "Overview", "Status", "overview_of", "status_of"]


def status_of(partnership: Partnership, *, as_of: dt.date, user: User | AnonymousUser) -> Status:
    """The status on a day as this reader may see it. The partnership has its regions loaded."""
    return status_from(gather([partnership], user=user)[partnership.pk], as_of=as_of)


def overview_of(
    partnerships: Sequence[Partnership], *, as_of: dt.date, user: User | AnonymousUser
) -> list[Overview]:
    """The key numbers of each, in the order given, in a number of queries that does not grow."""
    facts = gather_key_facts(partnerships, user=user)
    return [overview_from(facts[p.pk], as_of=as_of) for p in partnerships]
