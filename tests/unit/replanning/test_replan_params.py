"""Parameters of re-planning: refused out of range, and heard by what they steer."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from allocator.domain.params import Params
from allocator.replanning.params import OptionParams, ReplanParams, TimeLimitParams
from allocator.replanning.stability_tier import goal_value
from allocator.replanning.time_limit import seconds_for
from support.plans import scenario


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (
            lambda: ReplanParams(lead_time_fraction=1.2),
            "ReplanParams.lead_time_fraction is 1.2; it must be 0 to 1",
        ),
        (
            lambda: TimeLimitParams(items=(0, 0), seconds=(1.0, 2.0)),
            "TimeLimitParams.items is (0, 0); it must be ascending",
        ),
        (
            lambda: TimeLimitParams(items=(0, 5, 9), seconds=(1.0, 2.0)),
            "TimeLimitParams.seconds has 2 numbers; it must have 3, one for each of items",
        ),
        (
            lambda: OptionParams(max_options=1),
            "OptionParams.max_options is 1; it must be a whole number, at least 2",
        ),
        (
            lambda: OptionParams(time_shares={"high": 1.0}),
            "OptionParams.time_shares names high; it must name high, low and between",
        ),
    ],
)
def test_a_number_out_of_range_is_refused(make: Callable[[], Params], message: str) -> None:
    with pytest.raises(ValueError) as caught:
        make()
    assert str(caught.value) == message


def test_the_time_limit_lies_on_a_line_between_its_points() -> None:
    params = TimeLimitParams(items=(0, 10, 20), seconds=(2.0, 4.0, 9.0))
    assert [seconds_for(items, 0.0, params) for items in (0, 5, 10, 12, 99)] == [2, 3, 4, 5, 9]


def test_the_goal_follows_its_tolerance() -> None:
    day_of_8_hours = scenario(people=[], items=[])
    params = ReplanParams(goal_tolerance=0.1, goal_tolerance_days=0.25)
    assert goal_value(day_of_8_hours, "makespan", 10, params) == 12
    assert goal_value(day_of_8_hours, "makespan", 100, params) == 110
