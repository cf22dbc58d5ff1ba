"""What reaches the rules from the database, for whom, in how many queries."""

import datetime as dt
from decimal import Decimal

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cooperation.models import Participant, Partnership, Post
from cooperation.status import overview_of, status_of
from tests.factories import (
    FollowUpFactory,
    MechanismFactory,
    MeetingFactory,
    OfficialFactory,
    ParticipantFactory,
    PartnershipFactory,
    PassageFactory,
    PostFactory,
    ProductFactory,
    ProposalChangeFactory,
    ProposalFactory,
    RegionFactory,
    SourceFactory,
    TenureFactory,
    TradedGoodFactory,
    TradeFigureFactory,
)

pytestmark = pytest.mark.django_db
AS_OF = dt.date(2025, 12, 31)
NOBODY = AnonymousUser()


def recorded(partner: str = "RU-MO") -> Partnership:
    """A partnership of Belarus with one of everything."""
    if partner == "RU-MO":
        region = RegionFactory(mordovia=True)
    else:
        region = RegionFactory(code=partner, name=partner)
    belarus = RegionFactory()
    partnership = PartnershipFactory(region_a=belarus, region_b=region)
    meeting = MeetingFactory(published=True, partnerships=[partnership])
    ProposalChangeFactory(proposal__partnership=partnership, meeting=meeting)
    figure = TradeFigureFactory(reporter=belarus, partner=region)
    figure.passages.add(PassageFactory())
    TradedGoodFactory(origin=region, destination=belarus, figure=figure)
    MechanismFactory(partnership=partnership, starts_on=dt.date(2024, 9, 2))
    TenureFactory(post=PostFactory(title=f"Head of {region}", region=region))
    FollowUpFactory(meeting=meeting, due_on=dt.date(2025, 12, 1))
    return partnership


def test_one_of_everything_reaches_the_status():
    status = status_of(recorded(), as_of=AS_OF, user=NOBODY)

    assert status.stage.stage == "active"
    assert status.meetings.total == 1
    (year,) = status.trade.years
    assert year.turnover.value == Decimal(130_000_000)
    assert year.turnover.rests_on[0].words == ("about $130 million",)
    assert year.turnover.rests_on[0].sources[0].publisher == "Example News"
    assert [len(direction.goods) for direction in status.goods] == [0, 1]
    assert len(status.proposals.items) == 1
    assert [line.state for line in status.mechanisms] == ["operating"]
    assert [len(side.tenures) for side in status.officials] == [0, 1]
    assert len(status.follow_ups.overdue) == 1


def test_an_official_without_a_start_is_in_post_from_the_first_meeting_a_reader_may_see():
    tenure = TenureFactory(starts_on=None)
    held = {"official": tenure.official, "tenure": tenure}
    published = MeetingFactory(published=True, date=dt.date(2023, 10, 19))
    Participant.objects.filter(meeting=published, side="RU-MO").update(**held)
    ParticipantFactory(meeting=MeetingFactory(date=dt.date(2011, 8, 4)), **held)
    partnership = published.partnerships.get()

    def in_post(year: int) -> int:
        status = status_of(partnership, as_of=dt.date(year, 12, 31), user=NOBODY)
        return sum(len(side.tenures) for side in status.officials)

    assert (in_post(2011), in_post(2022), in_post(2023)) == (0, 0, 1)


def test_lines_of_the_product_tree_are_no_trade_of_all_goods():
    partnership = recorded()
    TradeFigureFactory(product=ProductFactory(wire=True), period="2023")

    status = status_of(partnership, as_of=AS_OF, user=NOBODY)

    assert [year.year for year in status.trade.years] == [2024]


def test_the_trade_of_others_stays_out():
    partnership = recorded()
    RegionFactory(russia=True)
    TradeFigureFactory(partner_id="RU", period="2023")
    TradedGoodFactory(origin_id="RU")

    status = status_of(partnership, as_of=AS_OF, user=NOBODY)

    assert [year.year for year in status.trade.years] == [2024]
    assert [len(direction.goods) for direction in status.goods] == [0, 1]


def test_drafts_count_only_for_those_who_may_see_them(viewer, analyst):
    partnership = PartnershipFactory()
    draft = MeetingFactory(partnerships=[partnership])
    ProposalChangeFactory(proposal__partnership=partnership, meeting=draft)
    FollowUpFactory(meeting=draft)

    seen = {
        name: status_of(partnership, as_of=AS_OF, user=user)
        for name, user in {"nobody": NOBODY, "viewer": viewer, "analyst": analyst}.items()
    }

    for name, stage, count in (
        ("nobody", "none", 0),
        ("viewer", "none", 0),
        ("analyst", "negotiating", 1),
    ):
        status = seen[name]
        assert status.stage.stage == stage
        assert status.meetings.total == count
        assert len(status.proposals.items) == len(status.follow_ups.open) == count


def test_a_draft_step_leaves_the_published_stage(viewer, analyst):
    partnership = PartnershipFactory()
    proposal = ProposalFactory(partnership=partnership)
    ProposalChangeFactory(proposal=proposal)
    draft = MeetingFactory(partnerships=[partnership])
    ProposalChangeFactory(
        proposal=proposal, stage="agreed", effective_on=dt.date(2025, 10, 21), meeting=draft
    )

    stages = [
        overview_of([partnership], as_of=AS_OF, user=user)[0].stage.stage
        for user in (viewer, analyst)
    ]

    assert stages == ["negotiating", "agreed"]


def test_archived_records_are_left_out_from_their_day():
    partnership = PartnershipFactory()
    archived = {"archived_on": dt.date(2025, 12, 1), "archive_reason": "Recorded twice"}
    MechanismFactory(partnership=partnership, starts_on=dt.date(2024, 9, 2), **archived)
    TradeFigureFactory(source=SourceFactory(**archived))
    TenureFactory(official=OfficialFactory(**archived))
    post = PostFactory(title="Former post", rank=Post.Rank.OFFICER, **archived)
    TenureFactory(post=post)

    def found(as_of):
        status = status_of(partnership, as_of=as_of, user=NOBODY)
        in_post = sum(len(side.tenures) for side in status.officials)
        return len(status.mechanisms), len(status.trade.years), in_post

    assert found(dt.date(2025, 11, 30)) == (1, 1, 2)
    assert found(dt.date(2025, 12, 1)) == (0, 0, 0)


def test_a_meeting_of_two_partnerships_counts_in_both():
    mordovia = PartnershipFactory()
    region = RegionFactory(code="KZ", name="Kazakhstan")
    kazakhstan = PartnershipFactory(region_b=region)
    meeting = MeetingFactory(published=True, partnerships=[mordovia, kazakhstan])
    FollowUpFactory(meeting=meeting)

    for partnership in (mordovia, kazakhstan):
        status = status_of(partnership, as_of=AS_OF, user=NOBODY)
        assert status.meetings.total == len(status.follow_ups.open) == 1


@pytest.mark.parametrize("reader", ["nobody", "analyst"])
def test_queries_do_not_grow_with_partnerships(reader, request):
    user = NOBODY if reader == "nobody" else request.getfixturevalue(reader)
    partnerships = [recorded(code) for code in ("RU-MO", "KZ", "UZ", "TJ", "KG")]
    user.has_perm("cooperation.view_draft")

    with CaptureQueriesContext(connection) as for_one:
        overview_of(partnerships[:1], as_of=AS_OF, user=user)
    with CaptureQueriesContext(connection) as for_five:
        rows = overview_of(partnerships, as_of=AS_OF, user=user)

    assert len(rows) == 5
    assert {row.stage.stage for row in rows} == {"active"}
    assert len(for_one) == len(for_five) <= 7


def test_queries_do_not_grow_with_records():
    one, five = recorded("RU-MO"), recorded("KZ")
    for _ in range(4):
        recorded("KZ")

    with CaptureQueriesContext(connection) as for_one:
        status_of(one, as_of=AS_OF, user=NOBODY)
    with CaptureQueriesContext(connection) as for_five:
        status = status_of(five, as_of=AS_OF, user=NOBODY)

    assert status.meetings.total == 5
    assert len(for_one) == len(for_five) <= 25


def test_no_partnerships_are_no_rows():
    assert overview_of([], as_of=AS_OF, user=NOBODY) == []
