"""Meetings of a list as `MeetingSerializer` shows them, from values."""

from collections.abc import Collection, Iterator
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
    by_number,
    grouped,
    names_of_regions,
    nested,
    passages_of,
    sources_of,
)
from trade.api.selecting import Wanted
from trade.models import TradeFigure

# The columns shown before the parts that stand in a list of their own, and those behind them.
FIRST = ("key",)
THEN = (
    *("title", "date", "date_precision", "date_basis", "date_as_written", "place", "kind"),
    *("state", "publication", "summary", "archived_on", "archive_reason"),
)
OFFICIAL_FIELDS = OfficialReferenceSerializer.Meta.fields
SECTOR_FIELDS = SectorReferenceSerializer.Meta.fields
SIDES = ("region_a", "region_b")
POST_FIELDS = ("id", "title", "region", "rank")


class MeetingRowsMixin(RowsMixin):
    """Adds the list of meetings."""

    def as_rows(self, records: QuerySet[Any]) -> QuerySet[Any, Row]:
        return records.values("id", *FIRST, *THEN)

    def in_json(self, rows: list[Row], wanted: Wanted) -> list[Row]:
        parts = Parts([row["id"] for row in rows], user=self.request.user, wanted=wanted)
        return [
            {
                **{name: row[name] for name in FIRST},
                "partnerships": parts.partnerships.get(row["id"], []),
                **{name: row[name] for name in THEN},
                **{name: part.get(row["id"], []) for name, part in parts.others.items()},
            }
            for row in rows
        ]


class Parts:
    """What a reader sees of the parts of meetings, by the number of the meeting.

    Sixteen queries at most, three for participants alone, none for what is not wanted.
    """

    def __init__(self, meetings: Collection[int], *, user: Any, wanted: Wanted) -> None:
        def asked(name: str) -> Collection[int]:
            return meetings if name in wanted else []

        pairs = Pairs.of(asked("partnerships"))
        people = People.of(asked("participants"), wanted.within("participants"))
        regions = names_of_regions(chain(pairs.regions(), people.regions()))
        self.partnerships = grouped(
            pairs.links, "meeting_id", lambda link: pairs.shown(link, regions)
        )
        self.others: dict[str, dict[int, list[Row]]] = {
            "participants": grouped(
                people.participants, "meeting", lambda row: people.shown(row, regions)
            ),
            "topics": _topics(meetings, user) if "topics" in wanted else {},
            "cited_figures": _cited_figures(meetings) if "cited_figures" in wanted else {},
            "sources": sources_of(Meeting, meetings) if "sources" in wanted else {},
            "passages": passages_of(Meeting, meetings) if "passages" in wanted else {},
        }


class Pairs(NamedTuple):
    """Which partnerships met, in the order of their regions, and the partnerships by number."""

    links: list[Row]
    partnerships: dict[int, Row]

    @classmethod
    def of(cls, meetings: Collection[int]) -> Self:
        """Two queries."""
        through = Meeting.partnerships.through.objects.filter(meeting__in=meetings)
        links: list[Any] = list(through.values("meeting_id", "partnership_id"))
        numbers = [link["partnership_id"] for link in links]
        partnerships = by_number(Partnership, numbers, SIDES)
        links.sort(key=lambda link: tuple(partnerships[link["partnership_id"]].values()))
        return cls(links, partnerships)

    def regions(self) -> Iterator[str]:
        yield from (code for pair in self.partnerships.values() for code in pair.values())

    def shown(self, link: Row, regions: dict[str, Row]) -> Row:
        pair = self.partnerships[link["partnership_id"]]
        return {side: regions[pair[side]] for side in SIDES}


class People(NamedTuple):
    """Who took part, and by their numbers the officials and posts and what was quoted of them."""

    participants: list[Row]
    officials: dict[int, Row]
    posts: dict[int, Row]  # by the number of the tenure
    quoted: dict[int, list[Row]]

    @classmethod
    def of(cls, meetings: Collection[int], wanted: Wanted) -> Self:
        """Five queries: joined in one, PostgreSQL reads every official to find a hundred."""
        own = ("id", "meeting", "side", "name_as_written", "title_as_written", "role")
        found = Participant.objects.filter(meeting__in=meetings).order_by("side", "role", "id")
        participants: list[Any] = list(found.values(*own, "official", "tenure"))

        def asked(name: str, column: str) -> set[Any]:
            return {row[column] for row in participants} if name in wanted else set()

        tenures = by_number(Tenure, asked("post", "tenure"), ["post"])
        posts = by_number(Post, [tenure["post"] for tenure in tenures.values()], POST_FIELDS)
        return cls(
            participants,
            by_number(Official, asked("official", "official"), OFFICIAL_FIELDS),
            {number: posts[tenure["post"]] for number, tenure in tenures.items()},
            passages_of(Participant, asked("passages", "id")),
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
