"""Every declared filter of the API finds what it says, and nothing else."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from config.api import router
from cooperation.models import Post
from tests import factories as make
from trade.models import Region

pytestmark = pytest.mark.django_db
VIEWSETS: dict[str, Any] = {name: viewset for name, viewset, _ in router.registry}


def saransk() -> Region:
    """A part of Mordovia, so that there is something two steps below Russia."""
    return make.RegionFactory(
        code="RU-SAR",
        name="Saransk",
        kind="subdivision",
        parent=make.RegionFactory(mordovia=True),
    )


def lines() -> dict[str, Any]:
    """A chapter, a heading in it, and another chapter, of HS 2022."""
    chapter = make.ProductFactory(wire=True)
    heading = make.ProductFactory(
        edition="HS2022", code="8544", level=4, name="Insulated wire", parent=chapter
    )
    other = make.ProductFactory(
        edition="HS2017", code="74", level=2, name="Copper", parent=make.ProductFactory()
    )
    return {"chapter": chapter, "heading": heading, "other": other}


def tree() -> dict[str, Any]:
    """Industry, lifts in it, and culture."""
    industry = make.SectorFactory(code="industry", name="Industry")
    lifts = make.SectorFactory(parent=industry)
    return {"industry": industry, "lifts": lifts, "culture": make.SectorFactory(code="culture")}


def post_number(title: str) -> int:
    return Post.objects.get(title=title).pk


def regions() -> dict[str, Any]:
    region = make.RegionFactory(alpha3="BLR")
    return {
        "BY": region,
        "SAR": saransk(),
        "MO": make.RegionFactory(mordovia=True),
        "RU": make.RegionFactory(russia=True),
    }


def products() -> dict[str, Any]:
    return {"total": make.ProductFactory(), **lines()}


def sources() -> dict[str, Any]:
    article = make.SourceFactory(key="article", url="https://news.example/1")
    release = make.SourceFactory(
        key="release",
        kind="release",
        publisher="Belstat",
        language="ru",
        published_on=dt.date(2024, 3, 1),
    )
    old = make.SourceFactory(key="old", archived_on=dt.date(2026, 1, 1), archive_reason="twice")
    make.RegionMentionFactory(source=article, region=make.RegionFactory(mordovia=True))
    make.RegionMentionFactory(source=release)
    return {"article": article, "release": release, "old": old}


def trade_figures() -> dict[str, Any]:
    line = lines()
    return {
        "turnover": make.TradeFigureFactory(
            source=make.SourceFactory(key="article"), qualifier="about"
        ),
        "mirror": make.TradeFigureFactory(
            reporter=make.RegionFactory(mordovia=True),
            partner=make.RegionFactory(),
            flow="M",
            product=line["heading"],
            frequency="Q",
            period="2023-Q1",
            currency="RUB",
            observation_status="P",
            recorded_at=dt.datetime(2025, 1, 15, tzinfo=dt.UTC),
        ),
        "abroad": make.TradeFigureFactory(
            partner=make.RegionFactory(code="KZ", name="Kazakhstan"),
            flow="X",
            product=line["other"],
            period="2020",
        ),
    }


def traded_goods() -> dict[str, Any]:
    line = lines()
    wire = make.TradedGoodFactory(source=make.SourceFactory(key="article"))
    wire.products.add(line["heading"])
    food = make.TradedGoodFactory(
        origin=make.RegionFactory(), destination=make.RegionFactory(mordovia=True)
    )
    cotton = make.TradedGoodFactory(
        origin=make.RegionFactory(code="UZ", name="Uzbekistan"), destination=make.RegionFactory()
    )
    return {"wire": wire, "food": food, "cotton": cotton}


def exchange_rates() -> dict[str, Any]:
    bank = make.SourceFactory(key="bank", kind="release")
    return {
        "euro": make.ExchangeRateFactory(),
        "before": make.ExchangeRateFactory(year=2023),
        "rouble": make.ExchangeRateFactory(currency="BYN", units_per_usd="3.2467", source=bank),
    }


def officials() -> dict[str, Any]:
    head = make.OfficialFactory(key="head")
    make.TenureFactory(official=head, post__title="Head")
    minister = make.OfficialFactory(key="minister")
    make.TenureFactory(
        official=minister,
        post=make.PostFactory(title="Minister", region=make.RegionFactory()),
        starts_on=dt.date(2010, 1, 1),
        ends_on=dt.date(2015, 1, 1),
    )
    gone = make.OfficialFactory(
        key="gone", archived_on=dt.date(2026, 1, 1), archive_reason="entered twice"
    )
    return {"head": head, "minister": minister, "gone": gone}


def posts() -> dict[str, Any]:
    ministry = make.OrganisationFactory(key="ministry", region=make.RegionFactory())
    return {
        "head": make.PostFactory(),
        "minister": make.PostFactory(
            title="Minister", region=make.RegionFactory(), organisation=ministry, rank=5
        ),
        "gone": make.PostFactory(
            title="Chair", archived_on=dt.date(2026, 1, 1), archive_reason="abolished"
        ),
    }


def organisations() -> dict[str, Any]:
    return {
        "university": make.OrganisationFactory(),
        "ministry": make.OrganisationFactory(kind="government", region=make.RegionFactory()),
        "gone": make.OrganisationFactory(archived_on=dt.date(2026, 1, 1), archive_reason="closed"),
    }


def tenures() -> dict[str, Any]:
    return {
        "head": make.TenureFactory(
            official=make.OfficialFactory(key="head"), source=make.SourceFactory(key="article")
        ),
        "minister": make.TenureFactory(
            post=make.PostFactory(title="Minister", region=make.RegionFactory(), rank=5),
            starts_on=dt.date(2010, 1, 1),
            ends_on=dt.date(2015, 1, 1),
            ends_on_precision="year",
        ),
    }


def sectors() -> dict[str, Any]:
    sector = tree()
    sector["lifts"].products.add(lines()["heading"])
    return sector


def meetings() -> dict[str, Any]:
    official = make.OfficialFactory(key="head")
    minsk = make.MeetingFactory(
        published=True,
        place="Минск",
        kind="visit",
        date_basis="stated",
        date_as_written="20 October",
        sources=[make.SourceFactory(key="article")],
    )
    make.ParticipantFactory(
        meeting=minsk, official=official, name_as_written="Zdunov", role="member"
    )
    make.TopicFactory(meeting=minsk, sector=tree()["lifts"])
    kazakhstan = make.PartnershipFactory(region_b=make.RegionFactory(code="KZ", name="Kazakhstan"))
    almaty = make.MeetingFactory(
        published=True,
        partnerships=[kazakhstan],
        place="Almaty",
        date=dt.date(2024, 5, 1),
        state="cancelled",
        archived_on=None,
    )
    almaty.sources.clear()
    draft = make.MeetingFactory(place="Grodno", date=dt.date(2023, 1, 1))
    old = make.MeetingFactory(
        published=True, archived_on=dt.date(2026, 1, 1), archive_reason="entered twice"
    )
    return {"minsk": minsk, "almaty": almaty, "draft": draft, "old": old}


def statements() -> dict[str, Any]:
    meeting = make.MeetingFactory(key="minsk", published=True)
    official = make.OfficialFactory(key="head")
    speaker = make.ParticipantFactory(
        meeting=meeting, official=official, name_as_written="Zdunov", role="member"
    )
    return {
        "at": make.StatementFactory(
            meeting=meeting,
            participant=speaker,
            official=official,
            passage__source__key="article",
        ),
        "elsewhere": make.StatementFactory(),
    }


def proposals() -> dict[str, Any]:
    sector = tree()
    plant = make.ProposalFactory(sector=sector["lifts"])
    make.ProposalChangeFactory(proposal=plant)
    make.ProposalChangeFactory(proposal=plant, stage="agreed", effective_on=dt.date(2026, 1, 1))
    festival = make.ProposalFactory(
        sector=sector["culture"],
        partnership=make.PartnershipFactory(
            region_b=make.RegionFactory(code="KZ", name="Kazakhstan")
        ),
    )
    make.ProposalChangeFactory(proposal=festival)
    old = make.ProposalFactory(archived_on=dt.date(2026, 1, 1), archive_reason="entered twice")
    make.ProposalChangeFactory(proposal=old)
    return {"plant": plant, "festival": festival, "old": old}


def mechanisms() -> dict[str, Any]:
    sector = tree()
    return {
        "centre": make.MechanismFactory(
            sector=sector["lifts"],
            located_in=make.RegionFactory(mordovia=True),
            source=make.SourceFactory(key="article"),
        ),
        "commission": make.MechanismFactory(
            kind="commission",
            state="planned",
            partnership=make.PartnershipFactory(
                region_b=make.RegionFactory(code="KZ", name="Kazakhstan")
            ),
        ),
        "old": make.MechanismFactory(
            archived_on=dt.date(2026, 1, 1), archive_reason="entered twice"
        ),
    }


def follow_ups() -> dict[str, Any]:
    today = timezone.localdate()
    meeting = make.MeetingFactory(key="minsk", published=True)
    kazakhstan = make.PartnershipFactory(region_b=make.RegionFactory(code="KZ", name="Kazakhstan"))
    almaty = make.MeetingFactory(published=True, partnerships=[kazakhstan])
    return {
        "late": make.FollowUpFactory(
            meeting=meeting,
            official=make.OfficialFactory(key="head"),
            due_on=today - dt.timedelta(days=1),
        ),
        "soon": make.FollowUpFactory(meeting=almaty, due_on=dt.date(2099, 1, 1)),
        "done": make.FollowUpFactory(
            meeting=almaty, due_on=dt.date(2020, 1, 1), state="done", closed_on=today
        ),
    }


# For each resource: how its records are made, and which of them each query finds.
CASES: dict[str, tuple[Callable[[], dict[str, Any]], list[tuple[dict[str, Any], str]]]] = {
    "regions": (
        regions,
        [
            ({"kind": "country"}, "BY RU"),
            ({"parent": "RU"}, "MO"),
            ({"within": "RU"}, "RU MO SAR"),
            ({"within": "RU-MO"}, "MO SAR"),
            ({"alpha3": "BLR"}, "BY"),
        ],
    ),
    "products": (
        products,
        [
            ({"edition": "HS2022"}, "chapter heading"),
            ({"code": "8544", "edition": "HS2022"}, "heading"),
            ({"level": "2"}, "chapter other"),
            ({"parent": "85"}, "heading"),
            ({"under": "85"}, "chapter heading"),
            ({"under": "TOTAL"}, "total chapter heading other"),
        ],
    ),
    "sources": (
        sources,
        [
            ({}, "article release"),
            ({"kind": ["release", "document"]}, "release"),
            ({"publisher": "Belstat"}, "release"),
            ({"language": "ru"}, "release"),
            ({"url": "https://news.example/1"}, "article"),
            ({"published_from": "2025-01-01"}, "article"),
            ({"published_to": "2025-01-01"}, "release"),
            ({"region": "RU"}, ""),
            ({"region": "RU", "include_parts": "true"}, "article"),
            ({"archived": "true"}, "old"),
            ({"archived": "false"}, "article release"),
        ],
    ),
    "trade-figures": (
        trade_figures,
        [
            ({"reporter": "BY"}, "turnover abroad"),
            ({"partner": "RU"}, ""),
            ({"partner": "RU", "include_parts": "true"}, "turnover"),
            ({"partner": "RU", "include_parts": "false"}, ""),
            ({"region": "RU-MO"}, "turnover mirror"),
            ({"between": "BY,RU-MO"}, "turnover mirror"),
            ({"between": "RU-MO/BY"}, "turnover mirror"),
            ({"flow": ["M", "X"]}, "mirror abroad"),
            ({"product": "85"}, ""),
            ({"product": "85", "include_lines": "true"}, "mirror"),
            ({"product": "TOTAL"}, "turnover"),
            ({"edition": "HS2017"}, "abroad"),
            ({"level": "0"}, "turnover"),
            ({"frequency": "Q"}, "mirror"),
            ({"period": "2024"}, "turnover"),
            ({"period_from": "2023-01-01"}, "turnover mirror"),
            ({"period_to": "2023-06-30"}, "mirror abroad"),
            ({"source": "article"}, "turnover"),
            ({"observation_status": "P"}, "mirror"),
            ({"qualifier": "about"}, "turnover"),
            ({"currency": "RUB"}, "mirror"),
            ({"known_at": "2025-01-15"}, "mirror"),
        ],
    ),
    "traded-goods": (
        traded_goods,
        [
            ({"origin": "RU-MO"}, "wire"),
            ({"destination": "RU"}, ""),
            ({"destination": "RU", "include_parts": "true"}, "food"),
            ({"region": "BY"}, "wire food cotton"),
            ({"between": "BY,RU-MO"}, "wire food"),
            ({"product": "85"}, ""),
            ({"product": "85", "include_lines": "true"}, "wire"),
            ({"source": "article"}, "wire"),
        ],
    ),
    "exchange-rates": (
        exchange_rates,
        [
            ({}, "euro before rouble"),
            ({"currency": "EUR"}, "euro before"),
            ({"year": "2024"}, "euro rouble"),
            ({"source": "bank"}, "rouble"),
        ],
    ),
    "officials": (
        officials,
        [
            ({}, "head minister"),
            ({"region": "RU"}, ""),
            ({"region": "RU", "include_parts": "true"}, "head"),
            ({"post": lambda: post_number("Minister")}, "minister"),
            ({"in_post_on": "2025-10-20"}, "head"),
            ({"in_post_on": "2012-01-01"}, "minister"),
            ({"archived": "true"}, "gone"),
        ],
    ),
    "posts": (
        posts,
        [
            ({"region": "BY"}, "minister"),
            ({"region": "RU", "include_parts": "true"}, "head"),
            ({"organisation": "ministry"}, "minister"),
            ({"rank": ["5", "1"]}, "minister"),
            ({"archived": "true"}, "gone"),
        ],
    ),
    "organisations": (
        organisations,
        [
            ({"region": "BY"}, "ministry"),
            ({"region": "RU", "include_parts": "true"}, "university"),
            ({"kind": "government"}, "ministry"),
            ({"archived": "true"}, "gone"),
        ],
    ),
    "tenures": (
        tenures,
        [
            ({"on": "2025-10-20"}, "head"),
            ({"on": "2015-12-31"}, "minister"),
            ({"on": "2016-01-01"}, ""),
            ({"official": "head"}, "head"),
            ({"post": lambda: post_number("Minister")}, "minister"),
            ({"region": "BY"}, "minister"),
            ({"region": "RU", "include_parts": "true"}, "head"),
            ({"rank": "5"}, "minister"),
            ({"source": "article"}, "head"),
        ],
    ),
    "sectors": (
        sectors,
        [
            ({"parent": "industry"}, "lifts"),
            ({"under": "industry"}, "industry lifts"),
            ({"product": "8544"}, "lifts"),
            ({"product": "85"}, ""),
            ({"product": "85", "include_lines": "true"}, "lifts"),
        ],
    ),
    "meetings": (
        meetings,
        [
            ({}, "minsk almaty"),
            ({"region": "RU"}, ""),
            ({"region": "RU", "include_parts": "true"}, "minsk"),
            ({"region": "BY"}, "minsk almaty"),
            ({"partnership": "BY/RU-MO"}, "minsk"),
            ({"partnership": "RU-MO,BY"}, "minsk"),
            ({"date_from": "2025-01-01"}, "minsk"),
            ({"date_to": "2025-01-01"}, "almaty"),
            ({"state": "cancelled"}, "almaty"),
            ({"kind": "visit"}, "minsk"),
            ({"publication": "draft"}, ""),
            ({"date_basis": "stated"}, "minsk"),
            ({"official": "head"}, "minsk"),
            ({"sector": "industry"}, "minsk"),
            ({"sector": "culture"}, ""),
            ({"source": "article"}, "minsk"),
            ({"has_source": "true"}, "minsk"),
            ({"has_source": "false"}, "almaty"),
            ({"place": "minsk"}, "minsk"),
            ({"place": "МИН"}, "minsk"),
            ({"place": "алматы"}, "almaty"),
            ({"archived": "true"}, "old"),
        ],
    ),
    "statements": (
        statements,
        [
            ({}, "at elsewhere"),
            ({"meeting": "minsk"}, "at"),
            ({"official": "head"}, "at"),
            ({"partnership": "BY/RU-MO"}, "at"),
            ({"region": "RU", "include_parts": "true"}, "at"),
            ({"source": "article"}, "at"),
        ],
    ),
    "proposals": (
        proposals,
        [
            ({}, "plant festival"),
            ({"partnership": "BY/RU-MO"}, "plant"),
            ({"region": "KZ"}, "festival"),
            ({"region": "RU", "include_parts": "true"}, "plant"),
            ({"sector": "industry"}, "plant"),
            ({"stage": ["agreed", "running"]}, "plant"),
            ({"stage": "mentioned"}, "festival"),
            ({"archived": "true"}, "old"),
        ],
    ),
    "mechanisms": (
        mechanisms,
        [
            ({"partnership": "BY/RU-MO"}, "centre"),
            ({"region": "KZ"}, "commission"),
            ({"located_in": "RU", "include_parts": "true"}, "centre"),
            ({"sector": "industry"}, "centre"),
            ({"kind": "commission"}, "commission"),
            ({"state": "planned"}, "commission"),
            ({"source": "article"}, "centre"),
            ({"archived": "true"}, "old"),
        ],
    ),
    "follow-ups": (
        follow_ups,
        [
            ({"meeting": "minsk"}, "late"),
            ({"partnership": "BY/RU-MO"}, "late"),
            ({"region": "KZ"}, "soon done"),
            ({"region": "RU", "include_parts": "true"}, "late"),
            ({"official": "head"}, "late"),
            ({"state": "done"}, "done"),
            ({"overdue": "true"}, "late"),
            ({"overdue": "false"}, "soon done"),
            ({"due_from": "2099-01-01"}, "soon"),
            ({"due_to": "2020-12-31"}, "done"),
        ],
    ),
}


@pytest.mark.parametrize(
    ("name", "query", "expected"),
    [(name, query, found) for name, (_, cases) in CASES.items() for query, found in cases],
)
def test_a_filter_finds_what_it_says(
    api: APIClient, name: str, query: dict[str, Any], expected: str
) -> None:
    records = CASES[name][0]()
    field = VIEWSETS[name].lookup_field
    keys = {str(getattr(record, field)): label for label, record in records.items()}
    asked = {key: value() if callable(value) else value for key, value in query.items()}

    answer = api.get(f"/api/v1/{name}/", asked)

    assert answer.status_code == 200, answer.content
    shown = [str(row["id" if field == "pk" else field]) for row in answer.json()["results"]]
    assert sorted(keys[key] for key in shown if key in keys) == sorted(expected.split())
    assert len(shown) == len(set(shown))


# Partnerships have their own file; code lists and what is one's own have no filters.
@pytest.mark.parametrize(
    "name", sorted(set(VIEWSETS) - {"codes", "imports", "partnerships", "tokens"})
)
def test_every_declared_filter_is_tested_here(name: str) -> None:
    declared = set(VIEWSETS[name].filterset_class.base_filters)

    tested = {parameter for query, _ in CASES[name][1] for parameter in query}

    assert tested == declared


@pytest.mark.parametrize(
    ("name", "query", "reason"),
    [
        ("meetings", {"date_from": "20.10.2025"}, "Give a day as in 2025-10-20."),
        ("meetings", {"has_source": "banana"}, "Give true or false."),
        ("meetings", {"region": "XX"}, "There is no region with this code."),
        ("meetings", {"partnership": "BY"}, "Give the codes of two regions, as in BY,RU-MO."),
        ("meetings", {"partnership": "BY/XX"}, "There is no region with the code “XX”."),
        ("meetings", {"sector": "magic"}, "There is no sector with this code."),
        ("meetings", {"official": "nobody"}, "There is no official with this key."),
        ("meetings", {"source": "none"}, "There is no source with this key."),
        ("meetings", {"search": "!?"}, "Give at least one letter or digit."),
        ("meetings", {"search": "x" * 101}, "Give at most 100 characters."),
        ("tenures", {"post": "9" * 30}, "There is no post with this number."),
        ("trade-figures", {"product": "0000"}, "There is no product with this code."),
        (
            "trade-figures",
            {"period": "2024-Q9"},
            "“2024-Q9” is no period: write 2024, 2024-S1, 2024-Q1, 2024-03 or 2023-01/2023-08",
        ),
    ],
)
def test_a_value_that_cannot_be_used_is_refused_with_the_reason(
    api: APIClient, name: str, query: dict[str, str], reason: str
) -> None:
    make.RegionFactory()

    answer = api.get(f"/api/v1/{name}/", query)

    assert answer.status_code == 400
    assert answer.json()["errors"] == [{"parameter": next(iter(query)), "reason": reason}]


def test_an_unknown_choice_is_answered_with_the_choices(api: APIClient) -> None:
    answer = api.get("/api/v1/meetings/", {"state": "maybe"})

    assert answer.status_code == 400
    assert answer.json()["errors"] == [
        {
            "parameter": "state",
            "reason": "Select a valid choice. maybe is not one of the available choices.",
            "allowed": ["planned", "held", "cancelled"],
        }
    ]


@pytest.mark.parametrize(
    ("name", "words", "record"),
    [
        ("regions", "МОРДОВИЯ", lambda: make.RegionNameFactory(name="Мордовия").region),
        ("regions", "mordov", lambda: make.RegionFactory(mordovia=True)),
        ("products", "electrical", lambda: make.ProductFactory(wire=True)),
        ("sources", "belarus expand", lambda: make.SourceFactory()),
        ("traded-goods", "insulated", lambda: make.TradedGoodFactory()),
        ("officials", "здунов", lambda: make.OfficialFactory()),
        ("officials", "ZDUNOV artem", lambda: make.OfficialFactory()),
        ("posts", "head mordovia", lambda: make.PostFactory()),
        ("organisations", "university", lambda: make.OrganisationFactory()),
        ("sectors", "lift", lambda: make.SectorFactory()),
        ("meetings", "минск", lambda: make.MeetingFactory(published=True)),
        ("meetings", "Minsk Zdunov", lambda: make.MeetingFactory(published=True)),
        ("statements", "каранкевич", lambda: make.StatementFactory()),
        ("proposals", "lift plant", lambda: make.ProposalChangeFactory().proposal),
        ("mechanisms", "centre", lambda: make.MechanismFactory()),
        (
            "follow-ups",
            "joint projects",
            lambda: make.FollowUpFactory(meeting=make.MeetingFactory(published=True)),
        ),
    ],
)
def test_search_finds_words_in_either_script_and_any_case(
    api: APIClient, name: str, words: str, record: Callable[[], Any]
) -> None:
    made = record()
    field = VIEWSETS[name].lookup_field

    found = api.get(f"/api/v1/{name}/", {"search": words}).json()["results"]
    nothing = api.get(f"/api/v1/{name}/", {"search": "zzqzz"}).json()["results"]

    assert [str(row["id" if field == "pk" else field]) for row in found] == [
        str(getattr(made, field))
    ]
    assert nothing == []
