"""Who was in post on a day."""

import pytest

from cooperation.models import Tenure
from cooperation.status.people import covers, in_post_on
from tests.cooperation.status.plain import PAIR, day, tenure

CASES = [
    ("", "", "1900-01-01", True),
    ("2020-11-18", "", "2020-11-17", False),
    ("2020-11-18", "", "2020-11-18", True),
    ("2020-11", "", "2020-11-01", True),
    ("2020", "", "2019-12-31", False),
    ("", "2024-05-06", "2024-05-06", True),
    ("", "2024-05-06", "2024-05-07", False),
    ("", "2024-02", "2024-02-29", True),
    ("", "2024-02", "2024-03-01", False),
    ("2024", "2024", "2024-12-31", True),
    ("2024", "2024", "2025-01-01", False),
]


@pytest.mark.parametrize(("start", "end", "as_of", "in_post"), CASES)
def test_covers_a_day_as_the_model_does(start, end, as_of, in_post):
    plain = tenure(start, end)
    record = Tenure()
    if plain.start:
        record.starts_on, record.starts_on_precision = plain.start
    if plain.end:
        record.ends_on, record.ends_on_precision = plain.end

    assert covers(plain, day(as_of)) is in_post
    assert record.covers(day(as_of)) is in_post


UNRECORDED_STARTS = [
    ("2025-10-20", "", "2025-10-19", False),
    ("2025-10-20", "", "2025-10-20", True),
    ("2025-10-20", "2023-10-19", "2023-10-18", False),
    ("2025-10-20", "2023-10-19", "2023-10-19", True),
    ("2021", "2023-10-19", "2021-01-01", True),
    ("", "", "1950-01-01", True),
]


@pytest.mark.parametrize(("published", "met", "as_of", "in_post"), UNRECORDED_STARTS)
def test_without_a_start_somebody_is_in_post_from_the_first_sign_of_it(
    published, met, as_of, in_post
):
    spoken_of = tenure(published=published, first_met=day(met) if met else None)

    _belarus, mordovia = in_post_on(PAIR, [spoken_of], day(as_of))

    assert bool(mordovia.tenures) is in_post


def test_both_sides_stand_with_the_highest_rank_first():
    tenures = [
        tenure("2024", name="Deputy", rank=4, region="BY"),
        tenure("1994-07-20", name="President", rank=1, region="BY"),
        tenure("2025", name="Newer deputy", rank=4, region="BY"),
        tenure("2010", "2015", name="Former head"),
    ]

    belarus, mordovia = in_post_on(PAIR, tenures, day("2025-12-31"))

    assert [t.name for t in belarus.tenures] == ["President", "Newer deputy", "Deputy"]
    assert mordovia.tenures == ()
