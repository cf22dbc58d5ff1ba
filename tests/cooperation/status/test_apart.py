"""Figures that are no year's trade."""

from cooperation.status.apart import figures_apart
from tests.cooperation.status.plain import figure


def test_are_sorted_out_with_the_latest_period_first():
    target = figure(300, "2030", qualifier="target")
    forecast = figure(135, "2025", observation_status="F")
    january, eight_months = figure(9, "2024-01"), figure(115, "2023-01/2023-08")
    undated, year = figure(20, ""), figure(130, "2024")

    apart = figures_apart([year, eight_months, january, undated, forecast, target])

    assert apart.targets_and_forecasts == (target, forecast)
    assert apart.other_periods == (january, eight_months)
    assert apart.undated == (undated,)
