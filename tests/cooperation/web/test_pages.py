"""The public pages, as a reader without an account sees them."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cooperation.models import Partnership
from tests.factories import (
    MechanismFactory,
    MeetingFactory,
    PartnershipFactory,
    ProposalChangeFactory,
    RegionFactory,
    StatementFactory,
    TradedGoodFactory,
    TradeFigureFactory,
)

pytestmark = pytest.mark.django_db

PAGE = "/partnerships/BY/RU-MO/"


def text_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_home_lists_partnerships_with_their_numbers(client: Client) -> None:
    MeetingFactory(published=True)
    TradeFigureFactory(amount_as_written="about $130 million")

    page = text_of(client, "/")

    assert "Belarus – Mordovia" in page
    assert "in contact" in page
    assert "20 October 2025" in page
    assert "about $130 million" in page


def test_home_without_a_partnership_says_so(client: Client) -> None:
    assert "No partnership is recorded yet." in text_of(client, "/")


@pytest.mark.parametrize("words", ["мордов", "MORDOV", "Мордовия"])
def test_home_finds_a_region_in_either_script(client: Client, words: str) -> None:
    PartnershipFactory()
    PartnershipFactory(region_b=RegionFactory(code="AT", name="Austria"), region_a__code="AD")

    page = text_of(client, f"/?search={words}")

    assert "Mordovia" in page
    assert "Austria" not in page


def test_home_says_when_nothing_is_found(client: Client) -> None:
    PartnershipFactory()

    assert "No partnership with “xyz” is recorded." in text_of(client, "/?search=xyz")


def test_home_takes_as_many_queries_for_five_partnerships_as_for_one(client: Client) -> None:
    MeetingFactory(published=True)
    with CaptureQueriesContext(
        connection,
    ) as one:
        client.get("/")

    for code in ("AL", "AM", "AT", "AZ"):
        pair = PartnershipFactory(region_a=RegionFactory(code=code, name=code))
        MeetingFactory(published=True, partnerships=[pair])
    with CaptureQueriesContext(connection) as five:
        client.get("/")

    assert len(five) == len(one)


def test_a_partnership_shows_what_is_recorded_and_who_says_so(client: Client) -> None:
    MeetingFactory(published=True, title="Talks in Minsk")
    TradeFigureFactory(amount_as_written="about $130 million")
    TradedGoodFactory(name="insulated wire")
    ProposalChangeFactory(proposal__title="joint lift plant")
    MechanismFactory(name="Training centre in Saransk")
    StatementFactory()

    page = text_of(client, PAGE)

    for expected in (
        "Talks in Minsk",
        "about $130 million",
        "insulated wire",
        "joint lift plant",
        "Training centre in Saransk",
        "Example News",
    ):
        assert expected in page


def test_an_empty_partnership_says_not_recorded(client: Client) -> None:
    PartnershipFactory()

    page = text_of(client, PAGE)

    assert "no contact recorded" in page
    assert "not recorded" in page


def test_a_partnership_is_shown_as_of_a_day(client: Client) -> None:
    MeetingFactory(published=True, title="Talks in Minsk", date=dt.date(2025, 10, 20))

    assert "Talks in Minsk" not in text_of(client, f"{PAGE}?as_of=2025-10-19")
    assert "Talks in Minsk" in text_of(client, f"{PAGE}?as_of=2025-10-20")


def test_a_bad_day_is_explained_and_today_shown(client: Client) -> None:
    PartnershipFactory()

    assert "Give a day as 2025-12-31." in text_of(client, f"{PAGE}?as_of=yesterday")


@pytest.mark.parametrize("day", ["9999-12-31", "1899-12-31"])
def test_a_day_out_of_reach_is_explained(client: Client, day: str) -> None:
    PartnershipFactory()

    assert "Give a day of the years 1900 to" in text_of(client, f"{PAGE}?as_of={day}")


def test_a_mechanism_that_is_not_there_yet_is_not_called_planned(client: Client) -> None:
    MechanismFactory(starts_on=dt.date(2024, 9, 2))

    page = text_of(client, f"{PAGE}?as_of=2023-12-31")

    assert "not yet" in page
    assert "planned" not in page


@pytest.mark.parametrize("address", ["/partnerships/RU-MO/BY/", "/partnerships/by/ru-mo/"])
def test_the_other_order_and_case_lead_to_the_same_page(client: Client, address: str) -> None:
    PartnershipFactory()

    response = client.get(f"{address}?as_of=2025-10-20")

    assert response.status_code == 302
    assert response["Location"] == f"{PAGE}?as_of=2025-10-20"


@pytest.mark.parametrize("address", ["/partnerships/BY/XX/", "/partnerships/BY/BY/"])
def test_an_unknown_pair_is_not_found(client: Client, address: str) -> None:
    PartnershipFactory()

    assert client.get(address).status_code == 404


def test_drafts_are_not_shown(client: Client) -> None:
    MeetingFactory(title="Secret talks")

    assert "Secret talks" not in text_of(client, PAGE)


def test_drafts_are_marked_for_those_who_may_see_them(client: Client, analyst) -> None:
    MeetingFactory(title="Talks being written down")
    client.force_login(analyst)

    page = text_of(client, PAGE)

    assert "Talks being written down" in page
    assert "draft" in page


@pytest.mark.parametrize("address", ["/", PAGE])
def test_readers_sign_in_where_the_site_says_so(client: Client, settings, address: str) -> None:
    settings.ANONYMOUS_READING = False
    PartnershipFactory()

    response = client.get(address)

    assert response.status_code == 302
    assert response["Location"].startswith("/admin/login/?next=")


def test_words_from_outside_are_escaped(client: Client) -> None:
    MeetingFactory(published=True, title="<script>alert(1)</script>")

    page = text_of(client, PAGE) + text_of(client, "/?search=<script>alert(1)</script>")

    assert "<script>alert" not in page


def test_pages_forbid_everything_inline(client: Client) -> None:
    policy = client.get("/")["Content-Security-Policy"]

    assert "default-src 'self'" in policy
    assert "unsafe" not in policy


def test_archived_partnerships_leave_the_list(client: Client) -> None:
    PartnershipFactory()
    Partnership.objects.update(archived_on=dt.date(2025, 1, 1), archive_reason="entered twice")

    assert "Mordovia" not in text_of(client, "/")


def test_an_unknown_page_is_explained_in_our_own_frame(client: Client) -> None:
    response = client.get("/nothing/here/")

    assert response.status_code == 404
    assert "There is no such page." in response.content.decode()
    assert "All partnerships" in response.content.decode()
