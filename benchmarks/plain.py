"""A scenario as a plain project: tasks of one person or of resources, on the team's slots.

It is read directly from the scenario, with none of the planner's own preparation, for the peers
that the planner is held against. It covers the benchmark suites and refuses what they don't have:
teams, shares, lags, optional items, deadlines, capacities that change.
"""

from __future__ import annotations

import datetime as dt
import math
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from clocks import Clocks
from instances import BenchmarkError
from plain_horizon import slots_enough

if TYPE_CHECKING:
    from allocator.domain import PlanItem, Scenario, WorkItem


@dataclass(frozen=True)
class Task:
    """A work item: people who can do it with the slots of their own time each needs.

    Without people it takes `length` slots, day and night. `release` is a slot of the axis.
    """

    item: WorkItem
    people: tuple[tuple[int, int], ...]
    length: int
    demands: tuple[tuple[int, int], ...]
    after: tuple[int, ...]
    release: int
    project: int | None


@dataclass(frozen=True)
class Project:
    """A project's due date as working slots of the team, and its weight."""

    weight: int
    due: int


@dataclass(frozen=True)
class Plain:
    """Tasks on an axis of team slots.

    Attributes
    ----------
    axis
        The instants at which the team's slots begin.
    own
        By person, the positions on the axis at which they work; None where they all do so.
    horizon
        Slots that plans may use; the length of `axis`.
    exact
        Whether some best plan is known to end within them, so that bounds and proofs hold.
    tier
        The first objective: makespan, or tardiness of projects, in slots times weight.
    """

    scenario: Scenario
    tasks: tuple[Task, ...]
    projects: tuple[Project, ...]
    capacities: tuple[int, ...]
    axis: tuple[dt.datetime, ...]
    own: tuple[tuple[int, ...] | None, ...]
    horizon: int
    exact: bool
    tier: str
    slot_hours: float

    def finish(self, person: int, start: int, slots: int) -> int:
        """Return the boundary at which a person who starts in a slot has worked that many."""
        own = self.own[person]
        return start + slots if own is None else own[bisect_left(own, start) + slots - 1] + 1

    def plan_items(self, starts: Sequence[int], people: Sequence[int | None]) -> list[PlanItem]:
        """Return a plan of start slots and persons, by task, with its dates."""
        from allocator.domain import PlanAssignment, PlanItem

        slot = dt.timedelta(hours=self.slot_hours)
        items = []
        for task, start, person in zip(self.tasks, starts, people, strict=True):
            begins, assignments = self.axis[start], ()
            if person is None:
                ends = begins + task.length * slot
            else:
                last = self.finish(person, start, dict(task.people)[person]) - 1
                ends = self.axis[last] + slot
                need = task.item.staffing[0]
                effort = float(self.scenario.effort_minutes(need.effort) / 60)
                assignment = PlanAssignment(
                    person=self.scenario.people[person].id,
                    skills=tuple(need.skills),
                    start=begins,
                    finish=ends,
                    share=1.0,
                    effort_hours=effort,
                )
                assignments = (assignment,)
            items.append(
                PlanItem(id=task.item.id, start=begins, finish=ends, assignments=assignments)
            )
        return items


def flatten(scenario: Scenario) -> Plain:
    """Return the scenario as a plain project; raises BenchmarkError where it is more than that."""
    tier = scenario.tiers[0]
    if tier not in ("makespan", "tardiness"):
        raise BenchmarkError(f"the first objective is {tier}; peers know makespan and tardiness")
    if scenario.calendar.end is not None or any(i.due is not None for i in scenario.items):
        raise BenchmarkError("the scenario has a calendar end or items with due dates")
    if any(project.deadline is not None for project in scenario.projects):
        raise BenchmarkError("a project has a deadline")
    clocks = Clocks(scenario)
    tasks = _tasks(scenario, clocks)
    projects = tuple(
        Project(
            _whole(p.priority, "a priority") if p.due is not None else 0,
            clocks.at_or_after(_end(p.due)) if p.due is not None else 0,
        )
        for p in scenario.projects
    )
    horizon, exact = slots_enough(tasks, projects, clocks, tier)
    axis, own = clocks.cut(horizon)
    return Plain(
        scenario=scenario,
        tasks=tasks,
        projects=projects,
        capacities=tuple(resource.capacity for resource in scenario.resources),
        axis=axis,
        own=own,
        horizon=horizon,
        exact=exact,
        tier=tier,
        slot_hours=clocks.slot_minutes / 60,
    )


def _tasks(scenario: Scenario, clocks: Clocks) -> tuple[Task, ...]:
    position = {item.id: k for k, item in enumerate(scenario.items)}
    resource = {one.id: k for k, one in enumerate(scenario.resources)}
    project = {one.id: k for k, one in enumerate(scenario.projects)}
    person = {one.id: k for k, one in enumerate(scenario.people)}
    slots: dict[object, list[tuple[int, int]]] = {}
    tasks = []
    for item in scenario.items:
        _refuse(scenario, item)
        people = []
        length = 0
        for need in item.staffing:
            minutes = scenario.effort_minutes(need.effort)
            key = (minutes, tuple(need.skills.items()), item.assign, item.avoid)
            if key not in slots:
                slots[key] = [
                    (
                        person[one.id],
                        math.ceil(
                            minutes
                            / (Fraction(str(one.capacity)) * scenario.speed(one, need))
                            / clocks.slot_minutes
                        ),
                    )
                    for one in scenario.candidates(item, need)
                ]
            people += slots[key]
        if item.elapsed is not None:
            length = _elapsed(scenario, item)
        owner = scenario.project_by_id.get(item.project) if item.project else None
        bounds = [one.not_before for one in (item, owner) if one is not None and one.not_before]
        tasks.append(
            Task(
                item=item,
                people=tuple(people),
                length=length,
                demands=tuple((resource[r], amount) for r, amount in item.resources.items()),
                after=tuple(position[link.item] for link in item.after),
                release=max((clocks.at_or_after(_beginning(b)) for b in bounds), default=0),
                project=project[item.project] if item.project else None,
            )
        )
    return tuple(tasks)


def _refuse(scenario: Scenario, item: WorkItem) -> None:
    """Raise BenchmarkError where an item is more than one person's or the resources' work."""
    from allocator.domain.links import LinkType, has_lag

    needs = item.staffing
    wrong = {
        "is a milestone": item.is_milestone,
        "is optional": item.optional,
        "has a deadline": item.deadline is not None,
        "has people and an elapsed time": bool(needs) and item.elapsed is not None,
        "needs a team or a part of somebody's time": len(needs) > 1
        or any(need.people > 1 or need.share != 1 for need in needs),
        "has links with lags, or not from finish to start": any(
            link.type is not LinkType.FS or has_lag(link) for link in item.after
        ),
        "has both people and resources": bool(needs and item.resources),
    }
    for words, holds in wrong.items():
        if holds:
            raise BenchmarkError(f"work item {item.id} {words}: more than a peer's model can say")


def _elapsed(scenario: Scenario, item: WorkItem) -> int:
    from allocator.domain.quantities import elapsed_minutes

    slots = elapsed_minutes(item.elapsed) / scenario.calendar.slot_minutes
    if not scenario.calendar.continuous or slots.denominator != 1:
        raise BenchmarkError(f"work item {item.id} runs outside the team's slots")
    return int(slots)


def _whole(number: float, what: str) -> int:
    if number != int(number):
        raise BenchmarkError(f"{what} is no whole number")
    return int(number)


def _end(when: dt.date | dt.datetime) -> dt.datetime:
    from allocator.domain.quantities import end_of

    return end_of(when)


def _beginning(when: dt.date | dt.datetime) -> dt.datetime:
    from allocator.domain.quantities import beginning

    return beginning(when)
