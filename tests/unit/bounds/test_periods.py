"""Periods and the linear program over them by hand, in slots of one day."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from allocator.bounds.period_program import PeriodProgram
from allocator.domain import Scenario
from support.loads import PARAMS, Loads, loads
from support.plans import scenario

DAYS: dict[str, Any] = {"calendar": {"start": "2026-01-05", "slot": "1d"}}


def one_person(*efforts: str) -> Scenario:
    """Return projects of one item each, all for one person."""
    return scenario(
        **DAYS,
        objectives=["flow"],
        people=[{"id": "ana"}],
        projects=[{"id": f"P{k}"} for k in range(len(efforts))],
        items=[
            {"id": f"I{k}", "project": f"P{k}", "effort": effort}
            for k, effort in enumerate(efforts)
        ],
    )


def days(found: Loads, ticks: float) -> float:
    """Return the days of a value of the tier."""
    return float(ticks * found.problem.tier("flow").unit / 8)


def test_what_can_be_done_by_the_end_of_each_period() -> None:
    found = loads(one_person("7d"))
    (work,) = found.term_works("flow")
    grid = found.grid([0, 5, 10, 15])
    assert grid.possible(work.pieces) == pytest.approx(np.array([[5.0, 7.0, 7.0]]))
    assert grid.capacity(found.work.classes[0].ended).tolist() == [5.0, 5.0, 5.0]


def test_what_must_be_done_for_a_finish_in_each_period() -> None:
    """Seven days, one a day: for a finish by day 10 two are done by day 5, by day 15 none."""
    found = loads(one_person("7d"))
    (work,) = found.term_works("flow")
    required = found.grid([0, 5, 10, 15]).required(work.pieces, work.tail)
    expected = [[7.0, 2.0, 0.0], [7.0, 7.0, 2.0], [7.0, 7.0, 7.0]]
    assert required == pytest.approx(np.array(expected))


def test_what_a_finish_in_each_period_costs() -> None:
    """Alone it takes seven days; later than a border is at least a day later."""
    found = loads(one_person("7d"))
    (work,) = found.term_works("flow")
    first, costs = found.grid([0, 5, 10, 15]).costs(work)
    assert first == 1  # the period that ends on day 10
    assert [days(found, cost) for cost in costs] == [7.0, 7.0, 11.0, 16.0]


def test_two_projects_of_one_person_follow_each_other() -> None:
    """Five days each: one ends on day 5 and the other on day 10, which only whole finishes see."""
    found = loads(one_person("5d", "5d"))
    grid = found.grid(list(range(13)))
    program = PeriodProgram(
        found.term_works("flow"), grid, found.finishes, found.inequalities, PARAMS.periods
    )
    linear = [days(found, bound) for bound in program.linear(lambda: 10.0, lambda: False)]
    whole: list[float] = []
    program.whole(10.0, lambda: False, whole.append)
    assert 10.0 <= max(linear) <= 15.0 + 1e-6
    assert days(found, max(whole)) == pytest.approx(15.0, abs=1e-3)


def test_a_plan_that_goes_on_after_the_last_period_is_covered() -> None:
    """Nothing ends within three days, so that each finish costs what the first day after does."""
    found = loads(one_person("5d", "5d"))
    grid = found.grid([0, 3])
    program = PeriodProgram(
        found.term_works("flow"), grid, found.finishes, found.inequalities, PARAMS.periods
    )
    (bound,) = program.linear(lambda: 10.0, lambda: False)
    assert days(found, bound) == pytest.approx(10.0, abs=1e-3)
