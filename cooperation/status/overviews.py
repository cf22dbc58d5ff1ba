"""The rows of lists kept ready, brought up to date in one go for all that are asked for."""

from collections.abc import Callable, Collection, Iterator
from itertools import islice
from typing import Any

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import QuerySet, Sum

from cooperation.models import OverviewSnapshot, Partnership, Revision
from cooperation.status.gather import gather_key_facts
from cooperation.status.picture import Overview, overview_from
from cooperation.status.snapshots import ROWS_AT_ONCE, Seen, keep_rows, tried_to_keep

COMPUTED = [
    "stage",
    "meetings",
    "last_meeting_on",
    "next_meeting_on",
    "open_proposals",
    "stalled_proposals",
    "operating_mechanisms",
    "turnover_year",
    "turnover_currency",
    "turnover_value",
]


class Overviews:
    """The overviews of partnerships as one reader sees them on a day.

    `tell` writes the row of a list. Those of today (`are_kept`) are kept, those of other days not.
    """

    def __init__(
        self,
        seen: Seen,
        *,
        user: User | AnonymousUser,
        tell: Callable[[Partnership, Overview], str],
        are_kept: bool,
    ) -> None:
        self.seen = seen
        self.user = user
        self.tell = tell
        self.are_kept = are_kept

    def of(self, partnership_ids: Collection[int]) -> dict[int, OverviewSnapshot]:
        """The overview of each, computed where what is kept no longer holds."""
        found: dict[int, OverviewSnapshot] = {}
        revisions: dict[int, int] = {}
        if self.are_kept:
            revisions = self._revisions(partnership_ids)
            holding = self._kept().filter(partnership__in=partnership_ids)
            found = {
                row.partnership_id: row
                for row in holding
                if row.revision == revisions.get(row.partnership_id, 0)
            }
        stale = [pk for pk in partnership_ids if pk not in found]
        for rows in self._computed(stale, revisions):
            found |= {row.partnership_id: row for row in rows}
            if self.are_kept:
                self._keep(rows)
        return found

    def bring_up_to_date(self, partnerships: QuerySet[Partnership]) -> bool:
        """Have all of these kept as they are now; False where they could not be."""
        if not self.are_kept:
            return False
        ids = set(partnerships.order_by().values_list("pk", flat=True))
        every = partnerships.order_by().values("pk")
        revisions = self._revisions(every)
        holding = self._kept().filter(partnership__in=every)
        ids -= {
            pk
            for pk, revision in holding.values_list("partnership", "revision")
            if revision == revisions.get(pk, 0)
        }
        return all(self._keep(rows) for rows in self._computed(sorted(ids), revisions))

    def _kept(self) -> QuerySet[OverviewSnapshot]:
        return OverviewSnapshot.objects.filter(**self.seen._asdict())

    def _revisions(self, partnership_ids: Any) -> dict[int, int]:
        rows = Revision.objects.filter(partnership__in=partnership_ids).order_by()
        return dict(rows.values_list("partnership").annotate(Sum("weight")))

    def _computed(
        self, partnership_ids: Collection[int], revisions: dict[int, int]
    ) -> Iterator[list[OverviewSnapshot]]:
        left = iter(partnership_ids)
        while some := list(islice(left, ROWS_AT_ONCE)):
            partnerships = Partnership.objects.filter(pk__in=some)
            loaded = list(partnerships.select_related("region_a", "region_b"))
            facts = gather_key_facts(loaded, user=self.user)
            yield [
                self._row(one, overview_from(facts[one.pk], as_of=self.seen.day), revisions)
                for one in loaded
            ]

    def _row(
        self, partnership: Partnership, overview: Overview, revisions: dict[int, int]
    ) -> OverviewSnapshot:
        last, coming, year = overview.last_meeting, overview.next_meeting, overview.latest_turnover
        return OverviewSnapshot(
            partnership=partnership,
            revision=revisions.get(partnership.pk, 0),
            body=self.tell(partnership, overview),
            **self.seen._asdict(),
            stage=overview.stage.stage,
            meetings=overview.meetings,
            last_meeting_on=last.when.first if last and last.when else None,
            next_meeting_on=coming.when.first if coming and coming.when else None,
            open_proposals=overview.open_proposals,
            stalled_proposals=overview.stalled_proposals,
            operating_mechanisms=overview.operating_mechanisms,
            turnover_year=year.year if year else None,
            turnover_currency=year.turnover.currency if year else "",
            turnover_value=year.turnover.point if year else None,
        )

    def _keep(self, rows: list[OverviewSnapshot]) -> bool:
        columns = ["revision", "day", "version", "body", *COMPUTED]
        return not rows or tried_to_keep(lambda: keep_rows(rows, columns))
