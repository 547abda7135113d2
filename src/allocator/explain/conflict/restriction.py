"""Makes the scenario in which only some constraints hold."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from allocator.domain import (
    BudgetLimit,
    Holidays,
    Person,
    Project,
    Scenario,
    SprintCalendar,
    WorkItem,
)
from allocator.domain.calendar import WEEK, Availability, Calendar
from allocator.domain.quantities import exact
from allocator.domain.spending import spent_on_all
from allocator.explain.conflict.constraint import PAIRS, Constraint, needed_item
from allocator.explain.conflict.earlier_start import with_earlier_start
from allocator.explain.conflict.listing import holidays_from_start
from allocator.explain.conflict.open_needs import OpenNeeds


def restricted(scenario: Scenario, constraints: Iterable[Constraint]) -> Scenario:
    """Return the scenario with only these constraints, unchecked; efforts stay.

    What is not among them is loosened as far as it goes: anybody can do an item, and somebody who
    does nothing else; people work on all days; a plan may start long before it does.
    """
    return _Restriction(scenario, frozenset(constraints)).scenario()


class _Restriction:
    """Loosens all of a scenario that is not among the constraints kept."""

    def __init__(self, scenario: Scenario, kept: frozenset[Constraint]) -> None:
        self._scenario, self._kept = scenario, kept
        self._calendar = self._of_calendar(scenario.calendar)

    def scenario(self) -> Scenario:
        """Return the loosened scenario."""
        old, kept = self._scenario, self._kept
        names = {one.id for one in kept if one.kind == "item"}
        chosen = [item for item in old.items if item.id in names]
        needs = OpenNeeds(old, kept)
        items = needs.items((self._item(item), item) for item in chosen)
        people = tuple(self._person(person) for person in old.people)
        sprints = old.sprints
        if sprints is not None and not self._holds("focus", "calendar", ""):
            sprints = _without_focus(sprints)
        changes = {
            "calendar": self._calendar,
            "sprints": sprints,
            "items": items,
            "meetings": tuple(m for m in old.meetings if self._holds("meeting", "calendar", m.id)),
            "rota": tuple(rota for rota in old.rota if self._holds("rota", "calendar", rota.id)),
            "projects": tuple(self._project(project) for project in old.projects),
            "people": needs.people(people),
            "max_items": None,
            "proficiency": needs.proficiency,
            "baseline": tuple(
                entry
                if Constraint("frozen", "item", entry.item) in kept
                else entry.model_copy(update={"frozen": False})
                for entry in old.baseline
            ),
        }
        loosened = old.model_copy(update=changes)
        if self._holds("start", "calendar", ""):
            return loosened
        return with_earlier_start(loosened)

    def _holds(self, *constraint: str) -> bool:
        return Constraint(*constraint) in self._kept  # type: ignore[arg-type]

    def _of_calendar(self, calendar: Calendar) -> Calendar:
        changes: dict[str, object] = {}
        if not self._holds("deadline", "calendar", ""):
            changes["end"] = None
        if not self._holds("workdays", "calendar", ""):
            changes["workdays"] = WEEK
        if calendar.holidays != Holidays():
            changes["holidays"] = self._holidays(calendar.holidays, "calendar", "")
        return calendar.model_copy(update=changes) if changes else calendar

    def _holidays(self, holidays: Holidays, owner: str, name: str) -> Holidays:
        """Return the days off that are kept, by their dates."""
        days = holidays_from_start(self._scenario, holidays)
        dates: tuple[dt.date, ...] = tuple(
            day for day in days if self._holds("holidays", owner, name, day.isoformat())
        )
        return Holidays.model_construct(country=None, subdivision=None, dates=dates)

    def _item(self, item: WorkItem) -> WorkItem:
        kept = self._kept
        changes: dict[str, object] = {
            "after": tuple(
                link
                if self._holds("handover", "item", item.id, link.item)
                else link.model_copy(update={"handover": False})
                for link in item.after
                if Constraint("link", "item", item.id, link.item) in kept
                and needed_item(link.item) in kept
            ),
            "resources": {
                resource: amount
                for resource, amount in item.resources.items()
                if self._holds("resource", "item", item.id, resource)
            },
        }
        if item.date is not None:  # two constraints, either of which can be removed alone
            changes |= {"date": None, "not_before": item.release, "deadline": item.hard_end}
        for field in PAIRS:
            others: tuple[str, ...] = getattr(item, field)
            if others:
                changes[field] = tuple(n for n in others if self._pair_holds(field, item.id, n))
        if not self._holds("deadline", "item", item.id):
            changes["deadline"] = None
        if not self._holds("release", "item", item.id):
            changes |= {"not_before": None, "waits_for": (), "blocked": None}
        if not self._holds("overlap", "item", item.id):
            changes["overlap"] = None
            changes["needs"] = tuple(n.model_copy(update={"overlap": None}) for n in item.needs)
        if not self._holds("fixed", "item", item.id):
            changes["fixed"] = None
        if not self._holds("uninterrupted", "item", item.id):
            changes["uninterrupted"] = False
        if item.staffing and not self._holds("fit", "item", item.id):
            changes["fit"] = False
        if not self._holds("assign", "item", item.id) and not item.crew:
            changes |= {"assign": (), "avoid": ()}
        return item.model_copy(update=changes)

    def _pair_holds(self, field: str, one: str, other: str) -> bool:
        """Return whether what an item says of another one's people holds: both are to be done."""
        holds = self._holds(field, "item", one, other) or self._holds(field, "item", other, one)
        return holds and needed_item(other) in self._kept

    def _project(self, project: Project) -> Project:
        changes: dict[str, object] = {}
        if not self._holds("deadline", "project", project.id):
            changes["deadline"] = None
        if not self._holds("release", "project", project.id):
            changes["not_before"] = None
        if project.is_budget_hard:
            changes["budget"] = self._budget(project)
        return project.model_copy(update=changes)

    def _budget(self, project: Project) -> BudgetLimit | None:
        """Return what is left of a limit, after what is spent on items that are not there."""
        if not self._holds("budget", "project", project.id) or project.budget_amount is None:
            return None
        gone = [
            item
            for item in self._scenario.items
            if item.project == project.id and needed_item(item.id) not in self._kept
        ]
        left = exact(project.budget_amount) - spent_on_all(self._scenario, gone)
        return BudgetLimit.model_construct(limit=float(left))

    def _person(self, person: Person) -> Person:
        name, changes = person.id, dict[str, object]()
        most = self._scenario.max_items_of(person)
        if most is not None:
            kept = self._holds("max_items", "person", name)
            changes["max_items"] = most if kept else None
        if person.joins is not None and not self._holds("absence", "person", name, "from"):
            changes["joins"] = None
        if person.leaves is not None and not self._holds("absence", "person", name, "to"):
            changes["leaves"] = None
        if person.workdays is not None and not self._holds("workdays", "person", name):
            changes["workdays"] = self._calendar.workdays
        if person.holidays is not None and person.holidays != Holidays():
            changes["holidays"] = self._holidays(person.holidays, "person", name)
        capacity = person.capacity if self._holds("capacity", "person", name) else 1.0
        if capacity != person.capacity:
            changes["capacity"] = capacity
        changes["time_off"] = tuple(
            off
            for number, off in enumerate(person.time_off)
            if self._holds("absence", "person", name, f"time_off:{number}")
        )
        changes["availability"] = tuple(
            window
            for number, window in enumerate(person.availability)
            if self._limits(window, capacity, name, number)
        )
        return person.model_copy(update=changes)

    def _limits(self, window: Availability, capacity: float, name: str, number: int) -> bool:
        """Return whether a window stays: what gives more time than otherwise always does."""
        kept = self._holds("absence", "person", name, f"availability:{number}")
        return kept or window.capacity > capacity


def _without_focus(sprints: SprintCalendar) -> SprintCalendar:
    changes = {
        "capacity": 1.0,
        "listed": tuple(d.model_copy(update={"capacity": 1.0}) for d in sprints.listed),
        "teams": {team: _without_focus(inner) for team, inner in sprints.teams.items()},
    }
    return sprints.model_copy(update=changes)
