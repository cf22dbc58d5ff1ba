"""The trade of a partnership through the API: both reporters, mirrors, top products."""

import csv
import datetime as dt
import io
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from drf_spectacular.generators import SchemaGenerator
from openpyxl import load_workbook
from pysdmx.io import read_sdmx
from rest_framework.test import APIClient

from tests.factories import (
    ExchangeRateFactory,
    PartnershipFactory,
    ProductFactory,
    RegionFactory,
    SourceFactory,
    TradeFigureFactory,
)
from tests.test_openapi import closed, faults
from trade.figures.exporting.formats import FORMATS
from trade.figures.totals import rebuild_totals
from trade.models import Region, Source

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/partnerships/BY/RU-MO/trade/"


@pytest.fixture(autouse=True)
def pair() -> tuple[Region, Region]:
    PartnershipFactory()
    return RegionFactory(), RegionFactory(mordovia=True)


@pytest.fixture
def office(db: None) -> Source:
    return SourceFactory(kind="release", key="office")


def reported(by: str, flow: str, value: float | None, period: str = "2024", **fields: Any) -> Any:
    """What Belarus or Mordovia reports of trade with the other."""
    regions = [RegionFactory(), RegionFactory(mordovia=True)]
    reporter, partner = regions if by == "BY" else reversed(regions)
    frequency = {4: "A", 7: "Q" if "Q" in period else "M"}[len(period)]
    return TradeFigureFactory(
        reporter=reporter,
        partner=partner,
        flow=flow,
        value=value,
        **{"period": period, "frequency": frequency, **fields},
    )


def shown(api: APIClient, **query: Any) -> dict[str, Any]:
    answer = api.get(ADDRESS, query)
    assert answer.status_code == 200, answer.json()
    found: dict[str, Any] = answer.json()
    return found


def values(points: Iterable[dict[str, Any]]) -> list[tuple[str, str, str, str | None]]:
    return [(p["period"], p["reporter"], p["flow"], p["preferred"]["value"]) for p in points]


def test_both_reporters_stand_side_by_side_with_the_gap(api: APIClient, office: Source) -> None:
    reported("BY", "X", 100, source=office, valuation="FOB", released_on="2025-03-01")
    reported("RU-MO", "M", 110, source=office, valuation="CIF")

    found = shown(api)

    assert values(found["points"]) == [
        ("2024", "BY", "X", "100.00"),
        ("2024", "RU-MO", "M", "110.00"),
    ]
    [mirror] = found["mirrors"]
    assert (mirror["origin"], mirror["destination"]) == ("BY", "RU-MO")
    assert (mirror["exported"]["value"], mirror["imported"]["value"]) == ("100.00", "110.00")
    assert mirror["gap"] == {
        "amount": "10.00",
        "percent": "10.0",
        "currency": "USD",
        "is_converted": False,
        "larger": "M",
        "reason": "",
    }
    assert [reason["code"] for reason in mirror["usual_reasons"]] == [
        "valuation",
        "timing",
        "re-exports",
    ]
    exported = mirror["exported"]
    assert (exported["unit_multiplier"], exported["observation_status"]) == (0, "A")
    assert (exported["source"], exported["released_on"]) == ("office", "2025-03-01")


def test_twelve_months_are_a_year_and_eleven_are_not(api: APIClient, office: Source) -> None:
    for month in range(1, 13):
        reported("BY", "X", 10, f"2023-{month:02}", source=office)
    for month in range(1, 12):
        reported("BY", "X", 10, f"2024-{month:02}", source=office)

    found = shown(api)

    assert values(found["points"]) == [("2023", "BY", "X", "120.00")]
    preferred = found["points"][0]["preferred"]
    assert (preferred["is_computed"], preferred["figures"], preferred["id"]) == (True, 12, None)
    assert found["incomplete"] == [
        {
            "period": "2024",
            "reporter": "BY",
            "flow": "X",
            "source": "office",
            "months": 11,
            "needed": 12,
        }
    ]


@pytest.mark.parametrize(
    ("by", "periods"), [("quarter", ["2024-Q1"]), ("month", ["2024-01", "2024-02", "2024-03"])]
)
def test_quarters_and_months(api: APIClient, office: Source, by: str, periods: list[str]) -> None:
    for month in (1, 2, 3):
        reported("BY", "X", 10, f"2024-{month:02}", source=office)

    assert [point["period"] for point in shown(api, by=by)["points"]] == periods


def test_parts_of_exports_are_never_added_to_them(api: APIClient, office: Source) -> None:
    for flow, value in (("X", 100), ("DX", 70), ("RX", 30)):
        reported("BY", flow, value, source=office)

    assert values(shown(api)["points"]) == [("2024", "BY", "X", "100.00")]


def test_without_figures_nothing_is_shown(api: APIClient) -> None:
    found = shown(api)

    assert [found[name] for name in ("points", "mirrors", "incomplete", "top_products")] == [[]] * 4


def test_targets_are_no_trade(api: APIClient) -> None:
    reported("BY", "X", 100, qualifier="target")

    assert shown(api)["points"] == []


def test_the_span_keeps_the_change_against_the_year_before_it(api: APIClient) -> None:
    for year, value in (("2022", 1), ("2023", 80), ("2024", 100), ("2025", 5)):
        reported("BY", "X", value, year)

    found = shown(api, **{"from": "2024", "to": "2024-12"})

    assert values(found["points"]) == [("2024", "BY", "X", "100.00")]
    assert found["points"][0]["change"] == {"against": "2023", "percent": "25.0", "reason": ""}


def test_only_one_source_may_be_asked_for(api: APIClient, office: Source) -> None:
    reported("BY", "X", 100, source=office)
    reported("BY", "X", 90)

    both, one = shown(api), shown(api, source="office")

    assert [len(found["points"][0]["others"]) for found in (both, one)] == [1, 0]


def test_dollars_stand_beside_other_currencies_with_the_rate(api: APIClient) -> None:
    ExchangeRateFactory(units_per_usd=Decimal("0.8"), source=SourceFactory(key="bank"))
    reported("BY", "X", 80, currency="EUR")
    reported("BY", "M", 80, currency="BYN")

    imports, exports = (p["preferred"]["usd"] for p in shown(api)["points"])

    assert exports == {
        "value": "100.00",
        "rate": "0.80000000",
        "rate_source": "bank",
        "reason": "",
    }
    assert imports == {
        "value": None,
        "rate": None,
        "rate_source": "",
        "reason": "No rate of BYN for 2024 is on record.",
    }


def test_a_series_says_that_it_mixes_editions(api: APIClient, office: Source) -> None:
    for edition, year in (("HS2017", "2021"), ("HS2022", "2022")):
        product = ProductFactory(wire=True, edition=edition)
        reported("BY", "X", 5, year, product=product, source=office)

    found = shown(api, product="85")

    assert (found["editions"], found["mixes_editions"]) == (["HS2017", "HS2022"], True)
    assert found["points"][1]["change"]["reason"] == (
        "the products are coded in different editions"
    )


def lines(office: Source, year: str = "2024", *, count: int = 3) -> None:
    for number in range(1, count + 1):
        product = ProductFactory(wire=True, code=f"{number:02}", name=f"Chapter {number}")
        reported("BY", "X", 10 * number, year, product=product, source=office)
    rebuild_totals()


def test_top_products_are_of_the_latest_year_at_one_level(api: APIClient, office: Source) -> None:
    lines(office, "2023", count=12)
    lines(office, "2024")
    reported("BY", "X", 999, product=ProductFactory(), source=office)
    heading = ProductFactory(
        wire=True, code="0101", level=4, parent=ProductFactory(wire=True, code="01")
    )
    reported("BY", "X", 999, product=heading, source=office)
    rebuild_totals()

    [top] = shown(api)["top_products"]

    assert (top["year"], top["level"], top["lines"], top["source"]) == (2024, 2, 3, "office")
    assert [(p["code"], p["value"], p["share_percent"]) for p in top["products"]] == [
        ("03", "30.00", "50.0"),
        ("02", "20.00", "33.3"),
        ("01", "10.00", "16.7"),
    ]


def test_top_products_of_a_product_are_its_lines(api: APIClient, office: Source) -> None:
    for chapter in ("84", "85"):
        parent = ProductFactory(wire=True, code=chapter)
        heading = ProductFactory(wire=True, code=f"{chapter}01", level=4, parent=parent)
        reported("BY", "X", 5, product=heading, source=office)
    rebuild_totals()

    [top] = shown(api, product="85")["top_products"]

    assert (top["level"], [product["code"] for product in top["products"]]) == (4, ["8501"])


def test_top_products_may_come_from_twelve_months(api: APIClient, office: Source) -> None:
    product = ProductFactory(wire=True)
    for month in range(1, 13):
        reported("BY", "X", 5, f"2024-{month:02}", product=product, source=office)
    rebuild_totals()

    [top] = shown(api)["top_products"]

    assert top["is_from_months"]
    assert [product["value"] for product in top["products"]] == ["60.00"]


def test_the_address_of_the_figures_leads_to_them(api: APIClient, office: Source) -> None:
    figure = reported("BY", "X", 5, source=office)
    reported("BY", "X", 5, "2020", source=office)

    address = shown(api, **{"from": "2024", "source": "office"})["figures"]

    assert [row["id"] for row in api.get(address).json()["results"]] == [figure.pk]


def test_it_takes_as_many_queries_for_many_figures_as_for_one(
    api: APIClient, office: Source
) -> None:
    lines(office, count=1)
    reported("BY", "X", 1, "2019")
    shown(api)
    with CaptureQueriesContext(connection) as few:
        shown(api)
    lines(office, "2023", count=12)
    for year in range(2020, 2025):
        reported("BY", "X", 1, str(year))
        reported("RU-MO", "M", 1, str(year))

    with CaptureQueriesContext(connection) as many:
        shown(api)

    assert len(many) == len(few)


@pytest.mark.parametrize("region", ["RU-MO/BY", "by/ru-mo"])
def test_the_other_order_and_lower_case_lead_to_it(api: APIClient, region: str) -> None:
    answer = api.get(f"/api/v1/partnerships/{region}/trade/?by=month")

    assert answer.status_code == 301
    assert answer["Location"] == f"{ADDRESS}?by=month"


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ({"by": "week"}, "There is no such period."),
        ({"product": "9999"}, "There is no product with this code."),
        ({"product": "\x00"}, "There is no product with this code."),
        ({"level": "3"}, "There is no such level here."),
        ({"level": "two"}, "There is no such level here."),
        ({"from": "last year"}, "Give a period as in 2020, 2020-Q1 or 2020-03."),
        ({"to": "0001"}, "Give a period as in 2020, 2020-Q1 or 2020-03."),
        ({"from": "0000"}, "Give a period as in 2020, 2020-Q1 or 2020-03."),
        ({"source": "nobody"}, "There is no source with this key."),
        ({"as_of": "2025-01-01"}, "There is no such parameter here."),
        ({"by": ["year", "month"]}, "Give it once."),
    ],
)
def test_a_bad_query_is_refused_with_the_reason(
    api: APIClient, query: dict[str, Any], reason: str
) -> None:
    ProductFactory()

    answer = api.get(ADDRESS, query)

    assert answer.status_code == 400
    [fault] = answer.json()["errors"]
    assert (fault["parameter"], fault["reason"]) == (next(iter(query)), reason)


def test_regions_without_a_partnership_have_none(api: APIClient) -> None:
    RegionFactory(code="KZ", name="Kazakhstan")

    assert api.get("/api/v1/partnerships/BY/KZ/trade/").status_code == 404


def test_the_answer_is_as_the_schema_says(api: APIClient, office: Source) -> None:
    schema = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    path = "/api/v1/partnerships/{region_a}/{region_b}/trade/"
    part = schema["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    reported("BY", "X", 100, source=office)
    reported("BY", "X", 90)
    reported("RU-MO", "M", None, source=office, observation_status="Q")
    reported("BY", "M", 1, "2023-01", source=office)
    lines(office)

    found = shown(api)

    assert found["incomplete"]
    assert found["top_products"]
    assert faults(closed(schema), part, found) == []


class TestFiles:
    """The same series as rows."""

    @pytest.fixture(autouse=True)
    def series(self, office: Source) -> None:
        news = SourceFactory(key="news")
        ExchangeRateFactory(currency="RUB", year=2024, units_per_usd=Decimal(100))
        common = {"source": office, "currency": "RUB", "released_on": "2025-03-31"}
        for number in range(1, 13):
            reported("BY", "X", 1_000, f"2024-{number:02}", **common)
        reported("BY", "X", 20_000, source=news, currency="RUB", qualifier="about")
        reported("RU-MO", "M", 13_000, valuation="CIF", **common)
        reported("RU-MO", "M", None, "2023", observation_status="Q", **common)

    def rows(self, api: APIClient, **query: Any) -> list[dict[str, str]]:
        answer = api.get(ADDRESS, {"format": "csv", **query})
        assert answer.status_code == 200, answer.content
        return list(csv.DictReader(io.StringIO(answer.content.decode(), newline="")))

    def test_csv_has_a_row_for_each_claim_the_preferred_one_first(self, api: APIClient) -> None:
        missing, summed, claimed, mirrored = self.rows(api)

        assert (missing["period"], missing["value"], missing["status"]) == ("2023", "", "Q")
        assert (summed["value"], summed["is_computed"], summed["figures"]) == (
            "12000.00",
            "true",
            "12",
        )
        assert (summed["value_usd"], summed["usd_rate"]) == ("120.00", "100.00000000")
        assert (summed["source"], summed["released_on"]) == ("office", "2025-03-31")
        assert (summed["gap"], summed["gap_percent"], summed["gap_currency"]) == (
            "1000.00",
            "8.3",
            "RUB",
        )
        assert (claimed["is_preferred"], claimed["qualifier"]) == ("false", "about")
        assert (claimed["source"], claimed["gap"]) == ("news", "")
        assert (mirrored["reporter"], mirrored["flow"], mirrored["valuation"]) == (
            "RU-MO",
            "M",
            "CIF",
        )

    def test_pysdmx_reads_what_releases_state_exactly(self, api: APIClient) -> None:
        answer = api.get(ADDRESS, {"format": "sdmx-csv"})

        [dataset] = read_sdmx(answer.content.decode(), validate=False).data
        assert dataset.short_urn == "Dataflow=BILATERAL:PARTNERSHIP_TRADE(1.0.0)"
        found = dataset.data.sort_values(["TIME_PERIOD", "REF_AREA"])
        assert list(found["REF_AREA"]) == ["RU-MO", "BY", "RU-MO"]
        assert list(found["OBS_VALUE"]) == ["", "12000.00", "13000.00"]
        assert [str(is_so).lower() for is_so in found["IS_COMPUTED"]] == ["false", "true", "false"]
        assert set(found["SOURCE"]) == {"office"}

    def test_a_workbook_has_the_rows_of_the_csv(self, api: APIClient) -> None:
        answer = api.get(ADDRESS, {"format": "xlsx"})

        sheet = load_workbook(io.BytesIO(answer.content)).active
        header, *rows = sheet.iter_rows(values_only=True)
        assert [row["period"] for row in self.rows(api)] == [row[0] for row in rows]
        assert (header[6], rows[1][6], rows[1][header.index("is_computed")]) == (
            "value",
            12000,
            True,
        )

    @pytest.mark.parametrize(
        ("accept", "media_type", "begins"),
        [
            ("text/csv", "text/csv; charset=utf-8", b"period,reporter,"),
            (
                "application/vnd.sdmx.data+csv",
                "application/vnd.sdmx.data+csv; version=2.0.0; charset=utf-8",
                b"STRUCTURE,",
            ),
            (FORMATS["xlsx"].media_type, FORMATS["xlsx"].media_type, b"PK"),
            ("application/json", "application/json", b"{"),
            ("*/*", "application/json", b"{"),
        ],
    )
    def test_the_accept_header_is_followed(
        self, api: APIClient, accept: str, media_type: str, begins: bytes
    ) -> None:
        answer = api.get(ADDRESS, headers={"accept": accept})

        assert answer.headers["Content-Type"] == media_type
        assert answer.content.startswith(begins)

    def test_the_format_in_the_address_goes_before_the_header(self, api: APIClient) -> None:
        answer = api.get(ADDRESS, {"format": "csv"}, headers={"accept": "application/json"})

        assert answer.content.startswith(b"period,")
        assert answer.headers["Content-Disposition"] == (
            'attachment; filename="trade-BY-RU-MO.csv"'
        )

    def test_an_unknown_format_is_refused_with_those_there_are(self, api: APIClient) -> None:
        answer = api.get(ADDRESS, {"format": "pdf"})

        assert answer.status_code == 400
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert answer.json()["errors"][0]["allowed"] == ["json", "csv", "sdmx-csv", "xlsx"]

    def test_a_fault_is_a_problem_document_in_every_format(self, api: APIClient) -> None:
        answer = api.get(ADDRESS, {"format": "csv", "by": "week"})

        assert answer.status_code == 400
        assert answer.json()["errors"][0]["parameter"] == "by"


class TestArchivedSources:
    """What was put aside is not shown, as in the status."""

    def put_aside(self, source: Source) -> None:
        source.archived_on, source.archive_reason = dt.date(2025, 1, 1), "withdrawn"
        source.save()

    def test_neither_series_nor_top_products_show_them(
        self, api: APIClient, office: Source
    ) -> None:
        reported("BY", "X", 5, source=office)
        reported("BY", "X", 5, source=office, product=ProductFactory(wire=True))
        rebuild_totals()
        before = shown(api)
        self.put_aside(office)

        after = shown(api)

        assert (len(before["points"]), len(before["top_products"])) == (1, 1)
        assert (after["points"], after["top_products"]) == ([], [])

    def test_one_that_is_asked_for_by_name_is_shown(self, api: APIClient, office: Source) -> None:
        reported("BY", "X", 5, source=office)
        self.put_aside(office)

        assert len(shown(api, source="office")["points"]) == 1

    def test_one_to_be_put_aside_later_is_still_there(self, api: APIClient, office: Source) -> None:
        reported("BY", "X", 5, source=office)
        office.archived_on, office.archive_reason = dt.date(2999, 1, 1), "planned"
        office.save()

        assert len(shown(api)["points"]) == 1
