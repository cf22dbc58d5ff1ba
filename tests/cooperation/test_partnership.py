"""Partnerships: two regions across a border, stored once in the order of their codes."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from cooperation.models import Partnership, PartnershipStage
from tests.constraints import breaks
from tests.factories import PartnershipFactory, RegionFactory, RegionNameFactory
from trade.models import Region


@breaks("cooperation_partnership_is_unique")
def test_is_recorded_once() -> Partnership:
    partnership = PartnershipFactory()
    again = PartnershipFactory(region_b=RegionFactory(russia=True))
    again.region_b = partnership.region_b
    return again


@breaks("cooperation_partnership_is_in_order_of_codes")
def test_is_not_of_one_region() -> Partnership:
    partnership = PartnershipFactory()
    partnership.region_b = partnership.region_a
    return partnership


@breaks("cooperation_partnership_declaration_is_dated")
def test_a_declared_stage_is_dated() -> Partnership:
    partnership = PartnershipFactory()
    partnership.declared_stage = PartnershipStage.ACTIVE
    return partnership


@breaks("cooperation_partnership_declaration_is_dated")
def test_a_date_declares_something() -> Partnership:
    partnership = PartnershipFactory()
    partnership.declared_on = dt.date(2025, 10, 20)
    return partnership


@pytest.mark.django_db
def test_the_database_takes_one_order_only() -> None:
    mordovia, belarus = RegionFactory(mordovia=True), RegionFactory()

    with pytest.raises(IntegrityError, match="is_in_order_of_codes"), transaction.atomic():
        Partnership.objects.create(region_a=mordovia, region_b=belarus)


@pytest.mark.django_db
def test_a_form_takes_either_order() -> None:
    partnership = Partnership(region_a=RegionFactory(mordovia=True), region_b=RegionFactory())

    partnership.full_clean()

    assert partnership.regions == ("BY", "RU-MO")


@pytest.mark.django_db
def test_a_hyphen_comes_before_letters() -> None:
    """PostgreSQL's usual collation would ignore it, and put RU-MO behind RUS."""
    mordovia = RegionFactory(mordovia=True)
    other = RegionFactory(code="RUS", name="Somewhere")
    Partnership.objects.bulk_create([Partnership(region_a=mordovia, region_b=other)])

    assert Partnership.objects.of("RUS", "RU-MO").exists()


@pytest.mark.parametrize("russian", [{"russia": True}, {"mordovia": True}])
@pytest.mark.django_db
def test_reaches_across_a_border(russian: dict[str, bool]) -> None:
    tatarstan = RegionFactory(mordovia=True, code="RU-TA", name="Tatarstan")
    partnership = Partnership(region_a=RegionFactory(**russian), region_b=tatarstan)

    with pytest.raises(ValidationError) as refused:
        partnership.full_clean()

    assert "are of one country" in "".join(refused.value.messages)


@pytest.mark.django_db
def test_is_of_a_country_and_a_region_or_of_equals() -> None:
    russia = RegionFactory(russia=True)

    PartnershipFactory().full_clean()
    PartnershipFactory(region_b=russia).full_clean()


@pytest.mark.parametrize("regions", [("BY", "RU-MO"), ("RU-MO", "BY")])
@pytest.mark.django_db
def test_is_found_in_either_order(regions: tuple[str, str]) -> None:
    partnership = PartnershipFactory()

    assert list(Partnership.objects.of(*regions)) == [partnership]


@pytest.mark.parametrize("words", ["Mordovia", "мордовия", "Belarus Mordovia", "by ru-mo"])
@pytest.mark.django_db
def test_is_found_by_the_names_of_its_regions(words: str) -> None:
    partnership = PartnershipFactory()
    RegionNameFactory(name="Мордовия")
    PartnershipFactory(region_b=RegionFactory(code="KZ", name="Kazakhstan"))

    assert list(Partnership.objects.search(words)) == [partnership]


@pytest.mark.django_db
def test_a_statistical_area_is_no_partner() -> None:
    world = RegionFactory(code="W00", name="World", kind=Region.Kind.AREA)

    with pytest.raises(ValidationError, match="World is a statistical area"):
        PartnershipFactory.build(region_a=RegionFactory(), region_b=world).full_clean()
