"""Officials: who held what on a date, and by which names they are found."""

import datetime as dt

import pytest

from cooperation.models import Official, Post
from tests.factories import OfficialFactory, PostFactory, RegionFactory, TenureFactory

pytestmark = pytest.mark.django_db

DAY = dt.date(2025, 10, 20)


def test_the_highest_post_of_a_date_comes_first() -> None:
    official = OfficialFactory()
    minister = PostFactory(title="Minister", rank=Post.Rank.MINISTER)
    TenureFactory(official=official, post=minister, starts_on=dt.date(2025, 1, 1))
    head = TenureFactory(official=official)

    assert official.tenure_on(DAY) == head


def test_of_equal_posts_the_last_begun_comes_first() -> None:
    official = OfficialFactory()
    TenureFactory(official=official, post=PostFactory(title="Head"), starts_on=None)
    TenureFactory(official=official, starts_on=dt.date(2020, 1, 1))
    later = TenureFactory(official=official, starts_on=dt.date(2024, 1, 1))

    assert official.tenure_on(DAY) == later


def test_a_post_for_another_region_does_not_count() -> None:
    tenure = TenureFactory()
    RegionFactory()

    assert tenure.official.tenure_on(DAY, region="RU-MO") == tenure
    assert tenure.official.tenure_on(DAY, region="BY") is None


def test_in_post_holds_those_with_some_post_once() -> None:
    official = TenureFactory().official
    TenureFactory(official=official, post=PostFactory(title="Minister"))
    TenureFactory(ends_on=dt.date(2024, 12, 31))
    OfficialFactory()

    assert list(Official.objects.in_post(on=DAY)) == [official]


@pytest.mark.parametrize("words", ["ЗДУНОВ", "zdunov artem", "Head of the Republic", "Artyom"])
def test_is_found_by_name_spelling_and_post(words: str) -> None:
    official = TenureFactory(official__other_names="Artyom Zdunov").official
    OfficialFactory(name="Viktor Karankevich", original_name="Виктор Каранкевич")

    assert list(Official.objects.search(words)) == [official]
