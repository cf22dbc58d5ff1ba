"""Every filter of a table leaves the rows it says, and nothing else."""

import datetime as dt
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from rest_framework.test import APIClient

from cooperation.api.tables import VIEWS
from tests import factories as make
from trade.models import Region

pytestmark = pytest.mark.django_db
FILTERS = {view.name: set(view.filterset_class.base_filters) for view in VIEWS}


def partner(code: str = "RU") -> Region:
    return make.RegionFactory(code=code, name=code)


def partnerships() -> None:
    with_russia = make.PartnershipFactory(region_b=make.RegionFactory(russia=True))
    make.PartnershipFactory(declared_stage="active", declared_on=dt.date(2025, 1, 1))
    make.PartnershipFactory(region_a=partner("AM"), region_b=partner("KZ"))
    make.MeetingFactory(published=True, partnerships=[with_russia])
    make.MechanismFactory(partnership=with_russia, sector=make.SectorFactory())


def trade() -> None:
    make.TradeFigureFactory(source=make.SourceFactory(key="article"), qualifier="about")
    make.TradeFigureFactory(
        reporter=make.RegionFactory(mordovia=True),
        partner=make.RegionFactory(),
        flow="M",
        product=make.ProductFactory(wire=True),
        frequency="Q",
        period="2023-Q1",
        currency="RUB",
        observation_status="P",
    )


def meetings() -> None:
    first = make.MeetingFactory(published=True, key="first", sources=[article()])
    make.ParticipantFactory(
        meeting=first, role="member", name_as_written="X", official=make.OfficialFactory(key="x")
    )
    make.TopicFactory(meeting=first)
    make.MeetingFactory(
        published=True,
        key="second",
        partnerships=[make.PartnershipFactory(region_b=make.RegionFactory(russia=True))],
        date=dt.date(2020, 1, 1),
        date_basis="inferred",
        kind="visit",
        state="cancelled",
        place="Moscow",
    )
    make.MeetingFactory(published=True, key="third", date=dt.date(2010, 1, 1)).sources.clear()


def article() -> Any:
    return make.SourceFactory(key="article")


def participants() -> None:
    make.ParticipantFactory(
        meeting=make.MeetingFactory(key="m", partnerships=[make.PartnershipFactory()]),
        name_as_written="draft",
    )
    meetings()


def proposals() -> None:
    make.ProposalChangeFactory(stage="agreed")
    make.ProposalChangeFactory(
        proposal__partnership=make.PartnershipFactory(region_b=make.RegionFactory(russia=True)),
        proposal__sector=make.SectorFactory(code="culture"),
    )


def mechanisms() -> None:
    make.MechanismFactory(source=article(), located_in=make.RegionFactory(mordovia=True))
    make.MechanismFactory(
        partnership=make.PartnershipFactory(region_b=make.RegionFactory(russia=True)),
        kind="commission",
        state="closed",
        sector=make.SectorFactory(),
    )


def statements() -> None:
    first = make.MeetingFactory(published=True, key="first")
    who = make.ParticipantFactory(
        meeting=first, role="member", name_as_written="X", official=make.OfficialFactory(key="x")
    )
    passage = make.PassageFactory(source__key="article")
    make.StatementFactory(meeting=first, participant=who, official=who.official, passage=passage)
    make.StatementFactory()


def evidence() -> None:
    make.MechanismFactory(source=article())
    make.TenureFactory(source=make.SourceFactory(kind="document", published_on=dt.date(2019, 1, 1)))


FACTS: dict[str, Callable[[], None]] = {
    "partnerships": partnerships,
    "trade": trade,
    "meetings": meetings,
    "participants": participants,
    "proposals": proposals,
    "mechanisms": mechanisms,
    "statements": statements,
    "evidence": evidence,
}
# Table, what is asked, and a column with what stands in it of the rows that are left.
CASES = [
    ("partnerships", "region=RU", "region_b_code", ["RU"]),
    ("partnerships", "region=RU&include_parts=true", "region_b_code", ["RU", "RU-MO"]),
    ("partnerships", "stage=active", "region_b_code", ["RU"]),
    ("partnerships", "stage=contact", "region_b_code", []),
    ("partnerships", "declared_stage=active", "region_b_code", ["RU-MO"]),
    ("partnerships", "sector=lifts", "region_b_code", ["RU"]),
    ("trade", "reporter=BY", "flow", ["TURNOVER"]),
    ("trade", "partner=BY", "flow", ["M"]),
    ("trade", "region=RU-MO", "flow", ["TURNOVER", "M"]),
    ("trade", "reporter=RU&include_parts=true", "flow", ["M"]),
    ("trade", "between=RU-MO,BY&flow=M", "flow", ["M"]),
    ("trade", "flow=M&flow=X", "flow", ["M"]),
    ("trade", "product=TOTAL", "flow", ["TURNOVER"]),
    ("trade", "product=TOTAL&include_lines=true", "flow", ["TURNOVER", "M"]),
    ("trade", "edition=HS2022", "flow", ["M"]),
    ("trade", "level=2", "flow", ["M"]),
    ("trade", "frequency=Q", "flow", ["M"]),
    ("trade", "period=2023-Q1", "flow", ["M"]),
    ("trade", "period_from=2024-01-01", "flow", ["TURNOVER"]),
    ("trade", "period_to=2023-12-31", "flow", ["M"]),
    ("trade", "source=article", "flow", ["TURNOVER"]),
    ("trade", "observation_status=P", "flow", ["M"]),
    ("trade", "qualifier=about", "flow", ["TURNOVER"]),
    ("trade", "currency=RUB", "flow", ["M"]),
    ("meetings", "region=RU", "meeting_key", ["second"]),
    ("meetings", "region=RU&include_parts=true&date_from=2020-01-01", "meeting_key", [
        "second", "first",
    ]),
    ("meetings", "partnership=RU/BY", "meeting_key", ["second"]),
    ("meetings", "date_from=2021-01-01", "meeting_key", ["first"]),
    ("meetings", "date_to=2019-01-01", "meeting_key", ["third"]),
    ("meetings", "state=cancelled", "meeting_key", ["second"]),
    ("meetings", "kind=visit", "meeting_key", ["second"]),
    ("meetings", "date_basis=inferred", "meeting_key", ["second"]),
    ("meetings", "official=x", "meeting_key", ["first"]),
    ("meetings", "sector=lifts", "meeting_key", ["first"]),
    ("meetings", "source=article", "meeting_key", ["first"]),
    ("meetings", "has_source=false", "meeting_key", ["third"]),
    ("meetings", "place=mosc", "meeting_key", ["second"]),
    ("participants", "meeting=second", "side_code", ["BY", "RU"]),
    ("participants", "partnership=BY/RU", "side_code", ["BY", "RU"]),
    ("participants", "region=RU", "side_code", ["RU"]),
    ("participants", "region=RU&include_parts=true&role=head", "side_code", [
        "RU-MO", "RU", "RU-MO",
    ]),
    ("participants", "official=x", "name_as_written", ["X"]),
    ("participants", "role=member", "name_as_written", ["X"]),
    ("participants", "date_from=2021-01-01&role=member", "name_as_written", ["X"]),
    ("participants", "date_to=2015-01-01", "side_code", ["BY", "RU-MO"]),
    ("proposals", "partnership=BY/RU", "sector_code", ["culture"]),
    ("proposals", "region=RU", "sector_code", ["culture"]),
    ("proposals", "region=RU&include_parts=true", "sector_code", ["lifts", "culture"]),
    ("proposals", "sector=lifts", "sector_code", ["lifts"]),
    ("proposals", "stage=agreed", "sector_code", ["lifts"]),
    ("mechanisms", "partnership=BY/RU", "kind", ["commission"]),
    ("mechanisms", "region=RU", "kind", ["commission"]),
    ("mechanisms", "located_in=RU&include_parts=true", "kind", ["training"]),
    ("mechanisms", "sector=lifts", "kind", ["commission"]),
    ("mechanisms", "kind=training", "kind", ["training"]),
    ("mechanisms", "state=closed", "kind", ["commission"]),
    ("mechanisms", "source=article", "kind", ["training"]),
    ("statements", "meeting=first", "source_key", ["article"]),
    ("statements", "official=x", "source_key", ["article"]),
    ("statements", "partnership=BY/RU-MO", "source_key", ["article"]),
    ("statements", "region=RU&include_parts=true", "source_key", ["article"]),
    ("statements", "source=article", "source_key", ["article"]),
    ("evidence", "type=mechanism&type=topic", "fact_type", ["mechanism"]),
    ("evidence", "source=article", "fact_type", ["mechanism"]),
    ("evidence", "source_kind=document", "fact_type", ["tenure"]),
    ("evidence", "published_from=2025-01-01", "fact_type", ["mechanism"]),
    ("evidence", "published_to=2020-01-01", "fact_type", ["tenure"]),
]  # fmt: skip


@pytest.mark.parametrize("name", FILTERS)
def test_every_filter_is_tried(name: str) -> None:
    tried = {
        part.partition("=")[0]
        for table, asked, _column, _left in CASES
        if table == name
        for part in asked.split("&")
    }

    assert tried == FILTERS[name]


@pytest.mark.parametrize(("name", "asked", "column", "left"), CASES)
def test_a_filter_leaves_what_it_says(
    api: APIClient, name: str, asked: str, column: str, left: list[str]
) -> None:
    FACTS[name]()

    rows = json.loads(api.get(f"/api/v1/tables/{name}/?page_size=all&{asked}").getvalue())

    assert [row[column] for row in rows] == left


def test_no_filter_finds_by_a_draft(api: APIClient, editor: User) -> None:
    make.MechanismFactory(sector=make.SectorFactory(code="culture"))
    make.ProposalChangeFactory(meeting=make.MeetingFactory(key="draft"))
    api.force_authenticate(editor)

    by_sector = api.get("/api/v1/tables/partnerships/?sector=lifts").json()
    by_meeting = api.get("/api/v1/tables/statements/?meeting=draft")

    assert by_sector == []
    assert by_meeting.status_code == 400
