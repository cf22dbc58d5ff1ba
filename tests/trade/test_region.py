"""Regions: their codes, their place in a country, their other names."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import ProtectedError

from tests.constraints import breaks
from tests.factories import RegionFactory, RegionMentionFactory, RegionNameFactory
from trade.models import Region, RegionMention, RegionName


@breaks("trade_region_has_a_parent_if_a_subdivision")
def test_a_subdivision_names_what_it_is_part_of() -> Region:
    mordovia = RegionFactory(mordovia=True)
    mordovia.parent = None
    return mordovia


@breaks("trade_region_has_a_parent_if_a_subdivision")
def test_a_country_is_part_of_nothing() -> Region:
    belarus = RegionFactory()
    belarus.parent = RegionFactory(russia=True)
    return belarus


@breaks("trade_region_is_not_part_of_itself")
def test_is_not_part_of_itself() -> Region:
    mordovia = RegionFactory(mordovia=True)
    mordovia.parent = mordovia
    return mordovia


@breaks("trade_regionname_is_given_once")
def test_has_each_name_once() -> RegionName:
    given = RegionNameFactory(name="Мордовия")
    again = RegionNameFactory()
    again.name = given.name
    return again


@breaks("trade_regionmention_is_recorded_once_a_source")
def test_is_mentioned_once_a_source() -> RegionMention:
    mention = RegionMentionFactory()
    again = RegionMentionFactory()
    again.source = mention.source
    return again


@pytest.mark.parametrize("code", ["by", "BLR", "RU-", "RU-MORD", "RU_MO", "РУ", ""])
@pytest.mark.django_db
def test_a_code_is_of_iso_3166(code: str) -> None:
    region = Region(code=code, kind=Region.Kind.COUNTRY, name="Somewhere")

    with pytest.raises(ValidationError) as refused:
        region.full_clean()

    assert "code" in refused.value.message_dict


@pytest.mark.django_db
def test_within_holds_a_region_and_its_parts_to_the_depth_of_iso() -> None:
    mordovia = RegionFactory(mordovia=True)
    district = RegionFactory(
        code="RU-MO1", name="District", kind=Region.Kind.SUBDIVISION, parent=mordovia
    )
    RegionFactory()

    assert list(Region.objects.within("RU")) == [mordovia.parent, mordovia, district]
    assert list(Region.objects.within("RU-MO")) == [mordovia, district]


@pytest.mark.parametrize("code", ["BY", "RU-MO"])
def test_the_country_code_is_the_front_of_the_code(code: str) -> None:
    assert Region(code=code).country_code == code[:2]


@pytest.mark.django_db
def test_a_country_with_parts_is_not_deleted() -> None:
    mordovia = RegionFactory(mordovia=True)

    with pytest.raises(ProtectedError):
        mordovia.parent.delete()


@pytest.mark.django_db
def test_codes_sort_as_python_sorts_them() -> None:
    RegionFactory(mordovia=True)
    for code in ("RUS", "RU-MOS", "RW", "RUB"):
        Region.objects.bulk_create([Region(code=code, kind=Region.Kind.COUNTRY, name=code)])

    codes = list(Region.objects.values_list("code", flat=True))

    assert codes == sorted(codes)


@pytest.mark.django_db
def test_every_column_with_a_region_code_compares_byte_by_byte() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite always compares so")
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT class.relname, attribute.attname, coll.collname
            FROM pg_attribute attribute
            JOIN pg_class class ON class.oid = attribute.attrelid AND class.relkind = 'r'
            JOIN pg_collation coll ON coll.oid = attribute.attcollation
            WHERE class.relnamespace = 'public'::regnamespace
            """
        )
        collations = {(table, column): name for table, column, name in cursor.fetchall()}

    columns = {("trade_region", "code")} | {
        (relation.related_model._meta.db_table, relation.field.column)
        for relation in Region._meta.related_objects
        if relation.field.concrete and not relation.field.many_to_many
    }

    assert {("cooperation_partnership", "region_a_id"), ("trade_region", "parent_id")} <= columns
    assert {collations[column] for column in columns} == {"C"}
