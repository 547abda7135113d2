"""The sprint boards of the page: goals, people with load and items, one board per sprint."""

from __future__ import annotations

from dataclasses import dataclass

from allocator import wording
from allocator.domain import Plan
from allocator.sprint_planning.build import sprint_sheets
from allocator.sprint_planning.sheet import (
    ItemLine,
    PersonLoad,
    PersonTask,
    SprintGoal,
    SprintSheet,
)

MAX_NAMED_ITEMS = 8
"""Items that a goal names at most."""


@dataclass(frozen=True)
class Card:
    """A person's work on an item."""

    id: str
    title: str
    note: str


@dataclass(frozen=True)
class PersonColumn:
    """A person in the sprint; ``filled`` is the load in percent, at most 100."""

    name: str
    load: str
    filled: int
    over: bool
    away: str
    cards: tuple[Card, ...]


@dataclass(frozen=True)
class Board:
    """A sprint of a team."""

    name: str
    team: str
    span: str
    load: str
    current: bool
    goals: tuple[tuple[str, str], ...]
    people: tuple[PersonColumn, ...]
    idle: str
    carries: tuple[str, ...]
    pull: tuple[str, ...]


def boards(plan: Plan) -> tuple[Board, ...]:
    """Return a board for each sprint with planned items."""
    if plan.scenario.sprints is None or not plan.scenario.people:
        return ()
    sheets = [sheet for sheet in sprint_sheets(plan, "all") if sheet.items]
    now = plan.scenario.plan_from.date()
    coming = next((sheet.end for sheet in sheets if sheet.end >= now), None)
    return tuple(_board(sheet, current=sheet.end == coming) for sheet in sheets)


def _board(sheet: SprintSheet, *, current: bool) -> Board:
    items = {item.id: item for item in sheet.items}
    busy = [person for person in sheet.people if person.tasks]
    idle = [person.name or person.id for person in sheet.people if not person.tasks]
    return Board(
        name=wording.printable(sheet.name),
        team=wording.printable(sheet.team or ""),
        span=f"{wording.day(sheet.start)} to {wording.day(sheet.end)}",
        load=_load(sheet),
        current=current,
        goals=tuple(_goal(goal, items) for goal in sheet.goals),
        people=tuple(_person_column(person) for person in busy),
        idle=wording.printable(", ".join(idle)),
        carries=tuple(wording.label(carry.item, carry.title) for carry in sheet.carries_over),
        pull=tuple(wording.label(pull.item, pull.title) for pull in sheet.pull[:MAX_NAMED_ITEMS]),
    )


def _load(sheet: SprintSheet) -> str:
    if not sheet.capacity_hours:
        return "over" if sheet.counted_from.date() > sheet.end else "nobody is there"
    planned, capacity = round(sheet.planned_hours), round(sheet.capacity_hours)
    return f"{wording.number(planned)} of {wording.number(capacity)} hours planned"


def _goal(goal: SprintGoal, items: dict[str, ItemLine]) -> tuple[str, str]:
    name = wording.label(goal.name or goal.project or "Other work")
    if not goal.finishes:
        return name, "goes on"
    told = [wording.label(i, items[i].title, most=50) for i in goal.finishes[:MAX_NAMED_ITEMS]]
    if len(goal.finishes) > MAX_NAMED_ITEMS:
        told.append(f"and {len(goal.finishes) - MAX_NAMED_ITEMS} more")
    start = "is completed: " if goal.completes else "finishes "
    return name, start + ", ".join(told)


def _person_column(person: PersonLoad) -> PersonColumn:
    load = person.load or 0.0
    return PersonColumn(
        name=wording.printable(person.name or person.id),
        load=f"{round(person.planned_hours)} of {round(person.capacity_hours)} h",
        filled=min(100, round(100 * load)),
        over=load > 1.0005,
        away=f"away {len(person.away)} d" if person.away else "",
        cards=tuple(_card(task) for task in person.tasks),
    )


def _card(task: PersonTask) -> Card:
    goes_on = ", goes on after it" if task.hours_after else ""
    note = f"{wording.number(round(task.hours, 1))} h{goes_on}"
    return Card(task.item, wording.label(task.title, most=120), note)
