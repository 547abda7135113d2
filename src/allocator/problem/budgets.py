"""Budgets of projects in integers: what is left of each for work about which something is open."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from allocator.domain import Project, Scenario
from allocator.domain.quantities import exact
from allocator.domain.spending import spent_on_all
from allocator.problem.activity import Activity, FixedItem

PENALTY = 1 << 36
"""Weighs more than any number of minutes by which deadlines are broken."""
MAX_PARTS = 10**6
"""Most parts of a budget, each a 10,000th of it, that count as exceeding it."""


@dataclass(frozen=True)
class Budget:
    """What the open work of a project may cost.

    Attributes
    ----------
    project
        Its id.
    activities
        Those that count, in increasing order.
    room
        What is left for them, in units of cost; below 0 where more is spent already.
    part
        A 10,000th of the budget, at least 1.
    hard
        Whether it is a limit.
    """

    project: str
    activities: tuple[int, ...]
    room: int
    part: int
    hard: bool

    def excess(self, cost: int) -> int:
        """Return by how much a cost of the activities exceeds what is left; 0 where it does not."""
        return max(0, cost - self.room)

    def penalty(self, cost: int) -> int:
        """Return what weighs, among broken deadlines, that a cost exceeds a limit."""
        excess = self.excess(cost)
        return PENALTY * (1 + min(excess // self.part, MAX_PARTS)) if excess else 0


def rooms(scenario: Scenario, fixed: Iterable[FixedItem]) -> dict[str, Fraction]:
    """Return what is left of each budget for work about which something is open, by project.

    Parameters
    ----------
    scenario
        Gives budgets, rates and the time that is recorded as spent.
    fixed
        Frozen items, whose people cost what they cost.
    """
    left = {p.id: exact(p.budget_amount) for p in scenario.projects if p.budget_amount is not None}
    if not left:
        return {}
    for name in left:
        left[name] -= spent_on_all(scenario, (i for i in scenario.items if i.project == name))
    for each in fixed:
        project = scenario.items[each.activity.node].project
        if project in left:
            left[project] -= cost_of_frozen(scenario, each)
    return left


def cost_of_frozen(scenario: Scenario, fixed: FixedItem) -> Fraction:
    """Return rate x effort hours over the people of a frozen item."""
    return sum(
        (
            exact(scenario.people[person].rate) * staffing.effort_hours
            for staffing, people in zip(fixed.activity.staffing, fixed.people, strict=True)
            for person in people
        ),
        Fraction(0),
    )


def budgets_of(
    scenario: Scenario, activities: Sequence[Activity], left: dict[str, Fraction], scale: int
) -> tuple[Budget, ...]:
    """Return the budgets of projects in units of cost.

    Parameters
    ----------
    scenario
        Gives budgets and projects.
    activities
        The problem's activities.
    left
        See ``rooms``.
    scale
        Units of cost in one of the currency. A limit is rounded down.
    """
    members: dict[str, list[int]] = {name: [] for name in left}
    for activity in activities:
        project = scenario.items[activity.node].project
        if project in members and activity.staffing:
            members[project].append(activity.index)
    return tuple(
        _budget(project, tuple(members[project.id]), left[project.id] * scale, scale)
        for project in scenario.projects
        if project.id in left
    )


def _budget(project: Project, activities: tuple[int, ...], room: Fraction, scale: int) -> Budget:
    hard = project.is_budget_hard
    assert project.budget_amount is not None
    return Budget(
        project=project.id,
        activities=activities,
        room=math.floor(room) if hard else round(room),
        part=max(1, int(exact(project.budget_amount) * scale) // 10_000),
        hard=hard,
    )
