"""Partnerships through the API: the list, one, and its status."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cooperation.models import Mechanism, Partnership
from cooperation.revisions import raise_revisions
from tests.factories import (
    FollowUpFactory,
    MechanismFactory,
    MeetingFactory,
    PartnershipFactory,
    PassageFactory,
    PostFactory,
    ProposalChangeFactory,
    RegionFactory,
    SectorFactory,
    TenureFactory,
    TradedGoodFactory,
    TradeFigureFactory,
)

pytestmark = pytest.mark.django_db

LIST = "/api/v1/partnerships/"
ONE = "/api/v1/partnerships/BY/RU-MO/"
STATUS = f"{ONE}status/"
OTHERS = ("KZ", "UZ", "TJ", "KG")


def with_partner(code="RU-MO", **fields):
    """The partnership of Belarus and another region."""
    partner = (
        RegionFactory(mordovia=True)
        if code == "RU-MO"
        else RegionFactory(code=code, name=f"Region {code}")
    )
    return PartnershipFactory(region_b=partner, **fields)


def fill(partnership, day=dt.date(2025, 10, 20)):
    """One of everything, from a meeting on a day."""
    meeting = MeetingFactory(published=True, partnerships=[partnership], date=day)
    ProposalChangeFactory(proposal__partnership=partnership, meeting=meeting, effective_on=day)
    figure = TradeFigureFactory(
        reporter=partnership.region_a,
        partner=partnership.region_b,
        qualifier="about",
        amount_as_written="about $130 million",
    )
    figure.passages.add(PassageFactory())
    TradedGoodFactory(origin=partnership.region_b, destination=partnership.region_a)
    MechanismFactory(partnership=partnership, starts_on=dt.date(2024, 9, 2))
    TenureFactory(
        post=PostFactory(title=f"Head of {partnership.region_b}", region=partnership.region_b)
    )
    FollowUpFactory(meeting=meeting, due_on=dt.date(2025, 12, 1))


def pairs(response):
    assert response.status_code == 200, response.json()
    return [row["region_b"]["code"] for row in response.json()["results"]]


def faults(response):
    assert response.status_code == 400
    return {fault["parameter"]: fault["reason"] for fault in response.json()["errors"]}


def queries(api, address):
    with CaptureQueriesContext(connection) as captured:
        assert api.get(address).status_code == 200
    return len(captured)


class TestList:
    def test_shows_stage_and_key_numbers(self, api):
        fill(with_partner())

        (row,) = api.get(f"{LIST}?as_of=2025-12-31").json()["results"]

        assert row["region_a"] == {"code": "BY", "name": "Belarus"}
        assert row["status_url"] == f"http://testserver{STATUS}"
        assert row["stage"]["stage"] == "active"
        assert (row["stage"]["rule"], row["stage"]["rules_version"]) == ("something-works", "2")
        assert row["declared_stage"] is None
        assert row["last_meeting"]["date"] == "2025-10-20"
        assert (row["meetings"], row["days_since_last_meeting"]) == (1, 72)
        assert row["latest_turnover"] == {
            "year": 2024,
            "reporter": "BY",
            "value": "130000000.00",
            "value_low": None,
            "value_high": None,
            "currency": "USD",
            "qualifier": "about",
            "amount_as_written": "about $130 million",
            "is_computed": False,
        }
        assert (row["open_proposals"], row["operating_mechanisms"]) == (1, 1)

    def test_shows_nothing_recorded_as_null(self, api):
        with_partner()

        (row,) = api.get(LIST).json()["results"]

        assert row["stage"]["stage"] == "none"
        assert row["last_meeting"] is row["next_meeting"] is row["latest_turnover"] is None
        assert row["days_since_last_meeting"] is None

    def test_region_is_found_on_either_side(self, api):
        with_partner("RU-MO")
        with_partner("KZ")

        assert pairs(api.get(f"{LIST}?region=KZ")) == ["KZ"]
        assert pairs(api.get(f"{LIST}?region=BY")) == ["KZ", "RU-MO"]

    def test_region_can_include_its_parts(self, api):
        with_partner("RU-MO")
        with_partner("KZ")

        assert pairs(api.get(f"{LIST}?region=RU")) == []
        assert pairs(api.get(f"{LIST}?region=RU&include_parts=true")) == ["RU-MO"]

    def test_computed_stage_is_looked_for_in_all_and_paged(self, api):
        for code in OTHERS:
            MeetingFactory(published=True, partnerships=[with_partner(code)])
        with_partner("RU-MO")

        first = api.get(f"{LIST}?stage=contact&as_of=2025-12-31&page_size=3")
        second = api.get(f"{LIST}?stage=contact&as_of=2025-12-31&page_size=3&page=2")
        both = api.get(f"{LIST}?stage=contact&stage=none&as_of=2025-12-31")

        assert first.json()["count"] == 4
        assert (pairs(first), pairs(second)) == (["KG", "KZ", "TJ"], ["UZ"])
        assert pairs(both) == ["KG", "KZ", "RU-MO", "TJ", "UZ"]
        assert api.get(f"{LIST}?stage=contact&page=9").status_code == 404

    def test_the_stage_is_that_of_the_day(self, api):
        fill(with_partner())

        assert pairs(api.get(f"{LIST}?stage=active&as_of=2025-12-31")) == ["RU-MO"]
        assert pairs(api.get(f"{LIST}?stage=active&as_of=2020-12-31")) == []

    def test_declared_stage(self, api):
        with_partner("KZ")
        with_partner(
            "RU-MO",
            declared_stage="active",
            declared_on=dt.date(2025, 10, 20),
            declared_because="A service centre works.",
        )

        found = api.get(f"{LIST}?declared_stage=active&as_of=2025-12-31")

        assert pairs(found) == ["RU-MO"]
        assert found.json()["results"][0]["declared_stage"] == {
            "stage": "active",
            "declared_on": "2025-10-20",
            "because": "A service centre works.",
        }

    def test_sector_includes_those_below_it(self, api):
        industry = SectorFactory(code="industry", name="Industry")
        lifts = SectorFactory(code="lifts", parent=industry)
        ProposalChangeFactory(proposal__partnership=with_partner("KZ"), proposal__sector=lifts)
        MechanismFactory(
            partnership=with_partner("UZ"), sector=industry, state=Mechanism.State.PLANNED
        )
        with_partner("RU-MO")

        assert pairs(api.get(f"{LIST}?sector=industry")) == ["KZ", "UZ"]
        assert pairs(api.get(f"{LIST}?sector=lifts")) == ["KZ"]

    def test_sector_does_not_betray_drafts(self, api, analyst):
        draft = MeetingFactory(partnerships=[with_partner()])
        ProposalChangeFactory(proposal__partnership=with_partner(), meeting=draft)

        assert pairs(api.get(f"{LIST}?sector=lifts")) == []
        api.force_authenticate(analyst)
        assert pairs(api.get(f"{LIST}?sector=lifts")) == ["RU-MO"]

    def test_search_finds_names_of_either_region(self, api):
        with_partner("RU-MO").region_b.names.create(language="ru", kind="short", name="Мордовия")
        with_partner("KZ")

        assert pairs(api.get(f"{LIST}?search=mordovia")) == ["RU-MO"]
        assert pairs(api.get(f"{LIST}?search=мордовия")) == ["RU-MO"]

    def test_archived_are_left_out_unless_asked_for(self, api):
        with_partner("RU-MO")
        with_partner("KZ", archived_on=dt.date(2025, 1, 1), archive_reason="Recorded twice")

        assert pairs(api.get(LIST)) == ["RU-MO"]
        assert pairs(api.get(f"{LIST}?archived=true")) == ["KZ"]

    @pytest.mark.parametrize(
        ("ordering", "expected"),
        [
            ("region_b", ["KZ", "RU-MO"]),
            ("-region_b", ["RU-MO", "KZ"]),
            ("region_a,-region_b", ["RU-MO", "KZ"]),
            ("declared_on", ["RU-MO", "KZ"]),
            ("-declared_stage,region_b", ["RU-MO", "KZ"]),
        ],
    )
    def test_ordering(self, api, ordering, expected):
        with_partner("KZ")
        with_partner("RU-MO", declared_stage="active", declared_on=dt.date(2025, 10, 20))

        assert pairs(api.get(f"{LIST}?ordering={ordering}")) == expected

    @pytest.mark.parametrize(
        ("query", "parameter", "reason"),
        [
            ("region=XX", "region", "There is no region with this code."),
            ("include_parts=maybe", "include_parts", "Give true or false."),
            ("stage=warm", "stage", "Select a valid choice"),
            ("declared_stage=warm", "declared_stage", "Select a valid choice"),
            ("sector=magic", "sector", "There is no sector with this code."),
            ("archived=maybe", "archived", "Give true or false."),
            ("ordering=luck", "ordering", "Give one or more of the allowed names"),
            ("page_size=0", "page_size", "Give a whole number"),
            ("as_of=yesterday", "as_of", "Give a day as in 2025-12-31."),
            ("stages=none", "stages", "There is no such parameter here."),
        ],
    )
    def test_refuses_what_it_cannot_use(self, api, query, parameter, reason):
        found = faults(api.get(f"{LIST}?{query}"))

        assert reason in found[parameter]

    @pytest.mark.parametrize(
        ("query", "most"),
        [
            ("", 4),  # count, page, revisions, rows
            ("?stage=active", 7),
            ("?ordering=-last_meeting,latest_turnover", 7),
            ("?as_of=2025-12-31", 10),
            ("?stage=active&as_of=2025-12-31", 9),
        ],
    )
    def test_the_number_of_queries_does_not_grow(self, api, query, most):
        fill(with_partner())
        api.get(LIST + query)
        for_one = queries(api, LIST + query)
        for code in OTHERS:
            fill(with_partner(code))
        api.get(LIST + query)

        assert len(pairs(api.get(LIST + query))) == 5
        assert queries(api, LIST + query) == for_one <= most

    def test_rows_that_no_longer_hold_are_computed_in_one_go(self, api):
        fill(with_partner())
        api.get(LIST)
        raise_revisions(Partnership.objects.values_list("pk", flat=True))
        for_one = queries(api, LIST)
        for code in OTHERS:
            fill(with_partner(code))
        api.get(LIST)
        raise_revisions(Partnership.objects.values_list("pk", flat=True))

        assert queries(api, LIST) == for_one <= 16


class TestOne:
    def test_shows_what_the_list_shows(self, api):
        fill(with_partner())

        (row,) = api.get(LIST).json()["results"]

        assert api.get(ONE).json() == {"known_at": None, **row}
        assert row["url"] == f"http://testserver{ONE}"

    def test_shows_an_archived_one(self, api):
        with_partner(archived_on=dt.date(2025, 1, 1), archive_reason="Recorded twice")

        assert api.get(ONE).json()["archive_reason"] == "Recorded twice"


@pytest.mark.parametrize("rest", ["", "status/"])
class TestAddress:
    @pytest.mark.parametrize("pair", ["RU-MO/BY", "by/ru-mo", "BY/ru-mo", "ru-mo/by"])
    def test_other_order_and_lower_case_lead_to_it(self, api, pair, rest):
        with_partner()

        response = api.get(f"{LIST}{pair}/{rest}?as_of=2025-12-31")

        assert response.status_code == 301
        assert response["Location"] == f"{ONE}{rest}?as_of=2025-12-31"
        assert api.get(response["Location"]).status_code == 200

    @pytest.mark.parametrize(
        ("pair", "reason"),
        [
            ("BY/XX", "There is no region with the code “XX”."),
            ("xx/BY", "There is no region with the code “xx”."),
            ("BY/%00", "There is no region with the code"),
            ("BY/ß", "There is no region with the code “ß”."),
            ("BY/RU", "No partnership of BY and RU is recorded."),
            ("BY/BY", "No partnership of BY and BY is recorded."),
        ],
    )
    def test_an_unknown_pair_is_not_found_with_the_reason(self, api, pair, reason, rest):
        with_partner()

        response = api.get(f"{LIST}{pair}/{rest}")

        assert response.status_code == 404
        assert reason in response.json()["detail"]

    @pytest.mark.parametrize(
        "day",
        ["2025-13-01", "2025-02-29", "31.12.2025", "20251231", "2025-W01-1", "2025", "²025-12-31"],
    )
    def test_a_bad_day_is_refused_with_its_form(self, api, day, rest):
        with_partner()

        found = faults(api.get(f"{ONE}{rest}", {"as_of": day}))

        assert found == {"as_of": "Give a day as in 2025-12-31."}

    @pytest.mark.parametrize("day", ["0001-01-01", "1899-12-31", "9999-12-31"])
    def test_a_day_out_of_bounds_is_refused(self, api, day, rest):
        with_partner()

        found = faults(api.get(f"{ONE}{rest}?as_of={day}"))

        assert found["as_of"].startswith("Give a day of the years 1900 to ")

    def test_unknown_and_repeated_parameters_are_refused(self, api, rest):
        with_partner()

        assert list(faults(api.get(f"{ONE}{rest}?asof=2025-12-31"))) == ["asof"]
        twice = faults(api.get(f"{ONE}{rest}?as_of=2025-12-31&as_of=2024-12-31"))
        assert twice == {"as_of": "Give it once."}

    def test_takes_no_writing(self, api, rest):
        with_partner()

        assert api.post(f"{ONE}{rest}", {}, format="json").status_code == 405

    def test_asks_for_an_account_where_anonymous_reading_is_off(self, api, viewer, settings, rest):
        settings.ANONYMOUS_READING = False
        with_partner()

        assert api.get(f"{ONE}{rest}").status_code == 401
        api.force_authenticate(viewer)
        assert api.get(f"{ONE}{rest}").status_code == 200


class TestStatus:
    def test_each_number_names_what_it_rests_on(self, api):
        fill(with_partner())

        status = api.get(f"{STATUS}?as_of=2025-12-31").json()

        (year,) = status["trade"]["years"]
        turnover = year["turnover"]
        assert (year["year"], year["reporter"], turnover["value"]) == (2024, "BY", "130000000.00")
        assert (turnover["qualifier"], turnover["preferred_by"]) == ("about", "only")
        (name,) = turnover["rests_on"]
        record = status["records"][name]
        assert (name, record["type"]) == (f"trade-figures/{record['id']}", "trade-figure")
        assert record["words"] == ["about $130 million"]
        sources = {one["key"] for one in status["sources"]["items"]}
        assert set(record["sources"]) <= sources
        assert year["exports"]["value"] is None
        assert year["exports"]["reason"] == "not recorded"

    def test_every_record_something_rests_on_is_told_once_and_its_address_answers(self, api):
        fill(with_partner())
        named = set()

        def collect(part):
            if isinstance(part, dict):
                named.update(part.get("rests_on", ()))
                part = list(part.values())
            if isinstance(part, list):
                for inner in part:
                    collect(inner)

        status = api.get(f"{STATUS}?as_of=2025-12-31").json()
        collect(status)

        assert len(named) == 7
        assert named == set(status["records"])
        told = [one["key"] for kind in ("items", "others") for one in status["sources"][kind]]
        assert sorted(told) == sorted(
            {key for record in status["records"].values() for key in record["sources"]}
        )
        addresses = {record["url"] for record in status["records"].values()}
        assert {api.get(address).status_code for address in addresses} == {200}

    def test_of_many_months_the_latest_twelve_are_told_and_the_rest_counted(self, api):
        with_partner()
        for year in (2023, 2024):
            for month in range(1, 13):
                TradeFigureFactory(
                    flow="export", frequency="M", period=f"{year}-{month:02}", value=month
                )

        told = api.get(f"{STATUS}?as_of=2025-12-31").json()["trade"]["other_periods"]
        listed = api.get(f"{told['figures_url']}&page=1").json()["count"]

        assert (told["count"], told["first"], told["last"]) == (24, "2023-01", "2024-12")
        assert [claim["period"] for claim in told["latest"]][::11] == ["2024-12", "2024-01"]
        assert listed == 24

    def test_has_every_part(self, api):
        fill(with_partner())

        status = api.get(f"{STATUS}?as_of=2025-12-31").json()

        assert (status["as_of"], status["rules_version"]) == ("2025-12-31", "2")
        assert status["stage"]["reason"] == "1 mechanism operates."
        assert status["meetings"]["days_since_last"] == 72
        assert status["meetings"]["by_year"][0]["count"] == 1
        assert [len(direction["goods"]) for direction in status["goods"]] == [0, 1]
        (proposal,) = status["proposals"]["items"]
        assert (proposal["stage"], proposal["since"]) == ("mentioned", "2025-10-20")
        assert status["proposals"]["open"] == [proposal["id"]]
        assert [group["count"] for group in status["proposals"]["by_sector"]] == [1]
        assert [line["state"] for line in status["mechanisms"]] == ["operating"]
        assert [len(side["officials"]) for side in status["officials"]] == [0, 1]
        assert len(status["follow_ups"]["overdue"]) == 1
        assert status["sources"]["publishers"][0]["name"] == "Example News"
        assert [gap["message"] for gap in status["gaps"]] == [
            "No figure for 2025.",
            "No official of Belarus is recorded in post.",
        ]

    def test_a_past_day_shows_what_was_so(self, api):
        fill(with_partner())

        status = api.get(f"{STATUS}?as_of=2024-06-30").json()

        assert status["stage"]["stage"] == "none"
        assert (status["trade"]["years"], status["meetings"]["total"]) == ([], 0)
        assert [line["state"] for line in status["mechanisms"]] == ["not_yet"]

    def test_is_of_today_when_no_day_is_given(self, api):
        with_partner()

        assert api.get(STATUS).json()["as_of"] == timezone.localdate().isoformat()

    def test_three_claims_stand_side_by_side(self, api):
        with_partner()
        for words, millions, qualifier, pinned in (
            ("about $130 million", 130, "about", True),
            ("just over $130 million", 130, "over", False),
            ("almost $134 million", 134, "almost", False),
        ):
            TradeFigureFactory(
                value=millions * 1_000_000,
                qualifier=qualifier,
                amount_as_written=words,
                is_pinned=pinned,
            )

        (year,) = api.get(f"{STATUS}?as_of=2025-12-31").json()["trade"]["years"]

        turnover = year["turnover"]
        assert (turnover["amount_as_written"], turnover["preferred_by"]) == (
            "about $130 million",
            "pinned",
        )
        assert turnover["spread"] == {
            "count": 3,
            "lowest": "130000000.00",
            "highest": "134000000.00",
            "difference": "4000000.00",
            "percent": "3.1",
            "currency": "USD",
        }
        assert len(turnover["claims"]) == 3

    def test_drafts_are_hidden_from_all_but_those_who_may_see_them(self, api, viewer, analyst):
        partnership = with_partner()
        draft = MeetingFactory(partnerships=[partnership])
        ProposalChangeFactory(proposal__partnership=partnership, meeting=draft)
        FollowUpFactory(meeting=draft)

        def seen(user):
            api.force_authenticate(user)
            status = api.get(f"{STATUS}?as_of=2025-12-31").json()
            (row,) = api.get(f"{LIST}?as_of=2025-12-31").json()["results"]
            return (
                status["meetings"]["total"],
                len(status["proposals"]["items"]),
                len(status["follow_ups"]["open"]),
                status["stage"]["stage"],
                row["meetings"],
                row["stage"]["stage"],
            )

        assert seen(None) == seen(viewer) == (0, 0, 0, "none", 0, "none")
        assert seen(analyst) == (1, 1, 1, "negotiating", 1, "negotiating")

    def test_one_query_tells_the_status_of_today_while_nothing_changes(self, api):
        fill(with_partner())
        first = api.get(STATUS)

        assert queries(api, STATUS) == 1
        assert api.get(STATUS).content == first.content

    @pytest.mark.parametrize("query", ["", "?as_of=2025-12-31"])
    def test_the_number_of_queries_does_not_grow(self, api, query):
        partnership = with_partner()
        fill(partnership)
        api.get(STATUS)  # tidies the many revisions of a partnership just entered
        raise_revisions([partnership.pk])
        for_one = queries(api, STATUS + query)
        for month in range(1, 5):
            fill(partnership, day=dt.date(2025, month, 1))
        api.get(STATUS)
        raise_revisions([partnership.pk])

        assert queries(api, STATUS + query) == for_one <= 33
