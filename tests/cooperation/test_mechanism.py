"""Mechanisms: what stands between two regions, since when and until when."""

import datetime as dt

import pytest

from cooperation.models import Mechanism
from tests.constraints import breaks
from tests.factories import MechanismFactory
from trade.models import PartialDate, Precision


@breaks("cooperation_mechanism_name_is_unique_in_its_partnership")
def test_a_partnership_has_one_of_a_name() -> Mechanism:
    mechanism = MechanismFactory()
    again = MechanismFactory()
    again.name = mechanism.name
    return again


@breaks("cooperation_mechanism_does_not_end_before_it_starts")
def test_does_not_end_before_it_starts() -> Mechanism:
    mechanism = MechanismFactory(state="closed", starts_on=dt.date(2024, 3, 5))
    mechanism.ends_on = dt.date(2024, 3, 4)
    return mechanism


@breaks("cooperation_mechanism_that_ended_is_closed")
def test_one_that_ended_is_closed() -> Mechanism:
    mechanism = MechanismFactory()
    mechanism.ends_on = dt.date(2024, 3, 5)
    return mechanism


@breaks("cooperation_mechanism_precisions_agree")
def test_a_start_known_to_the_year_is_its_first_of_january() -> Mechanism:
    mechanism = MechanismFactory()
    mechanism.starts_on, mechanism.starts_on_precision = dt.date(2024, 9, 1), Precision.YEAR
    return mechanism


@breaks("cooperation_mechanism_precisions_agree")
def test_an_end_known_to_the_month_is_its_first_day() -> Mechanism:
    mechanism = MechanismFactory(state="closed")
    mechanism.ends_on, mechanism.ends_on_precision = dt.date(2024, 9, 2), Precision.MONTH
    return mechanism


@pytest.mark.parametrize(
    "end",
    [
        PartialDate(dt.date(2024, 1, 1), Precision.YEAR),
        PartialDate(dt.date(2024, 3, 1), Precision.MONTH),
        PartialDate(dt.date(2024, 3, 5)),
    ],
    ids=str,
)
@pytest.mark.django_db
def test_may_end_in_the_year_or_month_it_starts_in(end: PartialDate) -> None:
    mechanism = MechanismFactory(
        state=Mechanism.State.CLOSED,
        starts_on=dt.date(2024, 3, 5),
        ends_on=end.first,
        ends_on_precision=end.precision,
    )

    mechanism.full_clean()

    assert mechanism.end == end


@pytest.mark.django_db
def test_one_closed_at_an_unknown_date_is_recorded() -> None:
    MechanismFactory(state=Mechanism.State.CLOSED).full_clean()


@pytest.mark.django_db
def test_its_start_is_known_to_the_year_or_not_at_all() -> None:
    known = MechanismFactory(starts_on=dt.date(2024, 1, 1), starts_on_precision=Precision.YEAR)

    assert MechanismFactory().start is None
    assert str(known.start) == "2024"
