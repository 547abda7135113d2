"""Writes deadlines, releases and links of a conflict as sentences."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from allocator import wording
from allocator.domain import ElapsedLag, Link, Scenario, WorkItem
from allocator.domain.quantities import When, beginning, end_of
from allocator.explain.conflict.constraint import Constraint
from allocator.replanning.blocked_work import blocked_text


def deadline_sentence(
    scenario: Scenario, constraint: Constraint, among: Collection[Constraint]
) -> str:
    """Write by when an item, a project or everything must be finished.

    Parameters
    ----------
    scenario
        Gives dates and names.
    constraint
        The deadline.
    among
        The conflict, whose items of a project are named.
    """
    if constraint.owner == "item" and scenario.item_by_id[constraint.id].date:
        return _fixed(scenario, scenario.item_by_id[constraint.id])
    date = deadline_date(scenario, constraint)
    passed = ", which has passed" if end_of(date) <= scenario.plan_from else ""
    by = f"{wording.when(date)}{passed}"
    if constraint.owner == "calendar":
        return f"the whole plan must end by {by} (calendar.end)"
    name = owner_name(scenario, constraint) + items_inside(scenario, constraint, among)
    return f"{name} must be finished by {by}"


def items_inside(scenario: Scenario, project: Constraint, among: Collection[Constraint]) -> str:
    """Name those items of a conflict that are in a project: `` (A, B)``."""
    if project.owner != "project":
        return ""
    names = [one.id for one in among if one.kind == "item"]
    inside = [item.id for item in scenario.items if item.project == project.id]
    return f" ({', '.join(name for name in inside if name in names)})"


def _fixed(scenario: Scenario, item: WorkItem) -> str:
    """Write the fixed date of a milestone as a deadline of its predecessors."""
    assert item.date is not None
    passed = ", which has passed" if beginning(item.date) < scenario.plan_from else ""
    if passed and item.block is not None:
        passed += blocked_text(item, ", and is")
    by = "by then" if isinstance(item.date, dt.datetime) else "before that day begins"
    fixed = f"{item.name} is fixed to {wording.when(item.date)}{passed}"
    return f"{fixed}: what it comes after must be done {by}"


def owner_name(scenario: Scenario, constraint: Constraint) -> str:
    """Name the item or the project that a date belongs to."""
    if constraint.owner == "project":
        project = scenario.project_by_id[constraint.id]
        return f'project {project.id} "{project.name}"' if project.name else f"project {project.id}"
    return scenario.item_by_id[constraint.id].name


def deadline_date(scenario: Scenario, constraint: Constraint) -> When:
    """Return the date of a deadline."""
    return scenario.deadline_of(constraint.owner, constraint.id)


def link(item: WorkItem, of: Link) -> str:
    """Write a link: ``B starts after A finishes, lag 2d``."""
    ends = {"FS": "starts after {} finishes", "SS": "starts after {} starts"}
    ends |= {"FF": "finishes after {} finishes", "SF": "finishes after {} starts"}
    lag = of.lag.elapsed + " elapsed" if isinstance(of.lag, ElapsedLag) else of.lag
    return f"{item.id} {ends[of.type].format(of.item)}" + (f", lag {lag}" if lag else "")


def release_sentence(
    scenario: Scenario, constraint: Constraint, among: Collection[Constraint]
) -> str:
    """Write before when an item or a project may not start; parameters as above."""
    if constraint.owner == "project":
        project = scenario.project_by_id[constraint.id]
        assert project.not_before is not None
        start = wording.when(project.not_before)
        inside = items_inside(scenario, constraint, among)
        return f"{owner_name(scenario, constraint)}{inside} may not start before {start}"
    item = scenario.item_by_id[constraint.id]
    said = []
    if item.date is not None and not item.is_started:
        said.append(f"is fixed to {wording.when(item.date)} and cannot come before")
    if item.not_before is not None and not item.is_started:
        said.append(f"may not start before {wording.when(item.not_before)}")
    said += [
        f"waits for {one.what}, expected {wording.when(one.expected)}"
        for one in item.waits_for
        if one.expected is not None
    ]
    if item.blocked is not None and item.blocked.until is not None:
        by = f" by {item.blocked.by}" if item.blocked.by else ""
        said.append(f"is blocked{by} until {wording.when(item.blocked.until)}")
    return f"{item.name} {' and '.join(said)}"
