"""Sectors: a tree of areas of cooperation, and the terms that name them."""

import pytest

from cooperation.models import Sector, SectorTerm
from tests.constraints import assert_refuses, breaks
from tests.factories import SectorFactory, SectorTermFactory


@breaks("cooperation_sectorterm_names_one_sector")
def test_a_term_names_one_sector() -> SectorTerm:
    term = SectorTermFactory()
    again = SectorTermFactory(sector=SectorFactory(code="rolling-stock"))
    again.term = term.term
    return again


@pytest.fixture
def tree(db: None) -> dict[str, Sector]:
    industry = SectorFactory(code="industry", name="Industry")
    machinery = SectorFactory(code="machinery", name="Machinery", parent=industry)
    lifts = SectorFactory(parent=machinery)
    SectorFactory(code="culture", name="Culture")
    return {"industry": industry, "machinery": machinery, "lifts": lifts}


def test_is_not_part_of_itself(tree: dict[str, Sector]) -> None:
    tree["industry"].parent = tree["industry"]

    assert_refuses(tree["industry"], "parent", "A sector cannot be part of itself.")


def test_is_not_part_of_its_own_part(tree: dict[str, Sector]) -> None:
    tree["industry"].parent = tree["lifts"]

    assert_refuses(tree["industry"], "parent", "A sector cannot be part of itself.")


@pytest.mark.parametrize("codes", ["302", [302], {"code": "302"}, ["302", None]])
@pytest.mark.django_db
def test_isic_codes_are_a_list_of_texts(codes: object) -> None:
    sector = SectorFactory()
    sector.isic_codes = codes

    assert_refuses(sector, "isic_codes", "Give a list of codes, each in quotes.")


@pytest.mark.parametrize(
    ("code", "under"),
    [
        ("industry", {"industry", "machinery", "lifts"}),
        ("machinery", {"machinery", "lifts"}),
        ("lifts", {"lifts"}),
        ("unknown", set()),
    ],
)
def test_under_holds_a_sector_and_all_below(
    tree: dict[str, Sector], code: str, under: set[str]
) -> None:
    assert set(Sector.objects.under(code).values_list("code", flat=True)) == under


def test_is_found_by_its_terms(tree: dict[str, Sector]) -> None:
    SectorTermFactory(sector=tree["lifts"], term="elevators")

    assert list(Sector.objects.search("elevat")) == [tree["lifts"]]
