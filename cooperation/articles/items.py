"""Where in an article file the records of each kind stand, and what their surroundings say of them."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple, Protocol

from django.utils.translation import gettext as _

from cooperation.articles import format as parts
from cooperation.articles.columns import Reference
from cooperation.articles.problems import Place
from cooperation.articles.values import ParticipantReference, product_key
from cooperation.models import Meeting, Official, Partnership, Post, Proposal
from trade.models import Passage, Region, Source, TradeFigure
from trade.models.periods import frequency_of


class Records(Protocol):
    """The records there are: those of the database and those of this load, valid or not."""

    def find(self, reference: Reference) -> Any:
        """The record, or None."""

    def participants(self, meeting: Reference) -> list[Reference]:
        """Who took part in a meeting."""


class UnclearError(Exception):
    """A part that does not say which record it means.

    `at` is the field that should, `named` what it names instead.
    """

    def __init__(self, at: str, reason: str, *, named: str = "") -> None:
        self.at, self.reason, self.named = at, reason, named
        super().__init__(reason)


class Item(NamedTuple):
    """A part of a file and where it stands; `given` are fields that its surroundings decide."""

    part: Any
    place: Place
    given: dict[str, Any]


Items = Callable[[parts.Article], Iterator[Item]]


def source_of(article: parts.Article) -> Reference:
    return Reference(Source, (article.key,))


def pair(codes: list[str]) -> Reference:
    return Reference(Partnership, tuple(codes))


def region(code: str) -> Reference:
    return Reference(Region, (code,))


def listed(name: str) -> Items:
    """The parts of one of the article's lists."""

    def items(article: parts.Article) -> Iterator[Item]:
        for i, part in enumerate(getattr(article, name)):
            yield Item(part, (name, i), {})

    return items


def facts(name: str) -> Items:
    """The parts of one of the article's lists, with the article as their source."""

    def items(article: parts.Article) -> Iterator[Item]:
        for part, place, _given in listed(name)(article):
            yield Item(part, place, {"source": source_of(article)})

    return items


def source(article: parts.Article) -> Iterator[Item]:
    yield Item(article.source, ("source",), {"key": article.key, "text": article.text})


def posts(article: parts.Article) -> Iterator[Item]:
    for i, official in enumerate(article.officials):
        for j, post in enumerate(official.posts):
            yield Item(post, ("officials", i, "posts", j), {})


def tenures(article: parts.Article) -> Iterator[Item]:
    for post, place, _given in posts(article):
        official = article.officials[int(place[1])]
        yield Item(
            post,
            place,
            {
                "official": Reference(Official, (official.key,)),
                "post": Reference(Post, (post.title, post.region)),
                "source": source_of(article),
            },
        )


def partnerships(article: parts.Article) -> Iterator[Item]:
    pairs: list[tuple[list[str], Place]] = [
        (codes, ("partnerships", i)) for i, codes in enumerate(article.partnerships)
    ]
    for i, meeting in enumerate(article.meetings):
        pairs += [
            (codes, ("meetings", i, "partnerships", j))
            for j, codes in enumerate(meeting.partnerships)
        ]
    for name in ("proposals", "mechanisms"):
        pairs += [
            (part.partnership, (name, i, "partnership"))
            for i, part in enumerate(getattr(article, name))
        ]
    for codes, place in pairs:
        yield Item(None, place, {"region_a": region(codes[0]), "region_b": region(codes[1])})


def at_meetings(name: str) -> Items:
    """The parts of one of the lists of each meeting."""

    def items(article: parts.Article) -> Iterator[Item]:
        for i, meeting in enumerate(article.meetings):
            reference = Reference(Meeting, (meeting.key,))
            for j, part in enumerate(getattr(meeting, name)):
                yield Item(part, ("meetings", i, name, j), {"meeting": reference})

    return items


def topic_proposal(
    values: dict[str, Any], topic: parts.TopicPart, records: Records
) -> dict[str, Any]:
    """The proposal a topic names, in one of the meeting's partnerships."""
    if topic.proposal is None:
        return {"proposal": None}
    meeting = records.find(values["meeting"])
    if meeting is None or meeting.pk is None:
        return {"proposal": None}
    named = [
        Reference(Proposal, (*partnership.regions, topic.sector, topic.proposal))
        for partnership in meeting.partnerships.all()
    ]
    found = [reference for reference in named if records.find(reference) is not None]
    if len(found) != 1:
        raise UnclearError(
            "proposal",
            _("the meeting's partnerships have %(count)d proposals “%(title)s” in %(sector)s")
            % {"count": len(found), "title": topic.proposal, "sector": topic.sector},
            named=topic.proposal,
        )
    return {"proposal": found[0]}


def participant(
    meeting: str | None, who: ParticipantReference | None, at: str, records: Records
) -> Reference | None:
    """The participant of a meeting whom a file names, by side where two have one name."""
    if who is None:
        return None
    if meeting is None:
        raise UnclearError(at, _("say at which meeting"))
    held = Reference(Meeting, (meeting,))
    if records.find(held) is None:
        return None
    present = [
        reference
        for reference in records.participants(held)
        if reference.key[2] == who.name and who.side in (None, reference.key[1])
    ]
    if len(present) != 1:
        raise UnclearError(
            at,
            _("the meeting has %(count)d participants “%(name)s”")
            % {"count": len(present), "name": who.name},
            named=who.name,
        )
    return present[0]


def speaker(values: dict[str, Any], part: parts.StatementPart, records: Records) -> dict[str, Any]:
    who = participant(part.meeting, part.participant, "participant", records)
    speaker = records.find(who) if who else None
    official = values["official"]
    if official is None and speaker is not None and speaker.official is not None:
        official = Reference(Official, (speaker.official.key,))
    return {"participant": who, "official": official}


def statements(article: parts.Article) -> Iterator[Item]:
    for i, part in enumerate(article.statements):
        passage = Reference(Passage, (article.key, *part.quote.span))
        yield Item(part, ("statements", i), {"passage": passage})


def figure_reference(article: parts.Article, figure: parts.FigurePart) -> Reference:
    return Reference(
        TradeFigure,
        (
            article.key,
            figure.reporter,
            figure.partner,
            figure.flow,
            *product_key(figure.product),
            figure.period,
            figure.amount_as_written,
        ),
    )


def cited(article: parts.Article) -> Iterator[Item]:
    for i, figure in enumerate(article.figures):
        if figure.meeting is not None:
            given = {
                "meeting": Reference(Meeting, (figure.meeting,)),
                "figure": figure_reference(article, figure),
            }
            yield Item(figure, ("figures", i), given)


def goods(article: parts.Article) -> Iterator[Item]:
    for i, good in enumerate(article.goods):
        given: dict[str, Any] = {"source": source_of(article), "figure": None}
        if good.figure is not None:
            wanted = good.figure.model_dump(exclude_unset=True)
            meant = [
                figure
                for figure in article.figures
                if all(getattr(figure, name) == value for name, value in wanted.items())
            ]
            given["figure"] = figure_reference(article, meant[0]) if len(meant) == 1 else len(meant)
        yield Item(good, ("goods", i), given)


def good_figure(values: dict[str, Any], good: parts.GoodPart, records: Records) -> dict[str, Any]:
    if isinstance(values["figure"], int):
        raise UnclearError(
            "figure", _("%(count)d figures of this file are so") % {"count": values["figure"]}
        )
    return {}


def changes(article: parts.Article) -> Iterator[Item]:
    for i, proposal in enumerate(article.proposals):
        key = (*proposal.partnership, proposal.sector, proposal.title)
        given = {"proposal": Reference(Proposal, key), "source": source_of(article)}
        for j, change in enumerate(proposal.changes):
            yield Item(change, ("proposals", i, "changes", j), given)


def change_date(
    values: dict[str, Any], change: parts.ProposalChangePart, records: Records
) -> dict[str, Any]:
    if change.on is not None:
        return {}
    meeting = records.find(values["meeting"]) if values["meeting"] else None
    if values["meeting"] and meeting is None:
        return {}
    if meeting is None or meeting.date is None:
        raise UnclearError("on", _("say when this took effect, or at which dated meeting"))
    return {"effective_on": meeting.date, "effective_on_precision": str(meeting.date_precision)}


def said_by(values: dict[str, Any], figure: parts.FigurePart, records: Records) -> dict[str, Any]:
    """Who quoted a figure at a meeting."""
    return {"participant": participant(figure.meeting, figure.said_by, "said_by", records)}


def frequency(values: dict[str, Any], figure: parts.FigurePart, records: Records) -> dict[str, Any]:
    """The frequency a period is written at."""
    if figure.said_by is not None and figure.meeting is None:
        raise UnclearError("said_by", _("say at which meeting"))
    return {"frequency": str(frequency_of(figure.period).value)}


def proposals(article: parts.Article) -> Iterator[Item]:
    """What the file puts forward."""
    for i, part in enumerate(article.proposals):
        yield Item(part, ("proposals", i), {"partnership": pair(part.partnership)})


def mechanisms(article: parts.Article) -> Iterator[Item]:
    """What stands between two regions, with the source that says so."""
    for i, part in enumerate(article.mechanisms):
        given = {"partnership": pair(part.partnership), "source": source_of(article)}
        yield Item(part, ("mechanisms", i), given)
