"""The format of an article file, in the words of the glossary; docs/article-files.md explains it."""

from typing import Annotated, Any

from pydantic import AfterValidator, Field

from cooperation.articles.quotes import OneQuote, Quotes, quoted_where_needed
from cooperation.articles.values import (
    Day,
    MeetingKey,
    NewKey,
    Number,
    OfficialKey,
    OneOf,
    OrganisationKey,
    Pair,
    Part,
    Period,
    ProductCode,
    RegionCode,
    SectorCode,
    When,
    WhoSpoke,
)
from cooperation.models import (
    FollowUp,
    Mechanism,
    Meeting,
    Organisation,
    Participant,
    Post,
    ProposalStage,
)
from trade.models import Source, TradeFigure


class Fact(Part):
    """Something the source says, with the words that say so."""

    quote: Annotated[
        Quotes | None,
        AfterValidator(quoted_where_needed),
        Field(
            default=None,
            validate_default=True,
            description="The words this rests on, or a list of such; [] when no words say it. "
            "Needed where the whole text is given.",
        ),
    ]


class SourcePart(Part):
    """Where the facts come from."""

    kind: Annotated[str, OneOf(Source.Kind)] = "article"
    title: str
    publisher: str
    url: str = ""
    published: When | None = None
    language: str = Field(default="en", description="ISO 639 code, such as en or ru.")
    licence: str = ""
    text_scope: Annotated[str, OneOf(Source.TextScope)] = Field(
        default="full", description="How much of the source is given under “text”."
    )
    notes: str = ""


class RegionPart(Fact):
    """A region the source names."""

    code: RegionCode


class OrganisationPart(Part):
    """A ministry, enterprise, university or other body of a region."""

    key: NewKey
    name: str
    other_names: str = Field(default="", description="Separated by semicolons.")
    kind: Annotated[str, OneOf(Organisation.Kind)]
    region: RegionCode


class PostPart(Fact):
    """A post an official holds or held."""

    title: str
    region: RegionCode = Field(description="The region its holder speaks for.")
    rank: Annotated[int, OneOf(Post.Rank, by_name=True)] = Field(
        default=Post.Rank.OFFICER.value, json_schema_extra={"default": "officer"}
    )
    organisation: OrganisationKey | None = None
    starts: When | None = Field(
        default=None, alias="from", description="Empty when the source does not say."
    )
    ends: When | None = Field(default=None, alias="to")


class OfficialPart(Part):
    """A person who speaks for a region or one of its organisations."""

    key: NewKey
    name: str
    original_name: str = Field(default="", description="In the original script.")
    other_names: str = Field(default="", description="Separated by semicolons.")
    posts: list[PostPart] = []


class ParticipantPart(Fact):
    """Somebody who took part in a meeting."""

    side: RegionCode
    name: str = Field(description="As written, or “delegation” when nobody is named.")
    title: str = Field(default="", description="As written.")
    official: OfficialKey | None = None
    role: Annotated[str, OneOf(Participant.Role)] = "head"


class TopicPart(Fact):
    """A sector spoken about at a meeting."""

    sector: SectorCode
    as_written: str = ""
    proposal: str | None = Field(
        default=None,
        description="The title of a proposal in this sector; an empty text for the one without.",
    )


class FollowUpPart(Fact):
    """Something somebody owes after a meeting."""

    task: str
    owner: str
    official: OfficialKey | None = None
    due: Day | None = None
    state: Annotated[str, OneOf(FollowUp.State)] = "open"
    closed: Day | None = None


class MeetingPart(Fact):
    """A meeting; several files may report it under one key."""

    key: NewKey
    partnerships: list[Pair] = []
    title: str = ""
    date: When | None = None
    date_basis: Annotated[str, OneOf(Meeting.DateBasis)] = "entered"
    date_as_written: str = ""
    place: str = ""
    kind: Annotated[str, OneOf(Meeting.Kind)] = "meeting"
    state: Annotated[str, OneOf(Meeting.State)] = "held"
    publish: bool = Field(default=False, description="Show it to everybody, not as a draft.")
    summary: str = ""
    participants: list[ParticipantPart] = []
    topics: list[TopicPart] = []
    follow_ups: list[FollowUpPart] = []


class StatementPart(Part):
    """What somebody said, word for word."""

    speaker: str = Field(description="As written.")
    official: OfficialKey | None = None
    meeting: MeetingKey | None = None
    participant: WhoSpoke | None = Field(
        default=None, description="The name as written there, or {side: BY, name: …}."
    )
    quote: OneQuote


class FigurePart(Fact):
    """What is said to have been traded, and how much."""

    reporter: RegionCode = Field(description="Whose exports, imports or turnover this is.")
    partner: RegionCode
    flow: Annotated[str, OneOf(TradeFigure.Flow, by_name=True)]
    product: ProductCode = Field(default="TOTAL", description="An HS code; TOTAL for all goods.")
    period: Period = Field(default="", description="Empty when the source does not say.")
    period_as_written: str = ""
    value: Number | None = Field(
        default=None, description="In whole units: 130000000, not 130 million."
    )
    low: Number | None = None
    high: Number | None = None
    currency: str = Field(default="USD", description="ISO 4217 code.")
    qualifier: Annotated[str, OneOf(TradeFigure.Qualifier)] = "exact"
    status: Annotated[str, OneOf(TradeFigure.ObservationStatus)] = "A"
    valuation: Annotated[str, OneOf(TradeFigure.Valuation)] = ""
    amount_as_written: str = ""
    change_percent: Number | None = None
    change_as_written: str = ""
    claimed_by: str = Field(
        default="", description="Who gave the figure; empty for the source itself."
    )
    preferred: bool = Field(
        default=False, description="Prefer it to other claims, whatever the rule says."
    )
    meeting: MeetingKey | None = Field(default=None, description="Where it was quoted.")
    said_by: WhoSpoke | None = Field(default=None, description="Which participant quoted it.")
    notes: str = ""


class FigureReference(Part):
    """A figure of this file: by the words of its amount, and whatever else tells it apart."""

    amount_as_written: str = ""
    flow: Annotated[str, OneOf(TradeFigure.Flow, by_name=True)] | None = None
    product: ProductCode | None = None
    period: Period | None = None


class GoodPart(Fact):
    """Goods that go from one region to another."""

    origin: RegionCode = Field(alias="from")
    destination: RegionCode = Field(alias="to")
    name: str = Field(description="In the source's words.")
    products: list[ProductCode] = []
    figure: FigureReference | None = Field(
        default=None, description="Their amount: a figure of this file."
    )


class ProposalChangePart(Fact):
    """One step of a proposal."""

    stage: Annotated[str, OneOf(ProposalStage)]
    on: When | None = Field(default=None, description="Empty for the date of the meeting.")
    meeting: MeetingKey | None = None
    note: str = ""


class ProposalPart(Part):
    """A sector, or a named undertaking in it, put forward within a partnership."""

    partnership: Pair
    sector: SectorCode
    title: str = Field(default="", description="Empty when the whole sector is put forward.")
    notes: str = ""
    changes: list[ProposalChangePart] = []


class MechanismPart(Fact):
    """A centre, commission, joint production, agreement or tie."""

    partnership: Pair
    name: str
    kind: Annotated[str, OneOf(Mechanism.Kind)]
    state: Annotated[str, OneOf(Mechanism.State)] = "operating"
    sector: SectorCode | None = None
    located_in: RegionCode | None = None
    host: OrganisationKey | None = None
    since: When | None = None
    until: When | None = None
    notes: str = ""


class Article(Part):
    """One source and everything it says."""

    key: NewKey
    source: SourcePart
    text: str = Field(
        default="",
        description="Exactly as it was read; for excerpts the quoted words, one quote a line.",
    )
    regions: list[RegionPart] = []
    organisations: list[OrganisationPart] = []
    officials: list[OfficialPart] = []
    partnerships: list[Pair] = []
    meetings: list[MeetingPart] = []
    statements: list[StatementPart] = []
    figures: list[FigurePart] = []
    goods: list[GoodPart] = []
    proposals: list[ProposalPart] = []
    mechanisms: list[MechanismPart] = []


def json_schema() -> dict[str, Any]:
    """The JSON Schema by which editors complete and check article files."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **Article.model_json_schema(by_alias=True),
    }
