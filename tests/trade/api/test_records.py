"""What the records of this floor show."""

from decimal import Decimal

import pytest
from rest_framework.test import APIClient

from tests import factories as make

pytestmark = pytest.mark.django_db


def test_a_region_shows_its_names_its_parent_and_how_many_parts_it_has(api: APIClient) -> None:
    name = make.RegionNameFactory(name="Мордовия")

    mordovia = api.get(f"/api/v1/regions/{name.region.code}/").json()
    russia = api.get("/api/v1/regions/RU/").json()

    assert mordovia["parent"] == {"code": "RU", "name": "Russia"}
    assert mordovia["names"] == [{"language": "ru", "kind": "short", "name": "Мордовия"}]
    assert (russia["parts_count"], mordovia["parts_count"]) == (1, 0)


def test_areas_that_are_no_regions_are_listed_only_when_asked_for(api: APIClient) -> None:
    make.RegionFactory()
    make.RegionFactory(code="M899", name="Areas, not elsewhere specified", kind="area")

    regions = api.get("/api/v1/regions/").json()["results"]
    areas = api.get("/api/v1/regions/?kind=area").json()["results"]

    assert [region["code"] for region in regions] == ["BY"]
    assert [area["code"] for area in areas] == ["M899"]
    assert api.get("/api/v1/regions/M899/").status_code == 200


def test_a_source_shows_its_text_but_a_list_does_not(api: APIClient) -> None:
    source = make.SourceFactory(with_text=True)

    shown = api.get(f"/api/v1/sources/{source.key}/").json()
    listed = api.get("/api/v1/sources/").json()["results"][0]

    assert shown["text"] == source.text
    assert "text" not in listed


def test_a_figure_shows_its_amount_as_worded_and_what_it_rests_on(api: APIClient) -> None:
    passage = make.PassageFactory()
    figure = make.TradeFigureFactory(
        source=passage.source, qualifier="about", amount_as_written="about $130 million"
    )
    figure.passages.add(passage)

    shown = api.get(f"/api/v1/trade-figures/{figure.pk}/").json()

    assert Decimal(shown["value"]) == 130_000_000
    assert (shown["qualifier"], shown["currency"]) == ("about", "USD")
    assert shown["source"]["key"] == passage.source.key
    assert shown["passages"] == [
        {
            "source": passage.source.key,
            "start": 18,
            "end": 36,
            "words": "about $130 million",
        }
    ]


def test_a_figure_that_is_missing_is_null_and_not_zero(api: APIClient) -> None:
    figure = make.TradeFigureFactory(value=None, observation_status="O")

    shown = api.get(f"/api/v1/trade-figures/{figure.pk}/").json()

    assert shown["value"] is None
    assert shown["observation_status"] == "O"


def test_unknown_values_come_last_in_either_order(api: APIClient) -> None:
    missing = make.TradeFigureFactory(value=None, observation_status="O", period="2020")
    make.TradeFigureFactory()

    for ordering in ("value", "-value"):
        rows = api.get("/api/v1/trade-figures/", {"ordering": ordering}).json()["results"]

        assert rows[-1]["id"] == missing.pk
