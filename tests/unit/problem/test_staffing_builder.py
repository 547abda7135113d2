"""A problem is the same where what fills its needs is shared with problems compiled before."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from allocator.domain import Scenario
from allocator.heuristics.kernel.decoder import Decoder
from allocator.problem.compile import compile_problem
from allocator.problem.model import Problem
from allocator.problem.staffing_builder import StaffingBuilders
from allocator.scenario import load
from allocator.scenario.changes.changed import Changeable, changed

QUICKSTART = Path(__file__).parents[3] / "scenarios" / "quickstart.yaml"


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return load(QUICKSTART).scenario


def fitting(scenario: Scenario) -> list[dict[str, Any]]:
    """The changes, of people and items that the scenario has."""
    person, day = scenario.people[0].id, str(scenario.calendar.start)
    skill = next(iter(scenario.people[-1].skills))
    item = next(one.id for one in scenario.items if one.staffing)
    return [
        {},
        {"update": {person: {"capacity": 0.5}}},
        {"update": {person: {"time_off": [{"from": day, "to": day}]}}},
        {"update": {person: {"skills": {**scenario.people[0].skills, skill: 4}}}},
        {"update": {"calendar": {"workdays": ["mon", "tue", "wed", "thu"]}}},
        {"add": {"people": [{"id": "zoe", "skills": {skill: 3}}]}},
        {"update": {item: {"effort": "7d", "needs": [{"skills": {skill: 1}, "share": 0.7}]}}},
        {"update": {item: {"effort": "7d"}}},
        {},
    ]


def arrays(problem: Problem) -> list[list[int]]:
    """All that the kernel knows of a problem."""
    flat = Decoder(problem).flat
    return [flat.data.tolist(), flat.tables.tolist(), flat.values.tolist()]


def test_shared_or_not_the_problem_is_the_same(scenario: Scenario) -> None:
    shared = StaffingBuilders()
    for change in fitting(scenario):
        made = changed(scenario, change)
        for days in (60, 90):
            alone = compile_problem(made, axis_days=days)
            together = compile_problem(made, axis_days=days, staffings=shared)
            assert arrays(together) == arrays(alone)


def test_equal_needs_are_built_once_for_scenarios_with_the_same_people(scenario: Scenario) -> None:
    shared, changeable = StaffingBuilders(), Changeable(scenario)
    item = next(one.id for one in scenario.items if one.staffing)
    first = compile_problem(scenario, axis_days=60, staffings=shared)
    other = changeable.changed({"update": {item: {"due": "2027-01-29"}}})
    second = compile_problem(other, axis_days=60, staffings=shared)
    assert [a.staffing for a in first.activities] == [a.staffing for a in second.activities]


def test_changes_one_after_the_other_are_those_of_the_scenario_as_it_was(
    scenario: Scenario,
) -> None:
    changeable = Changeable(scenario)
    for change in fitting(scenario):
        assert changeable.changed(change) == changed(scenario, change)
        assert changeable.changed(change, is_checked=False) == changed(scenario, change)
