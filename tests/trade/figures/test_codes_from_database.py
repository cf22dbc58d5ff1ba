"""The codes that files use lead to the regions of the database."""

import pytest

from tests.factories import RegionFactory
from trade.figures.codes import codes_from_database
from trade.models import Region

pytestmark = pytest.mark.django_db


def test_regions_are_found_by_their_numbers_and_letters() -> None:
    RegionFactory(code="AT", alpha3="AUT", numeric_code="040")
    RegionFactory(code="FR", alpha3="FRA", numeric_code="250")

    codes = codes_from_database()

    assert {"AT", "FR"} <= codes.regions
    assert codes.by_number["40"] == "AT"
    assert codes.by_alpha3["AUT"] == "AT"


def test_the_numbers_that_comtrade_alone_uses_lead_to_the_same_regions() -> None:
    RegionFactory(code="FR", numeric_code="250")

    codes = codes_from_database()

    assert codes.by_number["250"] == codes.by_number["251"] == "FR"
    assert "842" not in codes.by_number  # no US here


def test_statistical_areas_are_found_too() -> None:
    RegionFactory(code="W00", kind=Region.Kind.AREA, alpha3="", numeric_code="")
    RegionFactory(code="M899", kind=Region.Kind.AREA, alpha3="", numeric_code="")

    codes = codes_from_database()

    assert codes.by_number["0"] == "W00"
    assert codes.by_alpha3["WLD"] == "W00"
    assert codes.by_number["899"] == "M899"


def test_one_query_reads_them(django_assert_num_queries) -> None:
    RegionFactory(code="AT")

    with django_assert_num_queries(1):
        codes_from_database()
