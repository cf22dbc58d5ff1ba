"""Where all partnerships stand: ordered by what is computed, in pages and as a file."""

import csv
import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from cooperation.models import OverviewSnapshot, Partnership
from cooperation.status import snapshots
from tests import factories as make

pytestmark = pytest.mark.django_db

LIST = "/api/v1/partnerships/"
OVERVIEW = "/api/v1/partnerships/status/"
RECENTLY = timezone.localdate() - dt.timedelta(days=20)
ANOTHER_DAY = (timezone.localdate() - dt.timedelta(days=5)).isoformat()


def partner(code: str) -> Partnership:
    return make.PartnershipFactory(region_b=make.RegionFactory(code=code, name=f"Region {code}"))


@pytest.fixture
def three(db: None) -> None:
    """Kazakhstan: met long ago, little trade in euro. Tajikistan: nothing. Uzbekistan: all new."""
    kazakhstan, uzbekistan = partner("KZ"), partner("UZ")
    partner("TJ")
    make.MeetingFactory(published=True, partnerships=[kazakhstan], date=dt.date(2021, 1, 1))
    make.MeetingFactory(published=True, partnerships=[uzbekistan], date=RECENTLY)
    make.MechanismFactory(partnership=uzbekistan, starts_on=RECENTLY)
    make.ProposalChangeFactory(proposal__partnership=kazakhstan, effective_on=dt.date(2021, 1, 1))
    make.TradeFigureFactory(
        partner=kazakhstan.region_b, period="2022", value=Decimal(100), currency="EUR"
    )
    make.TradeFigureFactory(partner=uzbekistan.region_b, value=Decimal(150), currency="USD")


def codes(answer: Any) -> list[str]:
    assert answer.status_code == 200, answer.content
    return [row["region_b"]["code"] for row in answer.json()["results"]]


@pytest.mark.usefixtures("three")
class TestOrdering:
    @pytest.mark.parametrize("day", ["", f"&as_of={ANOTHER_DAY}"], ids=["today", "another day"])
    @pytest.mark.parametrize(
        ("ordering", "expected"),
        [
            ("stage", ["TJ", "UZ", "KZ"]),  # none, active, dormant
            ("-last_meeting", ["UZ", "KZ", "TJ"]),
            ("last_meeting", ["KZ", "UZ", "TJ"]),
            ("-meetings,region_b", ["KZ", "UZ", "TJ"]),
            ("-open_proposals,region_b", ["KZ", "TJ", "UZ"]),
            ("-stalled_proposals,-region_b", ["KZ", "UZ", "TJ"]),
            ("operating_mechanisms,-region_b", ["TJ", "KZ", "UZ"]),
            ("next_meeting,region_b", ["KZ", "TJ", "UZ"]),
            ("-latest_turnover,region_b", ["UZ", "KZ", "TJ"]),
        ],
    )
    def test_by_what_is_computed(
        self, api: APIClient, ordering: str, expected: list[str], day: str
    ) -> None:
        assert codes(api.get(f"{OVERVIEW}?ordering={ordering}{day}")) == expected
        assert codes(api.get(f"{LIST}?ordering={ordering}{day}")) == expected

    @pytest.mark.parametrize("day", ["", f"&as_of={ANOTHER_DAY}"], ids=["today", "another day"])
    def test_turnovers_are_compared_in_dollars(self, api: APIClient, day: str) -> None:
        make.ExchangeRateFactory(currency="EUR", year=2022, units_per_usd=Decimal("0.5"))

        # 100 euro were 200 dollars.
        assert codes(api.get(f"{OVERVIEW}?ordering=-latest_turnover{day}")) == ["KZ", "UZ", "TJ"]

    def test_a_stage_and_an_order_together(self, api: APIClient) -> None:
        answer = api.get(f"{OVERVIEW}?stage=none&stage=active&ordering=-last_meeting&page_size=1")

        assert codes(answer) == ["UZ"]
        assert answer.json()["count"] == 2

    def test_what_cannot_be_kept_is_computed_each_time(
        self, api: APIClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(snapshots, "tried_to_keep", lambda keep: False)
        monkeypatch.setattr("cooperation.status.overviews.tried_to_keep", lambda keep: False)

        assert codes(api.get(f"{OVERVIEW}?ordering=-last_meeting")) == ["UZ", "KZ", "TJ"]
        assert codes(api.get(f"{OVERVIEW}?stage=active")) == ["UZ"]
        assert not OverviewSnapshot.objects.exists()


@pytest.mark.usefixtures("three")
class TestFile:
    def rows(self, api: APIClient, query: str = "", **headers: str) -> list[dict[str, str]]:
        answer: Any = api.get(f"{OVERVIEW}{query}", headers=headers)
        assert answer.status_code == 200
        assert answer["Content-Type"] == "text/csv; charset=utf-8"
        return list(csv.DictReader(answer.getvalue().decode().splitlines()))

    def test_has_a_line_for_each_partnership_whatever_the_page(self, api: APIClient) -> None:
        lines = self.rows(api, "?format=csv&ordering=-last_meeting&page_size=1")

        assert [line["region_b"] for line in lines] == ["UZ", "KZ", "TJ"]
        assert lines[0]["stage"] == "active"
        assert (lines[0]["last_meeting"], lines[0]["meetings"]) == (RECENTLY.isoformat(), "1")
        assert (lines[1]["turnover_value"], lines[1]["turnover_currency"]) == ("100.00", "EUR")
        assert lines[2]["turnover_value"] == lines[2]["last_meeting"] == ""

    def test_takes_every_filter_and_a_day(self, api: APIClient) -> None:
        lines = self.rows(api, f"?format=csv&stage=active&region=UZ&as_of={ANOTHER_DAY}")

        assert [line["as_of"] for line in lines] == [ANOTHER_DAY]

    def test_is_asked_for_by_the_accept_header_too(self, api: APIClient) -> None:
        assert len(self.rows(api, accept="text/csv")) == 3

    def test_no_cell_is_run_as_a_formula(self, api: APIClient) -> None:
        make.RegionFactory._meta.model.objects.filter(code="KZ").update(name="=cmd()")

        lines = self.rows(api, "?format=csv")

        assert lines[0]["region_b_name"] == "'=cmd()"

    def test_another_format_is_refused(self, api: APIClient) -> None:
        answer = api.get(f"{OVERVIEW}?format=xml")

        assert answer.status_code == 400
        assert answer.json()["errors"][0]["allowed"] == ["json", "csv"]


@pytest.mark.usefixtures("three")
def test_the_overview_is_the_list(api: APIClient) -> None:
    assert api.get(OVERVIEW).json()["results"] == api.get(LIST).json()["results"]


@pytest.mark.usefixtures("three")
def test_some_fields_of_the_overview(api: APIClient) -> None:
    rows = api.get(f"{OVERVIEW}?fields=stage.stage,meetings").json()["results"]

    assert rows[0] == {"stage": {"stage": "dormant"}, "meetings": 1}


@pytest.mark.usefixtures("three")
def test_the_overview_can_be_indented(api: APIClient) -> None:
    answer = api.get(OVERVIEW, headers={"accept": "application/json; indent=2"})

    assert answer.json()["results"] == api.get(OVERVIEW).json()["results"]
