"""Exchange rates as the API shows them."""

import pytest
from rest_framework.test import APIClient

from tests import factories as make

pytestmark = pytest.mark.django_db


def test_a_rate_is_shown_to_its_last_digit_with_its_source(api: APIClient) -> None:
    rate = make.ExchangeRateFactory(source=make.SourceFactory(key="bank", kind="release"))

    shown = api.get(f"/api/v1/exchange-rates/{rate.pk}/").json()

    assert (shown["currency"], shown["year"]) == ("EUR", 2024)
    assert shown["units_per_usd"] == "0.92400000"
    assert (shown["source"]["key"], shown["source"]["kind"]) == ("bank", "release")


@pytest.mark.parametrize("year", ["24", "2024.5", "NaN", "10000", "last"])
def test_a_year_that_is_none_is_refused(api: APIClient, year: str) -> None:
    answer = api.get("/api/v1/exchange-rates/", {"year": year})

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["parameter"] == "year"
