"""The planner's finish tables against the checker's walk through the days, slot by slot."""

from __future__ import annotations

from typing import Any

from hypothesis import given

from allocator.calendars import Calendars
from allocator.calendars.walk import finish_of_work
from allocator.domain.quantities import exact
from allocator.problem.compile import compile_problem
from allocator.problem.timeline import NEVER
from support.strategies import (
    as_scenario,
    busy_scenarios,
    medium_scenarios,
    settled,
    tracked_scenarios,
    zoned_scenarios,
)


@settled(40, quick=15)
@given(medium_scenarios() | tracked_scenarios("medium") | zoned_scenarios("medium"))
def test_every_entry_is_what_the_walk_finds(data: dict[str, Any]) -> None:
    """For a sample of starts: same finish, or no finish because nobody works then."""
    check_tables(data)


@settled(20, quick=10)
@given(busy_scenarios("medium"))
def test_every_entry_of_people_in_meetings_is_what_the_walk_finds(data: dict[str, Any]) -> None:
    check_tables(data)


def check_tables(data: dict[str, Any]) -> None:
    scenario = as_scenario(data)
    problem, calendars = compile_problem(scenario, axis_days=200), Calendars(scenario)
    timeline = problem.timeline
    seen = set()
    for activity in problem.activities:
        item = scenario.items[activity.node]
        for need, staffing in zip(item.staffing, activity.staffing, strict=True):
            for p, table in zip(staffing.people, staffing.finish, strict=True):
                if id(table) in seen:
                    continue
                seen.add(id(table))
                person = scenario.people[p]
                calendar = calendars.of(person)
                for slot in range(0, problem.horizon // 2, 29):
                    start = timeline.moment(int(timeline.starts[slot]))
                    works = calendar.capacity_at(start) > 0
                    if item.goes_on_apart and not works:
                        continue  # each begins in a slot of their own
                    assert (table[slot] < NEVER) <= works
                    if table[slot] == NEVER:
                        continue
                    walked = finish_of_work(
                        calendar,
                        start,
                        effort_minutes=scenario.effort_minutes(need.effort),
                        share=exact(need.share),
                        speed=scenario.speed(person, need),
                    )
                    assert timeline.moment(int(timeline.ends[table[slot]])) == walked
