"""The smallest valid record of each kind; tests say only what matters to them."""

import datetime as dt
from decimal import Decimal
from typing import Any

import factory
from django.contrib.auth.models import Group, User
from django.utils import timezone

from cooperation import models as cooperation
from trade import models as trade


class RegionFactory(factory.django.DjangoModelFactory[trade.Region]):
    class Meta:
        model = trade.Region
        django_get_or_create = ("code",)

    code = "BY"
    name = "Belarus"
    kind = trade.Region.Kind.COUNTRY

    class Params:
        russia = factory.Trait(code="RU", name="Russia")
        mordovia = factory.Trait(
            code="RU-MO",
            name="Mordovia",
            kind=trade.Region.Kind.SUBDIVISION,
            parent=factory.LazyFunction(lambda: RegionFactory(russia=True)),
        )


class ProductFactory(factory.django.DjangoModelFactory[trade.Product]):
    class Meta:
        model = trade.Product
        django_get_or_create = ("edition", "code")

    edition = trade.Product.Edition.ANY
    code = trade.Product.TOTAL
    level = trade.Product.Level.TOTAL
    name = "All goods"

    class Params:
        wire = factory.Trait(
            edition=trade.Product.Edition.HS2022,
            code="85",
            level=trade.Product.Level.CHAPTER,
            name="Electrical machinery and equipment",
            parent=factory.LazyFunction(lambda: ProductFactory()),
        )


class SourceFactory(factory.django.DjangoModelFactory[trade.Source]):
    class Meta:
        model = trade.Source

    key = factory.Sequence(lambda n: f"article-{n}")
    title = "Belarus, Mordovia expand cooperation"
    publisher = "Example News"
    url = factory.LazyAttribute(lambda source: f"https://news.example/{source.key}")
    published_on = dt.date(2025, 10, 20)

    class Params:
        with_text = factory.Trait(
            text="The trade reached about $130 million in 2024.",
            text_scope=trade.Source.TextScope.FULL,
        )


class PassageFactory(factory.django.DjangoModelFactory[trade.Passage]):
    class Meta:
        model = trade.Passage

    source = factory.SubFactory(SourceFactory, with_text=True)
    start = 18
    end = 36
    words = factory.LazyAttribute(lambda passage: passage.source.text[passage.start : passage.end])


class TradeFigureFactory(factory.django.DjangoModelFactory[trade.TradeFigure]):
    class Meta:
        model = trade.TradeFigure

    source = factory.SubFactory(SourceFactory)
    reporter = factory.SubFactory(RegionFactory)
    partner = factory.SubFactory(RegionFactory, mordovia=True)
    product = factory.SubFactory(ProductFactory)
    flow = trade.TradeFigure.Flow.TURNOVER
    frequency = trade.Frequency.ANNUAL
    period = "2024"
    value = Decimal(130_000_000)


class TradeFigureRevisionFactory(factory.django.DjangoModelFactory[trade.TradeFigureRevision]):
    class Meta:
        model = trade.TradeFigureRevision

    figure = factory.SubFactory(TradeFigureFactory)
    value = Decimal(120_000_000)
    currency = "USD"
    observation_status = trade.TradeFigure.ObservationStatus.PROVISIONAL
    recorded_at = dt.datetime(2025, 1, 15, 9, tzinfo=dt.UTC)
    replaced_at = dt.datetime(2025, 6, 15, 9, tzinfo=dt.UTC)


class AnnualTotalFactory(factory.django.DjangoModelFactory[trade.AnnualTotal]):
    class Meta:
        model = trade.AnnualTotal

    source = factory.SubFactory(SourceFactory)
    reporter = factory.SubFactory(RegionFactory)
    partner = factory.SubFactory(RegionFactory, mordovia=True)
    flow = trade.TradeFigure.Flow.TURNOVER
    year = 2024
    level = trade.Product.Level.TOTAL
    edition = trade.Product.Edition.ANY
    currency = "USD"
    value = Decimal(130_000_000)
    figures = 1


class ExchangeRateFactory(factory.django.DjangoModelFactory[trade.ExchangeRate]):
    class Meta:
        model = trade.ExchangeRate

    source = factory.SubFactory(SourceFactory)
    currency = "EUR"
    year = 2024
    units_per_usd = Decimal("0.92400000")


class TradedGoodFactory(factory.django.DjangoModelFactory[trade.TradedGood]):
    class Meta:
        model = trade.TradedGood

    source = factory.SubFactory(SourceFactory)
    origin = factory.SubFactory(RegionFactory, mordovia=True)
    destination = factory.SubFactory(RegionFactory)
    name = factory.Sequence(lambda n: f"insulated wire {n}")


class PartnershipFactory(factory.django.DjangoModelFactory[cooperation.Partnership]):
    class Meta:
        model = cooperation.Partnership
        django_get_or_create = ("region_a", "region_b")

    region_a = factory.SubFactory(RegionFactory)
    region_b = factory.SubFactory(RegionFactory, mordovia=True)


class OrganisationFactory(factory.django.DjangoModelFactory[cooperation.Organisation]):
    class Meta:
        model = cooperation.Organisation

    name = factory.Sequence(lambda n: f"Mordovia State University {n}")
    kind = cooperation.Organisation.Kind.UNIVERSITY
    region = factory.SubFactory(RegionFactory, mordovia=True)


class OfficialFactory(factory.django.DjangoModelFactory[cooperation.Official]):
    class Meta:
        model = cooperation.Official

    key = factory.Sequence(lambda n: f"official-{n}")
    name = "Artem Zdunov"
    original_name = "Артём Здунов"


class PostFactory(factory.django.DjangoModelFactory[cooperation.Post]):
    class Meta:
        model = cooperation.Post
        django_get_or_create = ("title", "region")

    title = "Head of the Republic of Mordovia"
    region = factory.SubFactory(RegionFactory, mordovia=True)
    rank = cooperation.Post.Rank.HEAD_OF_REGION


class TenureFactory(factory.django.DjangoModelFactory[cooperation.Tenure]):
    class Meta:
        model = cooperation.Tenure

    official = factory.SubFactory(OfficialFactory)
    post = factory.SubFactory(PostFactory)
    source = factory.SubFactory(SourceFactory)
    starts_on = dt.date(2020, 11, 18)


class SectorFactory(factory.django.DjangoModelFactory[cooperation.Sector]):
    class Meta:
        model = cooperation.Sector
        django_get_or_create = ("code",)

    code = "lifts"
    name = "Lifts"


class MeetingFactory(factory.django.DjangoModelFactory[cooperation.Meeting]):
    """A held draft meeting of Belarus and Mordovia; `published` adds what publishing asks for."""

    class Meta:
        model = cooperation.Meeting
        skip_postgeneration_save = True

    key = factory.Sequence(lambda n: f"meeting-{n}")
    date = dt.date(2025, 10, 20)
    place = "Minsk"

    class Params:
        published = factory.Trait(publication=cooperation.Meeting.Publication.PUBLISHED)

    @factory.post_generation
    def partnerships(self: Any, create: bool, given: Any, **kwargs: Any) -> None:
        self.partnerships.set([PartnershipFactory()] if given is None else given)

    @factory.post_generation
    def sources(self: Any, create: bool, given: Any, **kwargs: Any) -> None:
        self.sources.set(given or ([SourceFactory()] if self.is_published else []))

    @factory.post_generation
    def sides(self: Any, create: bool, given: Any, **kwargs: Any) -> None:
        partnership = self.partnerships.first()
        if self.is_published and partnership:
            ParticipantFactory(meeting=self, side=partnership.region_a)
            ParticipantFactory(meeting=self, side=partnership.region_b)


class ParticipantFactory(factory.django.DjangoModelFactory[cooperation.Participant]):
    class Meta:
        model = cooperation.Participant

    meeting = factory.SubFactory(MeetingFactory)
    side = factory.SubFactory(RegionFactory, mordovia=True)
    name_as_written = "Artem Zdunov"
    title_as_written = "Head of the Republic of Mordovia"


class TopicFactory(factory.django.DjangoModelFactory[cooperation.Topic]):
    class Meta:
        model = cooperation.Topic

    meeting = factory.SubFactory(MeetingFactory)
    sector = factory.SubFactory(SectorFactory)
    as_written = "lift production"


class StatementFactory(factory.django.DjangoModelFactory[cooperation.Statement]):
    class Meta:
        model = cooperation.Statement

    passage = factory.SubFactory(PassageFactory)
    speaker_as_written = "Viktor Karankevich"


class CitedFigureFactory(factory.django.DjangoModelFactory[cooperation.CitedFigure]):
    class Meta:
        model = cooperation.CitedFigure

    meeting = factory.SubFactory(MeetingFactory)
    figure = factory.SubFactory(TradeFigureFactory)


class ProposalFactory(factory.django.DjangoModelFactory[cooperation.Proposal]):
    class Meta:
        model = cooperation.Proposal

    partnership = factory.SubFactory(PartnershipFactory)
    sector = factory.SubFactory(SectorFactory)
    title = factory.Sequence(lambda n: f"joint lift plant {n}")


class ProposalChangeFactory(factory.django.DjangoModelFactory[cooperation.ProposalChange]):
    class Meta:
        model = cooperation.ProposalChange

    proposal = factory.SubFactory(ProposalFactory)
    stage = cooperation.ProposalStage.MENTIONED
    effective_on = dt.date(2025, 10, 20)
    source = factory.SubFactory(SourceFactory)


class MechanismFactory(factory.django.DjangoModelFactory[cooperation.Mechanism]):
    class Meta:
        model = cooperation.Mechanism

    partnership = factory.SubFactory(PartnershipFactory)
    name = factory.Sequence(lambda n: f"Training centre {n}")
    kind = cooperation.Mechanism.Kind.TRAINING
    source = factory.SubFactory(SourceFactory)


class FollowUpFactory(factory.django.DjangoModelFactory[cooperation.FollowUp]):
    class Meta:
        model = cooperation.FollowUp

    meeting = factory.SubFactory(MeetingFactory)
    task = factory.Sequence(lambda n: f"Draw up the list of joint projects {n}")
    owner = "Ministry of Industry of Belarus"


class ReadingFactory(factory.django.DjangoModelFactory[cooperation.Reading]):
    class Meta:
        model = cooperation.Reading

    source = factory.SubFactory(SourceFactory, with_text=True)
    rules_version = "1"
    text_sha256 = "0" * 64


class SuggestionFactory(factory.django.DjangoModelFactory[cooperation.Suggestion]):
    class Meta:
        model = cooperation.Suggestion

    reading = factory.SubFactory(ReadingFactory)
    number = factory.Sequence(int)
    passage = factory.SubFactory(PassageFactory)
    kind = "figure"
    proposed = {"period": "2024"}


class UserFactory(factory.django.DjangoModelFactory[User]):
    """A member of staff; `UserFactory(group="analyst")` is in one of our groups."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"user-{n}")
    is_staff = True

    @factory.post_generation
    def group(self: Any, create: bool, given: Any, **kwargs: Any) -> None:
        if given:
            self.groups.add(Group.objects.get(name=given))


class RegionNameFactory(factory.django.DjangoModelFactory[trade.RegionName]):
    class Meta:
        model = trade.RegionName

    region = factory.SubFactory(RegionFactory, mordovia=True)
    language = "ru"
    kind = trade.RegionName.Kind.SHORT
    name = factory.Sequence(lambda n: f"Мордовия {n}")


class RegionMentionFactory(factory.django.DjangoModelFactory[trade.RegionMention]):
    class Meta:
        model = trade.RegionMention

    source = factory.SubFactory(SourceFactory)
    region = factory.SubFactory(RegionFactory)


class ImportRunFactory(factory.django.DjangoModelFactory[trade.ImportRun]):
    class Meta:
        model = trade.ImportRun

    kind = trade.ImportRun.Kind.ARTICLE
    file_name = "belarus-mordovia-2025-10-20.yaml"
    sha256 = "0" * 64


class ImportRejectFactory(factory.django.DjangoModelFactory[trade.ImportReject]):
    class Meta:
        model = trade.ImportReject

    run = factory.SubFactory(ImportRunFactory)
    line = factory.Sequence(lambda n: n + 1)
    column = "value"
    reason = "“a lot” is not a number"


class UploadFactory(factory.django.DjangoModelFactory[trade.Upload]):
    class Meta:
        model = trade.Upload

    file_name = "comtrade.csv"
    sha256 = "0" * 64
    source = factory.SubFactory(SourceFactory, kind="release")


class AccessTokenFactory(factory.django.DjangoModelFactory[trade.AccessToken]):
    class Meta:
        model = trade.AccessToken

    user = factory.LazyFunction(lambda: UserFactory())
    name = "Power BI of the ministry"
    digest = factory.Sequence(lambda n: f"{n:0128x}")
    token_key = "bil_0123456789a"
    expiry = factory.LazyFunction(lambda: timezone.now() + dt.timedelta(days=90))


class SectorTermFactory(factory.django.DjangoModelFactory[cooperation.SectorTerm]):
    class Meta:
        model = cooperation.SectorTerm

    sector = factory.SubFactory(SectorFactory)
    term = factory.Sequence(lambda n: f"lift production {n}")


class StatusSnapshotFactory(factory.django.DjangoModelFactory[Any]):
    class Meta:
        model = cooperation.StatusSnapshot

    partnership = factory.SubFactory(PartnershipFactory)
    with_drafts = False
    language = "en"
    revision = 1
    day = dt.date(2025, 12, 31)
    version = "1"
    body = "{}"
    etag = "0123456789abcdef"


class OverviewSnapshotFactory(StatusSnapshotFactory):
    class Meta:
        model = cooperation.OverviewSnapshot
        exclude = ("etag",)

    stage = cooperation.PartnershipStage.CONTACT
    meetings = 2
    last_meeting_on = dt.date(2025, 10, 20)
    next_meeting_on = dt.date(2026, 10, 20)
    open_proposals = 1
    stalled_proposals = 0
    operating_mechanisms = 0
    turnover_year = 2024
    turnover_currency = "USD"
    turnover_value = Decimal(130_000_000)


class FactsSnapshotFactory(factory.django.DjangoModelFactory[cooperation.FactsSnapshot]):
    class Meta:
        model = cooperation.FactsSnapshot

    partnership = factory.SubFactory(PartnershipFactory)
    with_drafts = False
    language = "en"
    revision = 1
    version = "1"
    facts = b"signed"
