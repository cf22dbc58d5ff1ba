"""What of every code list is in use, as whoever asks may see it."""

import datetime as dt
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from cooperation.api.codes import CODE_LISTS
from cooperation.api.codes_in_use import HELD_IN
from tests import factories as make
from tests.cooperation.tables.facts import PUT_ASIDE

pytestmark = pytest.mark.django_db


def in_use(api: APIClient, name: str) -> dict[str, int]:
    """The codes of a list that records hold, and how many do."""
    shown = api.get(f"/api/v1/codes/{name}/").json()
    return {code["code"]: code["in_use"] for code in shown["codes"] if code["in_use"]}


def test_every_code_list_says_where_it_is_held() -> None:
    assert set(HELD_IN) == set(CODE_LISTS)


@pytest.mark.parametrize("name", CODE_LISTS)
def test_a_code_is_held_by_records_of_that_list(name: str) -> None:
    for model, columns in HELD_IN[name].items():
        for column in columns:
            held: Any = dict(model._meta.get_field(column).flatchoices)
            assert held == dict(CODE_LISTS[name].choices.choices)


def test_codes_are_counted(api: APIClient) -> None:
    make.TradeFigureFactory()
    make.TradeFigureFactory()
    make.TradeFigureFactory(flow="X", qualifier="about")

    assert in_use(api, "flows") == {"TURNOVER": 2, "X": 1}
    assert in_use(api, "qualifiers") == {"exact": 2, "about": 1}
    assert in_use(api, "valuations") == {}


def test_a_count_is_that_of_the_list_behind_it(api: APIClient) -> None:
    make.MechanismFactory()
    make.MechanismFactory(**PUT_ASIDE)

    listed = api.get("/api/v1/mechanisms/?kind=training").json()["count"]

    assert in_use(api, "mechanism-kinds") == {"training": listed} == {"training": 1}


def test_drafts_are_counted_for_those_who_see_them(api: APIClient, analyst: User) -> None:
    draft = make.MeetingFactory(kind="visit")
    make.ParticipantFactory(meeting=draft)
    make.ProposalChangeFactory(meeting=draft, stage="agreed")
    make.FollowUpFactory(meeting=draft)
    lists = ["meeting-kinds", "participant-roles", "proposal-stages", "follow-up-states"]

    for_everybody = [in_use(api, name) for name in lists]
    api.force_authenticate(analyst)
    for_analysts = [in_use(api, name) for name in lists]

    assert for_everybody == [{}, {}, {}, {}]
    assert for_analysts == [{"visit": 1}, {"head": 1}, {"agreed": 1}, {"open": 1}]


def test_a_precision_counts_only_beside_a_date(api: APIClient) -> None:
    make.MechanismFactory(
        starts_on=dt.date(2024, 1, 1), starts_on_precision="year", source__published_on=None
    )

    assert in_use(api, "date-precisions") == {"year": 1}


def test_all_lists_take_the_same_queries_however_much_there_is(api: APIClient) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            api.get("/api/v1/codes/")
        return len(caught)

    make.MeetingFactory(published=True)
    few = queries()
    for _again in range(4):
        make.MeetingFactory(published=True)
        make.MechanismFactory()
        make.TradeFigureFactory()

    assert few == queries() == len({model for held in HELD_IN.values() for model in held})
