"""Officials in post on each side on a day."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from cooperation.status.facts import RegionFact, TenureFact


@dataclass(frozen=True, slots=True)
class SideInPost:
    """One region and who held its posts, the highest rank first."""

    region: RegionFact
    tenures: tuple[TenureFact, ...]


def in_post_on(
    regions: Sequence[RegionFact], tenures: Sequence[TenureFact], as_of: dt.date
) -> tuple[SideInPost, ...]:
    """Who was in post for each region; equals in rank stand with the latest start first."""
    held = sorted((t for t in tenures if covers(t, as_of) and known_by(t, as_of)), key=_order)
    return tuple(
        SideInPost(region, tuple(t for t in held if t.region == region.code)) for region in regions
    )


def covers(tenure: TenureFact, day: dt.date) -> bool:
    """Did it cover a day, as far as is known? `Tenure.covers` in plain values.

    A start or end known to the year or month counts for the whole of it; an unknown one is no
    bound.
    """
    started = tenure.start is None or tenure.start.first <= day
    ended = tenure.end is not None and tenure.end.last < day
    return started and not ended


def known_by(tenure: TenureFact, day: dt.date) -> bool:
    """Was it spoken of by then, where its start is not recorded?

    Its source's publication stands in for the start, or an earlier meeting its holder came to.
    """
    published = tenure.evidence.first_published
    signs = [published.first] if published else []
    if tenure.first_met is not None:
        signs.append(tenure.first_met)
    return tenure.start is not None or not signs or min(signs) <= day


def _order(tenure: TenureFact) -> tuple[int, int, int]:
    start = tenure.start.first.toordinal() if tenure.start else 0
    return (tenure.rank, -start, tenure.id)
