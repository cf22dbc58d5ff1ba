"""Figures as they were on record at an earlier moment."""

import csv
import datetime as dt
import io
from decimal import Decimal
from typing import Any

import pytest
from rest_framework.test import APIClient

from tests.factories import ImportRunFactory, TradeFigureFactory, TradeFigureRevisionFactory
from trade.models import TradeFigure

pytestmark = pytest.mark.django_db


def day(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(f"{text}T12:00:00+00:00")


@pytest.fixture
def revised() -> TradeFigure:
    """100 roubles, provisional, from January; 110 roubles from March; 120 dollars from June."""
    figure: TradeFigure = TradeFigureFactory(value=120, recorded_at=day("2025-06-10"))
    TradeFigureRevisionFactory(
        figure=figure,
        value=100,
        currency="RUB",
        recorded_at=day("2025-01-10"),
        replaced_at=day("2025-03-10"),
        released_on="2025-01-09",
    )
    TradeFigureRevisionFactory(
        figure=figure,
        value=110,
        currency="RUB",
        observation_status="A",
        recorded_at=day("2025-03-10"),
        replaced_at=day("2025-06-10"),
        replaced_by=ImportRunFactory(key="june"),
    )
    return figure


def shown(api: APIClient, **query: str) -> list[dict[str, Any]]:
    answer = api.get("/api/v1/trade-figures/", query)
    assert answer.status_code == 200, answer.json()
    found: list[dict[str, Any]] = answer.json()["results"]
    return found


@pytest.mark.parametrize(
    ("moment", "value"),
    [
        ("2025-01-09", None),
        ("2025-01-10", "100.00"),
        ("2025-01-10T11:59:59Z", None),
        ("2025-01-10T12:00:00Z", "100.00"),
        ("2025-01-10T15:00:00+03:00", "100.00"),
        ("2025-03-10T11:59", "100.00"),
        ("2025-03-10", "110.00"),
        ("2025-06-09", "110.00"),
        ("2025-06-10", "120.00"),
        ("2026-01-01", "120.00"),
    ],
)
def test_a_figure_says_what_it_said_then(
    api: APIClient, revised: TradeFigure, moment: str, value: str | None
) -> None:
    found = shown(api, known_at=moment)

    assert [figure["value"] for figure in found] == ([] if value is None else [value])


def test_all_a_revision_keeps_is_as_it_was(api: APIClient, revised: TradeFigure) -> None:
    [found] = shown(api, known_at="2025-02-01")

    assert found["id"] == revised.pk
    assert (found["currency"], found["observation_status"]) == ("RUB", "P")
    assert (found["released_on"], found["recorded_at"]) == ("2025-01-09", "2025-01-10T12:00:00Z")


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({"currency": "RUB"}, 1),
        ({"currency": "USD"}, 0),
        ({"observation_status": "P"}, 1),
        ({"observation_status": "A"}, 0),
    ],
)
def test_filters_go_by_what_was_known(
    api: APIClient, revised: TradeFigure, query: dict[str, str], count: int
) -> None:
    assert len(shown(api, known_at="2025-02-01", **query)) == count


def test_the_order_goes_by_what_was_known(api: APIClient, revised: TradeFigure) -> None:
    other = TradeFigureFactory(value=115, flow="X", recorded_at=day("2025-01-01"))

    then = shown(api, known_at="2025-02-01", ordering="value")
    now = shown(api, ordering="value")

    assert [figure["id"] for figure in then] == [revised.pk, other.pk]
    assert [figure["id"] for figure in now] == [other.pk, revised.pk]


def test_an_export_says_what_was_known(api: APIClient, revised: TradeFigure) -> None:
    answer: Any = api.get(
        "/api/v1/trade-figures/export/", {"known_at": "2025-02-01", "format": "csv"}
    )

    [found] = csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode()))
    assert (Decimal(found["value"]), found["currency"], found["status"]) == (100, "RUB", "P")
    assert found["released_on"] == "2025-01-09"


@pytest.mark.parametrize("moment", ["yesterday", "2025-02-30", "2025-1-1", "2025-01-01T25:00Z"])
def test_what_is_no_moment_is_refused(api: APIClient, moment: str) -> None:
    answer = api.get("/api/v1/trade-figures/", {"known_at": moment})

    assert answer.status_code == 400
    assert answer.json()["errors"] == [
        {
            "parameter": "known_at",
            "reason": "Give a day as in 2025-12-31, or a moment as in 2025-12-31T12:00:00Z.",
        }
    ]


def test_a_single_figure_shows_what_it_said_before(api: APIClient, revised: TradeFigure) -> None:
    found = api.get(f"/api/v1/trade-figures/{revised.pk}/").json()

    assert [revision["value"] for revision in found["revisions"]] == ["110.00", "100.00"]
    assert [
        revision["replaced_by"] and revision["replaced_by"]["key"]
        for revision in found["revisions"]
    ] == [
        "june",
        None,
    ]
    assert found["value"] == "120.00"


def test_every_figure_has_unit_multiplier_status_source_and_release(api: APIClient) -> None:
    TradeFigureFactory(released_on="2025-04-01")

    [found] = shown(api)

    assert (found["currency"], found["unit_multiplier"]) == ("USD", 0)
    assert (found["observation_status"], found["released_on"]) == ("A", "2025-04-01")
    assert found["source"]["key"]
