"""Meetings of a list as `MeetingSerializer` shows them, from values."""

from collections.abc import Collection, Iterable, Iterator
from itertools import chain
from typing import Any, NamedTuple, Self

from django.db.models import QuerySet

from cooperation.api.records import OfficialReferenceSerializer, SectorReferenceSerializer
from cooperation.models import (
    CitedFigure,
    Meeting,
    Official,
    Participant,
    Partnership,
    Post,
    Proposal,
    Tenure,
    Topic,
)
from trade.api.figure_rows import figures_as_rows, figures_in_json
from trade.api.rows import (
    Row,
    RowsMixin,
    grouped,
    names_of_regions,
    nested,
    passages_of,
    sources_of,
)
from trade.models import TradeFigure

# The columns shown before the parts that stand in a list of their own, and those behind them.
FIRST = ("key",)
THEN = (
    *("title", "date", "date_precision", "date_basis", "date_as_written", "place", "kind"),
    *("state", "publication", "summary", "archived_on", "archive_reason"),
)
OFFICIAL_FIELDS = OfficialReferenceSerializer.Meta.fields
SECTOR_FIELDS = SectorReferenceSerializer.Meta.fields
POST_FIELDS = ("id", "title", "region", "rank")


class MeetingRowsMixin(RowsMixin):
    """Adds the list of meetings."""

    def as_rows(self, records: QuerySet[Any]) -> QuerySet[Any, Row]:
        return records.values("id", *FIRST, *THEN)

    def in_json(self, rows: list[Row]) -> list[Row]:
        return meetings_in_json(rows, user=self.request.user)


def by_number(model: Any, numbers: Collection[int | None], names: Iterable[str]) -> dict[int, Row]:
    """The records with these numbers, as values."""
    found = model.objects.filter(pk__in=set(numbers) - {None}).order_by()
    return {row["pk"]: {name: row[name] for name in names} for row in found.values("pk", *names)}


class Parts(NamedTuple):
    """What belongs to meetings, by the number of the meeting."""

    partnerships: dict[int, list[Row]]
    participants: dict[int, list[Row]]
    topics: dict[int, list[Row]]
    cited_figures: dict[int, list[Row]]
    sources: dict[int, list[Row]]
    passages: dict[int, list[Row]]


def meetings_in_json(rows: list[Row], *, user: Any) -> list[Row]:
    """What a reader sees of meetings with all their parts. Eighteen queries at most."""
    parts = parts_of([row["id"] for row in rows], user=user)
    return [
        {
            **{name: row[name] for name in FIRST},
            "partnerships": parts.partnerships.get(row["id"], []),
            **{name: row[name] for name in THEN},
            "participants": parts.participants.get(row["id"], []),
            "topics": parts.topics.get(row["id"], []),
            "cited_figures": parts.cited_figures.get(row["id"], []),
            "sources": parts.sources.get(row["id"], []),
            "passages": parts.passages.get(row["id"], []),
        }
        for row in rows
    ]


def parts_of(meetings: Collection[int], *, user: Any) -> Parts:
    pairs: list[Any] = list(
        Meeting.partnerships.through.objects.filter(meeting__in=meetings).values()
    )
    partnerships = Partnership.objects.in_bulk({pair["partnership_id"] for pair in pairs})
    pairs.sort(key=lambda pair: partnerships[pair["partnership_id"]].regions)
    people = People.of(meetings)
    sides = (code for partnership in partnerships.values() for code in partnership.regions)
    regions = names_of_regions(chain(sides, people.regions()))

    def partnership_of(pair: Row) -> Row:
        region_a, region_b = partnerships[pair["partnership_id"]].regions
        return {"region_a": regions[region_a], "region_b": regions[region_b]}

    return Parts(
        grouped(pairs, "meeting_id", partnership_of),
        grouped(people.participants, "meeting", lambda row: people.shown(row, regions)),
        _topics(meetings, user),
        _cited_figures(meetings),
        sources_of(Meeting, meetings),
        passages_of(Meeting, meetings),
    )


class People(NamedTuple):
    """Who took part, and by their numbers the officials and posts and what was quoted of them."""

    participants: list[Row]
    officials: dict[int, Row]
    posts: dict[int, Row]  # by the number of the tenure
    quoted: dict[int, list[Row]]

    @classmethod
    def of(cls, meetings: Collection[int]) -> Self:
        """Five queries: joined in one, PostgreSQL reads every official to find a hundred."""
        own = ("id", "meeting", "side", "name_as_written", "title_as_written", "role")
        found = Participant.objects.filter(meeting__in=meetings).order_by("side", "role", "id")
        participants = list(found.values(*own, "official", "tenure"))
        officials = by_number(Official, {row["official"] for row in participants}, OFFICIAL_FIELDS)
        tenures = by_number(Tenure, {row["tenure"] for row in participants}, ["post"])
        posts = by_number(Post, {tenure["post"] for tenure in tenures.values()}, POST_FIELDS)
        return cls(
            participants,
            officials,
            {number: posts[tenure["post"]] for number, tenure in tenures.items()},
            passages_of(Participant, [row["id"] for row in participants]),
        )

    def regions(self) -> Iterator[str]:
        """The codes of all regions named."""
        yield from (row["side"] for row in self.participants)
        yield from (post["region"] for post in self.posts.values())

    def shown(self, row: Row, regions: dict[str, Row]) -> Row:
        post = self.posts.get(row["tenure"])
        return {
            "id": row["id"],
            "side": regions[row["side"]],
            "name_as_written": row["name_as_written"],
            "title_as_written": row["title_as_written"],
            "role": row["role"],
            "official": self.officials.get(row["official"]),
            "post": post and {**post, "region": regions[post["region"]]},
            "passages": self.quoted.get(row["id"], []),
        }


def _topics(meetings: Collection[int], user: Any) -> dict[int, list[Row]]:
    found = Topic.objects.filter(meeting__in=meetings).order_by("sector", "id")
    sector = [f"sector__{name}" for name in SECTOR_FIELDS]
    topics = list(found.values("id", "meeting", "as_written", "proposal", *sector))
    # A proposal that rests on drafts alone is hidden here as it is in its own list.
    proposals = Proposal.objects.filter(pk__in={row["proposal"] for row in topics} - {None})
    visible = set(proposals.visible_to(user).order_by().values_list("pk", flat=True))
    quoted = passages_of(Topic, [row["id"] for row in topics])
    return grouped(
        topics,
        "meeting",
        lambda row: {
            "id": row["id"],
            "sector": nested(row, "sector", SECTOR_FIELDS),
            "as_written": row["as_written"],
            "proposal": row["proposal"] if row["proposal"] in visible else None,
            "passages": quoted.get(row["id"], []),
        },
    )


def _cited_figures(meetings: Collection[int]) -> dict[int, list[Row]]:
    cited = CitedFigure.objects.filter(meeting__in=meetings).order_by("id")
    rows: list[Any] = list(cited.values("id", "meeting", "participant", "figure"))
    if not rows:
        return {}
    figures = TradeFigure.objects.filter(pk__in=[row["figure"] for row in rows]).order_by()
    shown = {figure["id"]: figure for figure in figures_in_json(list(figures_as_rows(figures)))}
    return grouped(
        rows,
        "meeting",
        lambda row: {
            "id": row["id"],
            "participant": row["participant"],
            "figure": shown[row["figure"]],
        },
    )
