"""Lists the removable constraints of a scenario, of which a conflict is made.

Removing a constraint only ever allows more plans, so that a set of constraints that no plan
satisfies can be shrunk by removing one after the other.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from allocator.domain import (
    Holidays,
    Need,
    Person,
    Project,
    Scenario,
    SprintCalendar,
    WorkItem,
)
from allocator.domain.calendar import WEEK

ConstraintKind = Literal[
    "deadline",
    "item",
    "link",
    "release",
    "fit",
    "assign",
    "resource",
    "workdays",
    "holidays",
    "capacity",
    "focus",
    "absence",
]


@dataclass(frozen=True, order=True)
class Constraint:
    """A removable constraint of a scenario.

    Attributes
    ----------
    kind
        What it constrains.
    owner
        "item", "project" or "person"; "calendar" for what holds for everybody.
    id
        Of the owner; empty for the calendar.
    other
        Id of the predecessor of a link, or of the resource that is held.
    """

    kind: ConstraintKind
    owner: str
    id: str
    other: str = ""


def deadline_constraints(scenario: Scenario) -> list[Constraint]:
    """Return the hard deadlines of items, of projects and of the calendar."""
    found = [
        Constraint("deadline", "item", i.id) for i in scenario.items if i.hard_end and not i.is_done
    ]
    with_items = {item.project for item in scenario.items if not item.is_done}
    found += [
        Constraint("deadline", "project", p.id)
        for p in scenario.projects
        if p.deadline is not None and p.id in with_items
    ]
    return found + ([Constraint("deadline", "calendar", "")] if scenario.calendar.end else [])


def item_constraints(scenario: Scenario) -> list[Constraint]:
    """Return a constraint for each work item: that it has to be done at all."""
    return [Constraint("item", "item", item.id) for item in scenario.items]


def other_constraints(scenario: Scenario) -> list[Constraint]:
    """Return what delays items, then what keeps people from working."""
    found = [
        Constraint("link", "item", item.id, pred)
        for item in scenario.items
        for pred in dict.fromkeys(link.item for link in scenario.binding_links(item))
    ]
    found += [Constraint("release", "item", i.id) for i in scenario.items if _is_released(i)]
    found += [
        Constraint("release", "project", p.id)
        for p in scenario.projects
        if p.not_before is not None and any(item.project == p.id for item in scenario.items)
    ]
    found += [
        Constraint("fit", "item", i.id) for i in scenario.items if i.staffing and scenario.fits(i)
    ]
    found += [
        Constraint("resource", "item", item.id, resource)
        for item in scenario.items
        for resource in item.resources
    ]
    found += [
        Constraint("assign", "item", item.id)
        for item in scenario.items
        if (item.assign or item.avoid) and not item.crew and item.staffing
    ]
    return found + _of_people(scenario)


def _of_people(scenario: Scenario) -> list[Constraint]:
    """Return what keeps people from working on all working days of the team."""
    found = [
        Constraint("workdays", "person", p.id) for p in scenario.people if _works_less(scenario, p)
    ]
    found += [
        Constraint("holidays", "person", p.id)
        for p in scenario.people
        if p.holidays is not None and p.holidays != Holidays()
    ]
    if scenario.calendar.holidays != Holidays():
        found.append(Constraint("holidays", "calendar", ""))
    found += [Constraint("capacity", "person", p.id) for p in scenario.people if p.capacity < 1]
    if scenario.sprints is not None and _has_focus(scenario.sprints):
        found.append(Constraint("focus", "calendar", ""))
    return found + [Constraint("absence", "person", p.id) for p in scenario.people if _is_away(p)]


def _works_less(scenario: Scenario, person: Person) -> bool:
    return person.workdays is not None and not set(scenario.calendar.workdays) <= {*person.workdays}


def _has_focus(sprints: SprintCalendar) -> bool:
    factors = [sprints.capacity, *(dates.capacity for dates in sprints.listed)]
    return any(factor not in (None, 1) for factor in factors) or any(
        _has_focus(calendar) for calendar in sprints.teams.values()
    )


def _without_focus(sprints: SprintCalendar) -> SprintCalendar:
    changes = {
        "capacity": 1.0,
        "listed": tuple(d.model_copy(update={"capacity": 1.0}) for d in sprints.listed),
        "teams": {team: _without_focus(inner) for team, inner in sprints.teams.items()},
    }
    return sprints.model_copy(update=changes)


def _is_released(item: WorkItem) -> bool:
    awaited = any(one.expected is not None for one in item.waits_for)
    return awaited or (item.release is not None and not item.is_started)


def _is_away(person: Person) -> bool:
    return bool(person.time_off or person.availability or person.joins or person.leaves)


def restricted(scenario: Scenario, constraints: Iterable[Constraint]) -> Scenario:
    """Return the scenario with only these constraints; people, calendars and efforts stay."""
    kept = set(constraints)
    sprints = scenario.sprints
    if sprints is not None and Constraint("focus", "calendar", "") not in kept:
        sprints = _without_focus(sprints)
    calendar = scenario.calendar
    if Constraint("deadline", "calendar", "") not in kept:
        calendar = calendar.model_copy(update={"end": None})
    return Scenario.model_construct(
        **{
            **{name: getattr(scenario, name) for name in Scenario.model_fields},
            "calendar": calendar,
            "sprints": sprints,
            "items": tuple(
                _item(item, kept)
                for item in scenario.items
                if Constraint("item", "item", item.id) in kept
            ),
            "projects": tuple(_project(project, kept) for project in scenario.projects),
            "people": tuple(_person(scenario, person, kept) for person in scenario.people),
        }
    )


def _item(item: WorkItem, kept: set[Constraint]) -> WorkItem:
    changes: dict[str, object] = {
        "after": tuple(
            link
            for link in item.after
            if Constraint("link", "item", item.id, link.item) in kept
            and Constraint("item", "item", link.item) in kept
        ),
        "resources": {
            resource: amount
            for resource, amount in item.resources.items()
            if Constraint("resource", "item", item.id, resource) in kept
        },
    }
    if item.date is not None:  # two constraints, either of which can be removed alone
        changes |= {"date": None, "not_before": item.release, "deadline": item.hard_end}
    if Constraint("deadline", "item", item.id) not in kept:
        changes["deadline"] = None
    if Constraint("release", "item", item.id) not in kept:
        changes |= {"not_before": None, "waits_for": ()}
    if item.staffing and Constraint("fit", "item", item.id) not in kept:
        changes["fit"] = False
    if Constraint("assign", "item", item.id) not in kept and not item.crew:
        changes |= {"assign": (), "avoid": ()}
    return item.model_copy(update=changes)


def _project(project: Project, kept: set[Constraint]) -> Project:
    changes: dict[str, object] = {}
    if Constraint("deadline", "project", project.id) not in kept:
        changes["deadline"] = None
    if Constraint("release", "project", project.id) not in kept:
        changes["not_before"] = None
    return project.model_copy(update=changes)


def _person(scenario: Scenario, person: Person, kept: set[Constraint]) -> Person:
    changes: dict[str, object] = {}
    if Constraint("absence", "person", person.id) not in kept:
        more = tuple(w for w in person.availability if w.capacity > person.capacity)
        changes |= {"time_off": (), "availability": more, "joins": None, "leaves": None}
    if person.workdays is not None and Constraint("workdays", "person", person.id) not in kept:
        days = {*person.workdays, *scenario.calendar.workdays}
        changes["workdays"] = tuple(day for day in WEEK if day in days)
    owner = ("calendar", "") if person.holidays is None else ("person", person.id)
    if Constraint("holidays", *owner) not in kept:
        changes["holidays"] = Holidays()
    if person.capacity < 1 and Constraint("capacity", "person", person.id) not in kept:
        changes["capacity"] = 1.0
    return person.model_copy(update=changes) if changes else person


def without_uninvolved_people(
    scenario: Scenario, constraints: Iterable[Constraint]
) -> list[Constraint]:
    """Leave out the constraints of people who can do none of the items among the constraints."""
    constraints = list(constraints)
    items = [
        scenario.item_by_id[constraint.id]
        for constraint in constraints
        if constraint.kind == "item"
    ]
    able = {p.id for item in items for need in item.staffing for p in _able(scenario, item, need)}
    return [
        constraint
        for constraint in constraints
        if constraint.owner != "person" or constraint.id in able
    ]


def _able(scenario: Scenario, item: WorkItem, need: Need) -> Iterable[Person]:
    if item.is_started:
        return scenario.people
    return (person for person in scenario.people if not scenario.lacks(person, need))


def relevant_items(scenario: Scenario, kept: Iterable[Constraint]) -> list[Constraint]:
    """Return the items with a kept deadline, and all their predecessors.

    All other items can be done later and cannot be part of the conflict.
    """
    limits = {(f.owner, f.id) for f in kept if f.kind == "deadline"}
    found = scenario.with_predecessors(
        item.id
        for item in scenario.items
        if ("calendar", "") in limits
        or ("item", item.id) in limits
        or ("project", item.project) in limits
    )
    return [Constraint("item", "item", item.id) for item in scenario.items if item.id in found]
