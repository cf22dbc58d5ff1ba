"""What goes which way."""

from cooperation.status.goods import goods_by_direction
from tests.cooperation.status.plain import PAIR, good


def test_both_directions_are_shown_also_when_one_is_empty():
    goods = [good("wire"), good("copper wire")]

    to_mordovia, to_belarus = goods_by_direction(PAIR, goods)

    assert (to_mordovia.origin, to_mordovia.destination, to_mordovia.goods) == ("BY", "RU-MO", ())
    assert [g.name for g in to_belarus.goods] == ["copper wire", "wire"]
