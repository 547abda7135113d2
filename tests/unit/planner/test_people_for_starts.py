"""People for known starts: who they are, and why there are none."""

from __future__ import annotations

from allocator.domain import Scenario
from allocator.planner.clock import Clock
from allocator.planner.params import CpSatParams
from allocator.planner.solver_time import SolverTime
from allocator.planner.starts_first.people_for_starts import PeopleForStarts
from allocator.problem.compile import compile_problem
from allocator.problem.crowds import crowds

PEOPLE = [
    {"id": "A", "skills": ["ml"]},
    {"id": "B", "skills": ["ops"]},
    {"id": "C", "skills": ["ml", "ops"]},
]
ITEMS = [
    {"id": "V1", "needs": "ops", "effort": "1h"},
    {"id": "V2", "needs": "ops", "effort": "1h"},
    {"id": "X", "needs": "ml", "effort": "2h"},
    {"id": "Y", "needs": "ml", "effort": "2h"},
    {"id": "W1", "needs": "ops", "effort": "1h"},
    {"id": "W2", "needs": "ops", "effort": "1h"},
]
"""From 0, 0, 0, 1, 2, 2 on: V1 and V2 take B and C, so X is A's. Then Y is C's; but W1 and W2 take
B and C too. At each instant there are enough people, only they would have to change over."""
SHORT = (0, 0, 0, 1, 2, 2)


def _problem(items=ITEMS, people=PEOPLE):
    scenario = Scenario.model_validate(
        {
            "name": "crew",
            "calendar": {"start": "2026-11-30", "slot": "1h", "continuous": True},
            "people": people,
            "items": items,
            "objectives": ["makespan"],
        }
    )
    return compile_problem(scenario, axis_days=2)


def _people(problem):
    return PeopleForStarts(problem, 5.0, SolverTime(Clock(60.0, None), CpSatParams()))


def test_nobody_changes_over_while_at_work():
    people = _people(_problem())
    assert people.people(SHORT) is None
    (overlaps,) = people.conflicts(SHORT)
    assert {(each.first, each.second) for each in overlaps} == {
        *((0, 1), (0, 2), (1, 2)),
        *((2, 3), (3, 4), (3, 5)),
        (4, 5),
    }


def test_people_are_given_where_one_item_waits():
    people = _people(_problem()).people((0, 0, 0, 2, 2, 3))
    assert people is not None
    assert people[2] == ((0,),)
    assert sorted([*people[0], *people[1]]) == [(1,), (2,)]


def test_no_conflict_is_named_where_people_are_there():
    assert list(_people(_problem()).conflicts((0, 0, 0, 2, 2, 3))) == []


def test_crowds_are_those_that_can_be_short_of_people():
    found = {tuple(sorted(each.people)): each for each in crowds(_problem(), 10)}
    assert set(found) == {(1, 2), (0, 1, 2)}
    assert found[1, 2].load == 2.0
    assert len(found[0, 1, 2].work) == 6
    again = crowds(_problem([*ITEMS, {"id": "Z", "needs": "ml", "effort": "1h"}]), 10)
    assert {tuple(sorted(each.people)) for each in again} == {(0, 2), (1, 2), (0, 1, 2)}
