"""What a plan says of the activities of a problem: when each starts, and who fills its needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from allocator.analysis.roles import assign_roles
from allocator.analysis.scheduled import ScheduledItem
from allocator.calendars import Calendars
from allocator.domain import Need, Plan, PlanItem, Scenario
from allocator.problem.activity import Activity
from allocator.problem.model import Problem

Team = tuple[tuple[int, ...], ...]
"""People by need."""


@dataclass(frozen=True)
class PlannedActivity:
    """Where a plan has an activity.

    Attributes
    ----------
    start
        Slot in which its work begins; of work in progress: is taken up again.
    people
        By need, indices of the problem; fewer than asked for where the plan lacks some.
    """

    start: int
    people: Team


def planned_activities(
    problem: Problem, scenario: Scenario, plan: Plan
) -> Mapping[int, PlannedActivity]:
    """Return what a plan has of a problem's activities, by their index.

    Parameters
    ----------
    problem, scenario
        The widened scenario, compiled and as it is.
    plan
        The plan; who made it does not matter. A start between two slots counts as the later one.
    """
    entries = {entry.id: entry for entry in plan.items}
    calendars = Calendars(scenario)
    found = {}
    for activity in problem.activities:
        entry = entries.get(activity.id)
        if entry is None or entry.start is None or entry.finish is None:
            continue
        if entry.state in ("planned", "in_progress"):
            found[activity.index] = _planned(problem, scenario, calendars, activity, entry)
    return found


def _planned(
    problem: Problem,
    scenario: Scenario,
    calendars: Calendars,
    activity: Activity,
    entry: PlanItem,
) -> PlannedActivity:
    item = scenario.items[activity.node]
    assert entry.start is not None and entry.finish is not None
    scheduled = ScheduledItem(item, entry, entry.start, entry.finish)
    slot = problem.timeline.first_slot(problem.timeline.minutes(scheduled.begins))
    number = {name: k for k, name in enumerate(problem.people)}
    people: list[list[int]] = [[] for _ in activity.staffing]
    for role in assign_roles(scenario, calendars, scheduled).roles:
        if role.need is None or role.person is None:
            continue
        person = number[role.person.id]
        need = _place(item.staffing, role.need, people, activity, person)
        if need is not None:
            people[need].append(person)
    return PlannedActivity(slot, tuple(tuple(sorted(part)) for part in people))


def _place(
    needs: tuple[Need, ...],
    wanted: Need,
    people: list[list[int]],
    activity: Activity,
    person: int,
) -> int | None:
    """Return the position of a need that has room for somebody; equal needs are alike."""
    for k, need in enumerate(needs):
        staffing = activity.staffing[k]
        if need == wanted and len(people[k]) < staffing.count and person in staffing.table:
            return k
    return None
