"""The state of a mechanism on a day."""

import pytest

from cooperation.status.mechanisms import mechanisms_on, state_on
from tests.cooperation.status.plain import day, mechanism


@pytest.mark.parametrize(
    ("made", "as_of", "state"),
    [
        (mechanism(start="2024"), "2023-12-31", "not_yet"),
        (mechanism(start="2024"), "2024-01-01", "operating"),
        (mechanism(start="2024-09-02"), "2024-09-01", "not_yet"),
        (mechanism(start="2024-09-02"), "2024-09-02", "operating"),
        (mechanism(published="2025-10-20"), "2025-10-19", "not_yet"),
        (mechanism(published="2025-10-20"), "2025-10-20", "operating"),
        (mechanism(published=""), "1999-01-01", "operating"),
        (mechanism("planned", start="2024"), "2025-12-31", "planned"),
        (mechanism("planned", start="2027"), "2025-12-31", "planned"),
        (mechanism("planned", published="2025-10-20"), "2025-01-01", "not_yet"),
        (mechanism("closed", start="2010", end="2015-06"), "2015-06-30", "operating"),
        (mechanism("closed", start="2010", end="2015-06"), "2015-07-01", "closed"),
        (mechanism("closed", start="2010", end="2015-06"), "2009-12-31", "not_yet"),
        (mechanism("closed", end="2015", published="2025-10-20"), "2016-01-01", "not_yet"),
        (mechanism("closed", start="2010"), "2012-01-01", "closed"),
    ],
)
def test_state_on_a_day(made, as_of, state):
    assert state_on(made, day(as_of)) == state


def test_stand_in_the_order_of_names():
    made = [mechanism(name="Sales centre"), mechanism(name="Commission")]

    lines = mechanisms_on(made, day("2025-12-31"))

    assert [line.name for line in lines] == ["Commission", "Sales centre"]
