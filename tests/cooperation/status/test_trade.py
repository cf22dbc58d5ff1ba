"""Trade year by year: preferred claims, spreads, balances, changes."""

from decimal import Decimal

import pytest

from cooperation.status.mirrors import mirrors_of
from cooperation.status.trade import latest_turnover, newest_turnover, reported_years
from tests.cooperation.status.plain import figure


def millions(value):
    return None if value is None else value / 1_000_000


def test_nothing_recorded_is_no_year():
    assert reported_years([]) == ()
    assert latest_turnover([]) is newest_turnover([]) is None


def test_three_claims_stand_beside_the_preferred_one():
    claims = [
        figure(130, qualifier="about", amount_as_written="about $130 million", is_pinned=True),
        figure(130, qualifier="over", amount_as_written="just over $130 million"),
        figure(134, qualifier="almost", amount_as_written="almost $134 million"),
    ]

    (year,) = reported_years(claims)

    turnover = year.turnover
    assert (turnover.value, turnover.qualifier) == (Decimal(130_000_000), "about")
    assert (turnover.amount_as_written, turnover.preferred_by) == ("about $130 million", "pinned")
    assert turnover.claims[0].qualifier == "about"
    assert len(turnover.claims) == 3
    spread = turnover.spread
    assert spread is not None
    assert (spread.count, spread.difference, spread.percent) == (
        3,
        Decimal(4_000_000),
        Decimal("3.1"),
    )
    assert turnover.rests_on == (claims[0].evidence,)


def test_what_is_missing_is_null_with_the_reason_never_zero():
    (year,) = reported_years([figure(130)])

    assert (year.exports.value, year.exports.reason) == (None, "not recorded")
    assert (year.balance.value, year.balance.reason) == (None, "not recorded")


def test_zero_is_an_amount():
    (year,) = reported_years([figure(0, flow="X"), figure(5, flow="M")])

    assert (year.exports.value, year.exports.reason) == (0, "")
    assert millions(year.balance.value) == -5


def test_a_figure_recorded_as_missing_says_why():
    (year,) = reported_years([figure(None, flow="X", observation_status="Q")])

    assert year.exports.value is None
    assert year.exports.reason == "missing value; suppressed"
    assert year.turnover.reason == "not recorded"


def test_turnover_is_computed_only_where_none_is_stated():
    traded = [figure(39, flow="X", qualifier="almost"), figure(95, flow="M")]

    (computed,) = reported_years(traded)
    (stated,) = reported_years([*traded, figure(130, qualifier="about")])

    assert (millions(computed.turnover.value), computed.turnover.is_computed) == (134, True)
    assert computed.turnover.qualifier == "about"
    assert computed.turnover.rests_on == (traded[0].evidence, traded[1].evidence)
    assert (millions(stated.turnover.value), stated.turnover.is_computed) == (130, False)
    assert millions(stated.balance.value) == -56


def test_turnover_stated_as_missing_is_computed_where_it_can_be():
    missing = figure(None, observation_status="O")

    (year,) = reported_years([missing, figure(39, flow="X"), figure(95, flow="M")])
    (alone,) = reported_years([missing])

    assert millions(year.turnover.value) == 134
    assert alone.turnover.reason == "missing value"


@pytest.mark.parametrize(
    ("exports", "imports", "reason"),
    [
        (figure(39, flow="X"), figure(9000, flow="M", currency="RUB"), "different currencies"),
        (figure(39, flow="X"), figure("90-100", flow="M"), "only a range"),
        (figure(39, flow="X"), figure(None, flow="M", observation_status="O"), "not recorded"),
    ],
)
def test_amounts_that_do_not_fit_are_not_added(exports, imports, reason):
    (year,) = reported_years([exports, imports])

    for computed in (year.turnover, year.balance):
        assert computed.value is None
        assert reason in computed.reason


def test_a_range_keeps_its_bounds():
    (year,) = reported_years([figure("315-320")])

    turnover = year.turnover
    assert turnover.value is None
    assert (turnover.value_low, turnover.value_high) == (315_000_000, 320_000_000)
    assert (turnover.reason, turnover.qualifier) == ("", "range")


@pytest.mark.parametrize(
    ("before", "now", "percent", "reason"),
    [
        (figure(40, "2023"), figure(50, "2024"), "25.0", ""),
        (figure(50, "2023"), figure(0, "2024"), "-100.0", ""),
        (figure(0, "2023"), figure(50, "2024"), None, "nothing was traded the year before"),
        (figure(40, "2022"), figure(50, "2024"), None, "not recorded"),
        (
            figure(40, "2023", currency="EUR"),
            figure(50, "2024"),
            None,
            "recorded in different currencies",
        ),
        (figure("30-40", "2023"), figure(50, "2024"), None, "only a range is recorded"),
    ],
)
def test_change_against_the_year_before(before, now, percent, reason):
    change = reported_years([before, now])[0].turnover.change

    assert change is not None
    assert (change.against, change.reason) == (2023, reason)
    assert change.percent == (None if percent is None else Decimal(percent))


def test_the_stated_change_stands_beside_the_computed_one():
    stated = figure(39, flow="X", change_percent=Decimal("3.7"), change_as_written="+3.7%")

    change = reported_years([stated])[0].exports.change

    assert change is not None
    assert (change.percent, change.reason) == (None, "not recorded")
    assert (change.stated_percent, change.stated_as_written) == (Decimal("3.7"), "+3.7%")


def test_targets_and_parts_of_years_are_no_year():
    figures = [
        figure(150, "2024", qualifier="target"),
        figure(150, "2024", qualifier="forecast"),
        figure(115, "2023-01/2023-08"),
        figure(115, "2023-Q1"),
        figure(115, ""),
        figure(5, "2024", flow="DX"),
    ]

    assert reported_years(figures) == ()


def test_years_stand_newest_first_with_both_reporters():
    years = reported_years(
        [figure(40, "2021"), figure(130), figure(128, reporter="RU-MO"), figure(161, "2023")]
    )

    assert [(year.year, year.reporter) for year in years] == [
        (2024, "BY"),
        (2024, "RU-MO"),
        (2023, "BY"),
        (2021, "BY"),
    ]


def test_both_reporters_stand_side_by_side_with_the_gap():
    years = reported_years([figure(40, flow="X"), figure(50, flow="M", reporter="RU-MO")])

    (mirror,) = mirrors_of(years)

    assert [(side.reporter, side.flow) for side in mirror.sides] == [
        ("BY", "exports"),
        ("RU-MO", "imports"),
    ]
    assert (millions(mirror.gap), mirror.gap_percent, mirror.currency) == (
        10,
        Decimal("25.0"),
        "USD",
    )


def test_a_gap_is_not_counted_across_currencies():
    years = reported_years([figure(40), figure(9000, reporter="RU-MO", currency="RUB")])

    (mirror,) = mirrors_of(years)

    assert (mirror.gap, mirror.gap_percent) == (None, None)
    assert mirror.reason == "recorded in different currencies"


def test_one_reporter_has_no_mirror():
    assert mirrors_of(reported_years([figure(40), figure(39, flow="X")])) == ()


@pytest.mark.parametrize(
    ("figures", "year", "reporter"),
    [
        ([figure(130), figure(161, "2023")], 2024, "BY"),
        ([figure(39, flow="X"), figure(161, "2023")], 2023, "BY"),
        ([figure(130), figure(128, reporter="RU-MO", kind="release")], 2024, "RU-MO"),
        ([figure(39, flow="X"), figure(9, flow="M"), figure(128, reporter="RU-MO")], 2024, "RU-MO"),
        ([figure(39, flow="X"), figure(9, flow="M")], 2024, "BY"),
        ([figure("315-320")], 2024, "BY"),
    ],
)
def test_the_latest_turnover_is_of_the_newest_year_and_the_preferred_reporter(
    figures, year, reporter
):
    latest = latest_turnover(reported_years(figures))

    assert latest is not None
    assert (latest.year, latest.reporter) == (year, reporter)
    assert newest_turnover(figures) == latest
