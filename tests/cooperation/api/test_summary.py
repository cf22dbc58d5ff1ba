"""Counts of partnerships: each number agrees with its list."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from rest_framework.test import APIClient

from cooperation.models import Partnership
from tests import factories as make

pytestmark = pytest.mark.django_db

SUMMARY = "/api/v1/summary/"
RECENTLY = timezone.localdate() - dt.timedelta(days=20)
KINDS = ("by_stage", "by_declared_stage", "by_sector", "by_region")


def partnership(code: str, parent: str = "", **fields: Any) -> Partnership:
    above = make.RegionFactory(code=parent, name=parent) if parent else None
    region = make.RegionFactory(
        code=code, name=code, kind="subdivision" if parent else "country", parent=above
    )
    return make.PartnershipFactory(region_a=make.RegionFactory(), region_b=region, **fields)


@pytest.fixture
def several(db: None) -> None:
    group = make.SectorFactory(code="industry", name="Industry")
    lifts = make.SectorFactory(code="lifts", name="Lifts", parent=group)
    partnership("KZ", declared_stage="active", declared_on=dt.date(2025, 1, 1))
    mordovia, pskov, russia = (
        partnership("RU-MO", "RU"),
        partnership("RU-PSK", "RU"),
        partnership("RU"),
    )
    make.MechanismFactory(partnership=mordovia, sector=lifts, starts_on=RECENTLY)
    make.ProposalChangeFactory(
        proposal__partnership=pskov, proposal__sector=group, effective_on=RECENTLY
    )
    draft = make.MeetingFactory(partnerships=[russia])
    make.ProposalChangeFactory(
        proposal__partnership=russia, proposal__sector=lifts, meeting=draft, effective_on=draft.date
    )
    partnership("UZ", archived_on=dt.date(2025, 1, 1), archive_reason="Recorded twice")


def counts(summary: dict[str, Any], kind: str) -> dict[str, int]:
    return {one["code"]: one["count"] for one in summary[kind]}


@pytest.mark.usefixtures("several")
class TestCounts:
    def test_by_every_kind(self, api: APIClient) -> None:
        summary = api.get(SUMMARY).json()

        assert summary["count"] == 4
        assert counts(summary, "by_stage") == {"none": 2, "negotiating": 1, "active": 1}
        assert counts(summary, "by_declared_stage") == {"active": 1}
        assert counts(summary, "by_sector") == {"industry": 2, "lifts": 1}
        assert counts(summary, "by_region") == {
            "BY": 4,
            "KZ": 1,
            "RU": 1,
            "RU-MO": 1,
            "RU-PSK": 1,
        }

    def test_drafts_count_for_those_who_may_see_them(self, api: APIClient, analyst: Any) -> None:
        api.force_authenticate(analyst)

        summary = api.get(SUMMARY).json()

        assert counts(summary, "by_sector") == {"industry": 3, "lifts": 2}

    @pytest.mark.parametrize(
        "query",
        [
            "",
            "?as_of=2025-12-31",
            "?stage=active&stage=none",
            f"?stage=active&as_of={RECENTLY}",
            "?region=BY",
            "?region=RU",
            "?region=RU&include_parts=true",
            "?region=RU&include_parts=false",
            "?sector=industry",
            "?sector=lifts&stage=active",
            "?declared_stage=active",
            "?search=RU",
            "?archived=true",
        ],
    )
    def test_each_number_is_that_of_its_list(
        self, api: APIClient, analyst: Any, query: str
    ) -> None:
        for reader in (None, analyst):
            api.force_authenticate(reader)
            summary = api.get(SUMMARY + query).json()

            numbers = [summary, *(one for kind in KINDS for one in summary[kind])]

            for number in numbers:
                assert api.get(number["url"]).json()["count"] == number["count"], number["url"]
            assert len(numbers) > 2

    def test_queries_do_not_grow(self, api: APIClient) -> None:
        api.get(SUMMARY)
        with CaptureQueriesContext(connection) as before:
            api.get(SUMMARY)
        for code in ("KG", "TJ", "TM"):
            partnership(code)
        api.get(SUMMARY)

        with CaptureQueriesContext(connection) as after:
            api.get(SUMMARY)

        assert len(after) == len(before) <= 10

    @pytest.mark.parametrize("parameter", ["ordering", "page", "stages"])
    def test_takes_the_filters_of_the_list_only(self, api: APIClient, parameter: str) -> None:
        answer = api.get(SUMMARY, {parameter: "1"})

        assert answer.status_code == 400
        assert answer.json()["errors"][0]["parameter"] == parameter
