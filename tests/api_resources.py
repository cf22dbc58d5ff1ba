"""One full record of every resource of the API, with everything it can show beside it."""

from collections.abc import Callable
from typing import Any, NamedTuple

from cooperation.models import Meeting, Participant
from tests import factories as make
from trade.models import Product, Region


def region(n: int) -> Region:
    code = f"RU-{n:03d}"
    made = make.RegionFactory(
        code=code, name=f"Region {n}", kind="subdivision", parent=make.RegionFactory(russia=True)
    )
    if not made.names.exists():
        make.RegionNameFactory(region=made, name=f"Регион {n}")
    return made


def product(n: int) -> Product:
    chapter = make.ProductFactory(wire=True)
    return make.ProductFactory(
        edition="HS2022", code=f"85{n:02d}", level=4, name=f"Heading {n}", parent=chapter
    )


def source(n: int) -> Any:
    made = make.SourceFactory(with_text=True)
    made.full_clean()  # computes the hash of the text
    made.save()
    make.RegionMentionFactory(source=made, region=region(n))
    return made


def evidenced(record: Any) -> Any:
    """The record, resting on a passage of its source."""
    record.passages.add(make.PassageFactory())
    return record


def trade_figure(n: int) -> Any:
    return evidenced(
        make.TradeFigureFactory(partner=region(n), product=product(n), valuation="FOB")
    )


def traded_good(n: int) -> Any:
    good = evidenced(make.TradedGoodFactory(origin=region(n), figure=trade_figure(n + 10)))
    good.products.add(product(n))
    return good


def sector(n: int) -> Any:
    group = make.SectorFactory(code="industry", name="Industry")
    made = make.SectorFactory(
        code=f"lifts-{n}", name=f"Lifts {n}", parent=group, isic_codes=["2816"]
    )
    made.products.add(product(n))
    make.SectorTermFactory(sector=made)
    return made


def organisation(n: int) -> Any:
    return make.OrganisationFactory(region=region(n))


def post(n: int) -> Any:
    return make.PostFactory(title=f"Minister {n}", region=region(n), organisation=organisation(n))


def tenure(n: int) -> Any:
    return evidenced(make.TenureFactory(post=post(n)))


def partnership(n: int) -> Any:
    return make.PartnershipFactory(region_a=make.RegionFactory(), region_b=region(n))


def participant(meeting: Meeting, n: int, **fields: Any) -> Participant:
    held = tenure(n)
    made = make.ParticipantFactory(
        meeting=meeting,
        side=region(n),
        official=held.official,
        tenure=held,
        role="member",
        name_as_written=f"Participant {n}",
        **fields,
    )
    made.passages.add(make.PassageFactory())
    return made


def meeting(n: int, **fields: Any) -> Meeting:
    """A published meeting with participants, a topic that became a proposal, a figure quoted."""
    made = make.MeetingFactory(
        **{"published": True, "partnerships": [partnership(n)], **fields},
        sources=[make.SourceFactory()],
    )
    made.passages.add(make.PassageFactory())
    speaker = participant(made, n)
    topic = make.TopicFactory(meeting=made, sector=sector(n), proposal=proposal(n))
    topic.passages.add(make.PassageFactory())
    make.CitedFigureFactory(meeting=made, figure=trade_figure(n + 20), participant=speaker)
    return made


def statement(n: int) -> Any:
    at = make.MeetingFactory(published=True, partnerships=[partnership(n)])
    speaker = participant(at, n)
    return make.StatementFactory(meeting=at, participant=speaker, official=speaker.official)


def proposal(n: int) -> Any:
    made = make.ProposalFactory(partnership=partnership(n), sector=sector(n))
    at = make.MeetingFactory(published=True, partnerships=[made.partnership])
    evidenced(make.ProposalChangeFactory(proposal=made, meeting=at))
    return made


def mechanism(n: int) -> Any:
    return evidenced(
        make.MechanismFactory(
            partnership=partnership(n),
            sector=sector(n),
            located_in=region(n),
            host=organisation(n),
        )
    )


def follow_up(n: int) -> Any:
    at = make.MeetingFactory(published=True, partnerships=[partnership(n)])
    made = make.FollowUpFactory(meeting=at, official=make.OfficialFactory())
    made.passages.add(make.PassageFactory())
    return made


class Resource(NamedTuple):
    """A resource: how a full record of it is made, and the field its address ends in."""

    make: Callable[[int], Any]
    named_by: str = "pk"

    def key_of(self, record: Any) -> str:
        return str(getattr(record, self.named_by))


RESOURCES = {
    "regions": Resource(region, "code"),
    "products": Resource(product),
    "sources": Resource(source, "key"),
    "trade-figures": Resource(trade_figure),
    "traded-goods": Resource(traded_good),
    "exchange-rates": Resource(lambda n: make.ExchangeRateFactory(year=2000 + n)),
    "sectors": Resource(sector, "code"),
    "officials": Resource(lambda n: tenure(n).official, "key"),
    "posts": Resource(lambda n: tenure(n).post),
    "organisations": Resource(organisation, "key"),
    "tenures": Resource(tenure),
    "meetings": Resource(meeting, "key"),
    "statements": Resource(statement),
    "proposals": Resource(proposal),
    "mechanisms": Resource(mechanism),
    "follow-ups": Resource(follow_up),
}
