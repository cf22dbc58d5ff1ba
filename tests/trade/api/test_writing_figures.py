"""Trade figures are written through the API: what they said before is kept, totals follow."""

from decimal import Decimal
from typing import Any

import pytest
from rest_framework.test import APIClient

from tests import factories as make
from trade.figures.drift import drifted_totals
from trade.models import AnnualTotal, Source, TradeFigure

pytestmark = pytest.mark.django_db
FIGURES = "/api/v1/trade-figures/"
RELEASE = "release"


def body(**changes: Any) -> dict[str, Any]:
    """Turnover of Belarus with Mordovia in 2024, as an office released it."""
    make.ProductFactory()
    if not Source.objects.filter(key=RELEASE).exists():
        make.SourceFactory(key=RELEASE, kind="release")
    return {
        "source": RELEASE,
        "reporter": make.RegionFactory().code,
        "partner": make.RegionFactory(mordovia=True).code,
        "flow": "X",
        "period": "2024",
        "value": "130000000",
        **changes,
    }


def put(client: APIClient, given: dict[str, Any], **headers: str) -> Any:
    return client.put(FIGURES, given, format="json", headers=headers)


def test_a_new_figure_is_of_all_goods_and_counted(as_analyst: APIClient) -> None:
    answer = as_analyst.post(FIGURES, body(), format="json")

    assert answer.status_code == 201, answer.content
    shown = answer.json()
    assert (shown["product"]["code"], shown["frequency"]) == ("TOTAL", "A")
    assert AnnualTotal.objects.get().value == Decimal(130_000_000)
    assert as_analyst.get(answer["Location"])["ETag"] == answer["ETag"]


def test_a_loader_may_run_twice(as_analyst: APIClient) -> None:
    first = put(as_analyst, body())
    second = put(as_analyst, body())

    assert (first.status_code, second.status_code) == (201, 200)
    assert second["ETag"] == first["ETag"]
    assert TradeFigure.history.count() == 1


def test_a_revised_value_keeps_what_was_said_before(as_analyst: APIClient) -> None:
    first = put(as_analyst, body())

    blind = put(as_analyst, body(value="140000000"))
    answer = put(as_analyst, body(value="140000000"), **{"if-match": first["ETag"]})

    assert (blind.status_code, answer.status_code) == (428, 200)
    assert [old["value"] for old in answer.json()["revisions"]] == ["130000000.00"]
    assert AnnualTotal.objects.get().value == Decimal(140_000_000)
    assert not list(drifted_totals())


def test_a_deleted_figure_is_no_longer_counted(as_analyst: APIClient) -> None:
    first = put(as_analyst, body())
    revised = put(as_analyst, body(value="1"), **{"if-match": first["ETag"]})

    answer = as_analyst.delete(first["Location"], headers={"if-match": revised["ETag"]})

    assert answer.status_code == 204
    assert not AnnualTotal.objects.exists()


def test_a_figure_that_is_quoted_is_not_deleted(as_analyst: APIClient) -> None:
    made = put(as_analyst, body())
    cited = make.CitedFigureFactory(figure=TradeFigure.objects.get())

    answer = as_analyst.delete(made["Location"], headers={"if-match": made["ETag"]})

    assert answer.status_code == 409
    (records,) = answer.json()["records"]
    assert records["kind"] == "cited figures"
    assert records["addresses"] == [f"http://testserver/api/v1/meetings/{cited.meeting.key}/"]


def test_the_change_of_a_figure_is_the_analyst_s_and_the_api_s(
    as_analyst: APIClient, analyst: Any
) -> None:
    made = put(as_analyst, body())

    as_analyst.patch(
        made["Location"], {"notes": "Checked"}, format="json", headers={"if-match": made["ETag"]}
    )

    version = TradeFigure.objects.get().history.latest()
    assert (version.notes, version.history_user) == ("Checked", analyst)
    assert version.history_change_reason == "API"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"value": "-1"}, "value"),
        ({"value": "1e30"}, "value"),
        ({"value": "NaN"}, "value"),
        ({"value": 1.005}, "value"),
        ({"value": None}, ""),
        ({"period": "2024-13"}, "period"),
        ({"period": "0000"}, "period"),
        ({"frequency": "M"}, ""),
        ({"partner": "BY"}, ""),
        ({"flow": "Y"}, "flow"),
        ({"currency": "usd"}, "currency"),
        ({"product": "HS2022/0000"}, "product"),
        ({"product": 85}, "product"),
        ({"qualifier": "range"}, ""),
        ({"import_run": None}, "import_run"),
    ],
    ids=str,
)
def test_a_figure_that_cannot_be_is_refused(as_analyst: APIClient, change: Any, field: str) -> None:
    answer = as_analyst.post(FIGURES, body(**change), format="json")

    assert answer.status_code == 400, answer.content
    assert answer.json()["errors"][0]["field"] == field
    assert not TradeFigure.objects.exists()


def test_one_claim_is_preferred_a_period(as_analyst: APIClient) -> None:
    put(as_analyst, body(is_pinned=True))
    other = make.SourceFactory()

    answer = as_analyst.post(FIGURES, body(source=other.key, is_pinned=True), format="json")

    assert answer.status_code == 409
    assert answer.json()["detail"] == "Another figure of this period is already preferred."
