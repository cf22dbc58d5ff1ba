"""Calls are as few as can be, and none can be cut off."""

import itertools
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trade.figures.comtrade.calls import Call, is_cut_off, periods_of, plan

WANTED = Call("A", ("112",), ("643",), ("2020", "2021"), ("X", "M"), ("TOTAL", "AG2", "AG6"))


def test_one_call_a_year_where_it_cannot_be_cut_off() -> None:
    calls = plan(WANTED)

    assert [call.periods for call in calls] == [("2020",), ("2021",)]
    assert {call.products for call in calls} == {WANTED.products}


def test_the_months_of_a_year_are_one_call() -> None:
    calls = plan(replace(WANTED, frequency="M", periods=periods_of([2020, 2021], "M")))

    assert [(call.periods[0], call.periods[-1]) for call in calls] == [
        ("202001", "202012"),
        ("202101", "202112"),
    ]


def test_a_call_that_might_reach_the_limit_is_split_by_flow_then_level() -> None:
    calls = plan(replace(WANTED, periods=("2020",)), limit=6_550)

    assert [(call.flows, call.products) for call in calls] == [
        (("X",), ("TOTAL", "AG2")),
        (("X",), ("AG6",)),
        (("M",), ("TOTAL", "AG2")),
        (("M",), ("AG6",)),
    ]


def test_many_codes_are_several_calls_so_that_no_address_gets_too_long() -> None:
    codes = tuple(f"{code:06d}" for code in range(250))

    calls = plan(replace(WANTED, periods=("2020",), products=codes))

    assert max(len(call.products) for call in calls) <= 100


def test_an_atom_has_no_parts() -> None:
    assert Call("A", ("112",), ("643",), ("2020",), ("X",), ("AG6",)).parts() is None


tuples = st.lists(st.sampled_from("abcdefgh"), min_size=1, max_size=6, unique=True).map(tuple)


@given(
    wanted=st.builds(
        Call,
        frequency=st.just("M"),
        reporters=tuples,
        partners=tuples,
        periods=st.lists(
            st.sampled_from(periods_of([2020, 2021], "M")), min_size=1, max_size=9, unique=True
        ).map(lambda periods: tuple(sorted(periods))),
        flows=tuples,
        products=st.lists(
            st.sampled_from(["TOTAL", "AG2", "AG4", "AG6", "27", "8544"]),
            min_size=1,
            max_size=6,
            unique=True,
        ).map(tuple),
    ),
    limit=st.integers(2, 300_000),
)
def test_the_calls_ask_for_everything_once(wanted: Call, limit: int) -> None:
    def cells(call: Call) -> set[tuple[str, ...]]:
        return set(
            itertools.product(
                call.reporters, call.partners, call.periods, call.flows, call.products
            )
        )

    calls = plan(wanted, limit=limit)

    asked = [cell for call in calls for cell in cells(call)]
    assert sorted(asked) == sorted(cells(wanted))
    assert all(call.most_rows < limit or call.parts() is None for call in calls)


@pytest.mark.parametrize(
    ("rows", "cut"),
    [(0, False), (500, False), (99_999, False), (100_000, True), (250_000, True), (250_001, True)],
)
def test_an_answer_of_a_full_page_was_cut_off(rows: int, cut: bool) -> None:
    assert is_cut_off(rows) is cut


def test_a_call_is_named_by_what_it_asks_for() -> None:
    months = replace(WANTED, frequency="M", periods=periods_of([2020], "M"))

    assert str(months) == "202001–202012, X, M, TOTAL, AG2, AG6"
    assert str(replace(WANTED, periods=("2020",), products=("1", "2", "3", "4", "5"))) == (
        "2020, X, M, 1, 2, 3, 4, …"
    )
