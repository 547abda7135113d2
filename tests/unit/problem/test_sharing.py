"""What is equal among people and needs is made once, and means the same as made apart."""

from __future__ import annotations

import math
import pickle
from fractions import Fraction

from hypothesis import given

from allocator.calendars import Calendars
from allocator.domain.quantities import exact
from allocator.problem.activity import Staffing
from allocator.problem.capacity import Capacities
from allocator.problem.compile import compile_problem
from allocator.problem.finish_tables import exact_units, finish_table, within
from allocator.problem.sprint_borders import SprintBorders
from allocator.problem.time_windows import possible_starts, time_windows
from allocator.problem.timeline import NEVER
from support.plans import scenario
from support.strategies import Data, as_scenario, medium_scenarios, settled


def test_people_who_work_the_same_slots_share_their_tables() -> None:
    """Ana's own workdays are the team's, so she shares with Bob; Cem works half, and does not."""
    of = scenario(
        people=[
            {"id": "ana", "workdays": ["mon", "tue", "wed", "thu", "fri"]},
            {"id": "bob"},
            {"id": "cem", "capacity": 0.5},
        ],
        items=[{"id": "A", "effort": "2d"}, {"id": "B", "effort": "1d"}],
    )
    two_days, one_day = (a.staffing[0] for a in compile_problem(of, axis_days=30).activities)
    assert two_days.finish[0] is two_days.finish[1]
    assert two_days.finish[0] is not one_day.finish[0]
    assert [int(table[0]) for table in two_days.finish] == [16, 16, 32]


def test_equal_needs_share_their_staffing_and_others_do_not() -> None:
    items = [
        {"id": "A", "effort": "2d", "needs": "sql"},
        {"id": "B", "effort": "2d", "needs": {"sql": 0}},
        {"id": "C", "effort": "2d", "needs": "sql", "avoid": ["bob"]},
        {"id": "D", "effort": "2d", "needs": "sql", "assign": ["bob", "ana"]},
        {"id": "E", "needs": [{"skills": "sql", "effort": "2d", "share": 0.5}]},
        {"id": "F", "needs": [{"skills": "sql", "effort": "2d", "people": 2}]},
        {"id": "G", "effort": "3d", "needs": "sql"},
        {"id": "H", "effort": "2d", "needs": {"sql": 2}},
    ]
    people = [
        {"id": "ana", "skills": {"sql": 1}},
        {"id": "bob", "skills": {"sql": 2}},
        {"id": "cem", "skills": {"go": 1}},
    ]
    problem = compile_problem(scenario(people=people, items=items), axis_days=30)
    needs = {a.id: a.staffing[0] for a in problem.activities}
    assert needs["A"] is needs["B"]
    assert len({id(need) for need in needs.values()}) == 7
    assert {name: need.people for name, need in needs.items()} == {
        **dict.fromkeys("ABDEFG", (0, 1)),
        "C": (0,),
        "H": (1,),
    }


def test_costs_are_those_of_every_triple_after_a_copy_too() -> None:
    of = scenario(
        people=[{"id": "ana", "rate": 0.5}, {"id": "bob", "rate": 100}],
        items=[
            {"id": "A", "effort": "2d"},
            {"id": "B", "effort": "2d"},
            {"id": "C", "effort": "1d"},
        ],
        objectives=["cost"],
    )
    problem = pickle.loads(pickle.dumps(compile_problem(of, axis_days=30)))
    costs = {key: cost * problem.tier("cost").unit for key, cost in problem.costs.items()}
    assert len(problem.costs) == 6
    assert costs == {
        **{(a, 0, p): Fraction((8, 1600)[p]) for a in (0, 1) for p in (0, 1)},
        (2, 0, 0): 4,
        (2, 0, 1): 800,
    }
    assert (0, 0, 2) not in problem.costs
    assert (3, 0, 0) not in problem.costs


@settled(60, quick=20)
@given(data=medium_scenarios())
def test_shared_tables_are_each_persons_own(data: Data) -> None:
    of = as_scenario(data)
    problem = compile_problem(of, axis_days=40)
    capacities = Capacities(of, Calendars(of), problem.timeline)
    for activity in problem.activities:
        item = of.items[activity.node]
        for need, staffing in zip(item.staffing, activity.staffing, strict=True):
            able = of.candidates(item, need)
            assert [of.people[p] for p in staffing.people] == list(able)
            for person, table, exact_amount in zip(
                able, staffing.finish, staffing.units, strict=True
            ):
                assert need.effort is not None
                capacity = capacities.tabulated(person)
                units = exact_units(
                    of.effort_minutes(need.effort),
                    slot_minutes=problem.timeline.slot_minutes,
                    share=exact(need.share),
                    speed=of.speed(person, need),
                    scale=capacity.scale,
                )
                assert exact_amount == units
                own = finish_table(capacity, math.ceil(units), anywhere=item.goes_on_apart)
                if of.fits(item) and (sprints := of.sprints_of(person.team)):
                    own = within(own, SprintBorders(problem.timeline).latest(sprints))
                assert table.values.tolist() == own.tolist()


@settled(60, quick=20)
@given(data=medium_scenarios())
def test_windows_without_links_are_those_of_a_plain_search(data: Data) -> None:
    for item in data["items"]:
        item.pop("after", None)
    problem = compile_problem(as_scenario(data), axis_days=40)
    windows = time_windows(problem)
    for activity in problem.activities:
        possible = possible_starts(activity, problem.horizon)
        start = activity.release
        while start < problem.horizon and not possible[start]:
            start += 1
        start = min(start, problem.horizon)
        assert windows.earliest[activity.index] == start
        ends = [start, *(_least_end(s, start, problem.horizon) for s in activity.staffing)]
        assert windows.earliest_end[activity.index] == min(problem.horizon, max(ends))


def _least_end(staffing: Staffing, start: int, horizon: int) -> int:
    """Return the least boundary by which as many as are needed are done, each at their best."""
    ends = sorted(min([horizon, *table.values[start:].tolist()]) for table in staffing.finish)
    assert all(end < NEVER for end in ends)
    return ends[staffing.count - 1]
