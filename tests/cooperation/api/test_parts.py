"""A partnership of two countries together with those of their parts."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from cooperation.models import Partnership
from tests import factories as make

pytestmark = pytest.mark.django_db

ONE = "/api/v1/partnerships/BY/RU/"


def partnership(one: Any, other: Any, **fields: Any) -> Partnership:
    first, second = sorted([one, other], key=lambda region: region.code)
    return make.PartnershipFactory(region_a=first, region_b=second, **fields)


@pytest.fixture
def countries(db: None) -> Partnership:
    """Belarus with Russia, with Mordovia; Minsk with Mordovia; and Kazakhstan with Mordovia."""
    belarus, russia = make.RegionFactory(), make.RegionFactory(russia=True)
    mordovia = make.RegionFactory(mordovia=True)
    minsk = make.RegionFactory(code="BY-HM", name="Minsk", kind="subdivision", parent=belarus)
    partnership(make.RegionFactory(code="KZ", name="Kazakhstan"), mordovia)
    whole = partnership(belarus, russia)
    parts = [partnership(belarus, mordovia), partnership(minsk, mordovia)]
    make.MeetingFactory(published=True, partnerships=[whole, *parts], date=dt.date(2025, 3, 1))
    make.MeetingFactory(published=True, partnerships=[parts[0]], date=dt.date(2025, 4, 1))
    make.MeetingFactory(partnerships=[parts[0]], date=dt.date(2025, 5, 1))
    make.MechanismFactory(partnership=parts[1], starts_on=dt.date(2024, 9, 2))
    make.ProposalChangeFactory(proposal__partnership=parts[0], effective_on=dt.date(2025, 4, 1))
    make.TradeFigureFactory(partner=mordovia)
    return whole


def told(api: APIClient, query: str = "") -> dict[str, Any]:
    answer = api.get(f"{ONE}?include=parts{query}")
    assert answer.status_code == 200, answer.content
    shown: dict[str, Any] = answer.json()
    return shown


def pairs(parts: dict[str, Any]) -> list[str]:
    return [f"{row['region_a']['code']}/{row['region_b']['code']}" for row in parts["partnerships"]]


@pytest.mark.usefixtures("countries")
class TestParts:
    def test_says_which_partnerships_of_parts_there_are(self, api: APIClient) -> None:
        parts = told(api)["parts"]

        assert pairs(parts) == ["BY/RU-MO", "BY-HM/RU-MO"]
        assert (
            parts["partnerships"][0].items()
            <= api.get("/api/v1/partnerships/BY/RU-MO/").json().items()
        )

    def test_counts_them_together_each_meeting_once(self, api: APIClient) -> None:
        assert told(api, "&as_of=2025-12-31")["parts"]["together"] == {
            "partnerships": 3,
            "meetings": 2,
            "open_proposals": 1,
            "stalled_proposals": 0,
            "operating_mechanisms": 1,
        }

    def test_the_partnership_itself_says_what_its_own_facts_say(self, api: APIClient) -> None:
        with_parts = told(api)

        assert (with_parts["meetings"], with_parts["latest_turnover"]) == (1, None)
        assert {**api.get(ONE).json(), "parts": with_parts["parts"]} == with_parts

    def test_holds_for_the_day_asked_about(self, api: APIClient) -> None:
        assert told(api, "&as_of=2025-03-31")["parts"]["together"]["meetings"] == 1

    def test_drafts_count_for_those_who_may_see_them(self, api: APIClient, analyst: Any) -> None:
        api.force_authenticate(analyst)

        assert told(api)["parts"]["together"]["meetings"] == 3

    def test_archived_ones_are_left_out(self, api: APIClient) -> None:
        Partnership.objects.filter(region_a="BY-HM").update(
            archived_on=dt.date(2025, 1, 1), archive_reason="Recorded twice"
        )

        assert pairs(told(api)["parts"]) == ["BY/RU-MO"]

    def test_queries_do_not_grow(self, api: APIClient) -> None:
        told(api)
        with CaptureQueriesContext(connection) as before:
            told(api)
        russia = make.RegionFactory(russia=True)
        for code in ("RU-TA", "RU-BA"):
            part = make.RegionFactory(code=code, name=code, kind="subdivision", parent=russia)
            partnership(make.RegionFactory(), part)
        told(api)

        with CaptureQueriesContext(connection) as after:
            told(api)

        assert len(after) == len(before) <= 9

    @pytest.mark.parametrize(
        ("query", "parameter"),
        [("include=trade", "include"), ("include=parts&known_at=2025-01-01", "known_at")],
    )
    def test_refuses_what_it_cannot_tell(self, api: APIClient, query: str, parameter: str) -> None:
        Partnership.history.update(history_date=dt.datetime(2020, 1, 1, tzinfo=dt.UTC))

        answer = api.get(f"{ONE}?{query}")

        assert answer.status_code == 400
        assert answer.json()["errors"][0]["parameter"] == parameter
