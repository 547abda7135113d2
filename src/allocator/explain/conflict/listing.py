"""Lists the removable constraints of a scenario.

Removing a constraint only ever allows more plans (but for shares and leads, which is why the last
set is tested once more), so that a set of constraints that no plan satisfies can be shrunk by
removing one after the other.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from functools import lru_cache

from allocator.calendars.days_off import days_off
from allocator.domain import Holidays, Need, Person, Scenario, SprintCalendar, WorkItem
from allocator.domain.calendar import WEEK
from allocator.domain.pairs import item_pairs
from allocator.domain.quantities import When, beginning, end_of
from allocator.explain.conflict.constraint import Constraint, needed_item
from allocator.explain.conflict.params import DEFAULT_PARAMS


def all_constraints(scenario: Scenario) -> list[Constraint]:
    """Return all removable constraints: deadlines, items, then what delays them."""
    return [
        *deadline_constraints(scenario),
        *item_constraints(scenario),
        *other_constraints(scenario),
    ]


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


def budget_constraints(scenario: Scenario) -> list[Constraint]:
    """Return the budgets that are limits, of projects with something to do."""
    with_items = {item.project for item in scenario.items if item.staffing}
    return [
        Constraint("budget", "project", project.id)
        for project in scenario.projects
        if project.is_budget_hard and project.id in with_items
    ]


def item_constraints(scenario: Scenario) -> list[Constraint]:
    """Return a constraint for each work item: that it has to be done at all."""
    return [needed_item(item.id) for item in scenario.items]


def other_constraints(scenario: Scenario) -> list[Constraint]:
    """Return what delays items, then what keeps people from working."""
    found = [one for item in scenario.items for one in _of_item(scenario, item)]
    found += [
        Constraint("same_as" if pair.same else "not_same_as", "item", pair.first.id, pair.second.id)
        for pair in item_pairs(scenario)
    ]
    found += [
        Constraint("release", "project", p.id)
        for p in scenario.projects
        if p.not_before is not None and any(item.project == p.id for item in scenario.items)
    ]
    found += budget_constraints(scenario)
    return [*found, *_of_calendar(scenario), *_of_people(scenario)]


def share_constraints(scenario: Scenario, constraints: Iterable[Constraint]) -> list[Constraint]:
    """Return the shares that the items among the constraints take of people."""
    items = [scenario.item_by_id[one.id] for one in constraints if one.kind == "item"]
    return [
        Constraint("share", "item", item.id, str(number))
        for item in items
        if is_open(scenario, item)
        for number, need in enumerate(needs_of(item))
        if need.share < 1
    ]


def is_open(scenario: Scenario, item: WorkItem) -> bool:
    """Return whether it is still open who does an item: what is frozen or begun has its people."""
    return bool(item.staffing) and not item.is_started and not scenario.is_frozen(item)


def needs_of(item: WorkItem) -> tuple[Need, ...]:
    """Return the needs of an item as they are numbered in constraints."""
    return item.needs or ((Need(),) if item.staffing else ())


def _of_item(scenario: Scenario, item: WorkItem) -> Iterator[Constraint]:
    """Yield what constrains when and by whom an item is done."""
    for pred in dict.fromkeys(link.item for link in scenario.binding_links(item)):
        yield Constraint("link", "item", item.id, pred)
    for link in scenario.binding_links(item):
        if link.handover:
            yield Constraint("handover", "item", item.id, link.item)
    if not item.is_started and (item.overlap or any(need.overlap for need in item.staffing)):
        yield Constraint("overlap", "item", item.id)
    if _is_released(item):
        yield Constraint("release", "item", item.id)
    if item.fixed_start is not None:
        yield Constraint("fixed", "item", item.id)
    if item.goes_on_at_once:
        yield Constraint("uninterrupted", "item", item.id)
    if scenario.is_frozen(item):
        yield Constraint("frozen", "item", item.id)
    if item.staffing and scenario.fits(item):
        yield Constraint("fit", "item", item.id)
    for resource in item.resources:
        yield Constraint("resource", "item", item.id, resource)
    if (item.assign or item.avoid) and not item.crew and item.staffing:
        yield Constraint("assign", "item", item.id)
    if is_open(scenario, item):
        yield from _of_needs(scenario, item)


def _of_needs(scenario: Scenario, item: WorkItem) -> Iterator[Constraint]:
    """Yield what the needs of an item ask for besides effort."""
    needs = needs_of(item)
    for number, need in enumerate(needs):
        yield Constraint("skills", "item", item.id, str(number))
        if need.share < 1:
            yield Constraint("share", "item", item.id, str(number))
        if need.people > 1:
            yield Constraint("people", "item", item.id, str(number))
        if any(scenario.speed(p, need) < 1 for p in scenario.candidates(item, need)):
            yield Constraint("speed", "item", item.id, str(number))
    if sum(need.people for need in needs) > 1 and not item.choice:
        yield Constraint("together", "item", item.id)


def _of_calendar(scenario: Scenario) -> Iterator[Constraint]:
    """Yield what keeps everybody from working: the start, weekends, holidays, sprints, meetings."""
    yield Constraint("start", "calendar", "")
    calendar = scenario.calendar
    if len(calendar.workdays) < len(WEEK):
        yield Constraint("workdays", "calendar", "")
    for date in holidays_from_start(scenario, calendar.holidays):
        yield Constraint("holidays", "calendar", "", date.isoformat())
    if scenario.sprints is not None and has_focus(scenario.sprints):
        yield Constraint("focus", "calendar", "")
    for meeting in scenario.meetings:
        yield Constraint("meeting", "calendar", meeting.id)
    for rota in scenario.rota:
        yield Constraint("rota", "calendar", rota.id)


def _of_people(scenario: Scenario) -> Iterator[Constraint]:
    """Yield what keeps people from working on all working days of the team, or on all at once."""
    shared = any(need.share < 1 for item in scenario.items for need in item.staffing)
    for person in scenario.people:
        if person.workdays is not None and not set(WEEK) <= {*person.workdays}:
            yield Constraint("workdays", "person", person.id)
        if person.holidays is not None:
            for date in holidays_from_start(scenario, person.holidays):
                yield Constraint("holidays", "person", person.id, date.isoformat())
        if scenario.max_items_of(person) is not None and shared:
            yield Constraint("max_items", "person", person.id)
        if person.capacity < 1:
            yield Constraint("capacity", "person", person.id)
        for other in _absences(person):
            yield Constraint("absence", "person", person.id, other)


def _absences(person: Person) -> Iterator[str]:
    """Yield what names each absence of a person: from, to, field and number."""
    if person.joins is not None:
        yield "from"
    if person.leaves is not None:
        yield "to"
    for field in ("time_off", "availability"):
        for number, window in enumerate(getattr(person, field)):
            if field == "time_off" or window.capacity < 1:
                yield f"{field}:{number}"


def holidays_from_start(scenario: Scenario, holidays: Holidays) -> list[dt.date]:
    """Return the days off of a holiday calendar from the plan's start to its last date."""
    if holidays == Holidays():
        return []
    start = scenario.plan_from.date()
    most = start + dt.timedelta(days=366 * DEFAULT_PARAMS.max_holiday_years)
    return list(_days_between(holidays, start, min(_last_date(scenario), most)))


@lru_cache(maxsize=256)
def _days_between(holidays: Holidays, start: dt.date, last: dt.date) -> tuple[dt.date, ...]:
    """Return the days off from a first to a last day, both included."""
    days = days_off(holidays, range(start.year, last.year + 1))
    return tuple(sorted(day for day in days if start <= day <= last))


def _last_date(scenario: Scenario) -> dt.date:
    """Return the last date that is given anywhere: deadlines, absences, holidays, and a month."""
    dates: list[When | None] = [scenario.plan_from, scenario.calendar.end]
    dates += [item.hard_end for item in scenario.items]
    dates += [project.deadline for project in scenario.projects]
    dates += scenario.calendar.holidays.dates
    for person in scenario.people:
        dates += [person.joins, person.leaves]
        dates += [window.end for window in (*person.time_off, *person.availability)]
        dates += () if person.holidays is None else person.holidays.dates
    last = max(end_of(one) for one in dates if one is not None)
    return (last + dt.timedelta(days=31)).date()


def has_focus(sprints: SprintCalendar) -> bool:
    """Return whether sprints plan less than everybody's capacity."""
    factors = [sprints.capacity, *(dates.capacity for dates in sprints.listed)]
    return any(factor not in (None, 1) for factor in factors) or any(
        has_focus(calendar) for calendar in sprints.teams.values()
    )


def _is_released(item: WorkItem) -> bool:
    return bool(item.expected_dates) or (item.release is not None and not item.is_started)


def without_uninvolved_people(
    scenario: Scenario, constraints: Iterable[Constraint]
) -> list[Constraint]:
    """Leave out the constraints of people who can do none of the items among the constraints."""
    constraints = list(constraints)
    items = [scenario.item_by_id[one.id] for one in constraints if one.kind == "item"]
    able = {p.id for item in items for need in item.staffing for p in _able(scenario, item, need)}
    return [one for one in constraints if one.owner != "person" or one.id in able]


def _able(scenario: Scenario, item: WorkItem, need: Need) -> Iterable[Person]:
    if item.is_started:
        return scenario.people
    return (person for person in scenario.people if not scenario.lacks(person, need))


def within_reach(scenario: Scenario, constraints: Iterable[Constraint]) -> list[Constraint]:
    """Leave out days off and absences after the last deadline; all without deadlines."""
    constraints = list(constraints)
    ends = [
        end_of(scenario.deadline_of(one.owner, one.id))
        for one in constraints
        if one.kind == "deadline"
    ]
    if not ends:
        return constraints
    return [one for one in constraints if _begins(scenario, one) < max(ends)]


def _begins(scenario: Scenario, constraint: Constraint) -> dt.datetime:
    """Return from when on a day off or an absence keeps somebody from working."""
    if constraint.kind == "holidays":
        return beginning(dt.date.fromisoformat(constraint.other))
    if constraint.kind != "absence" or constraint.other == "from":
        return scenario.plan_from
    person = scenario.person_by_id[constraint.id]
    if constraint.other == "to":
        return scenario.plan_from if person.leaves is None else end_of(person.leaves)
    field, _, number = constraint.other.partition(":")
    return beginning(getattr(person, field)[int(number)].start)


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
    return [needed_item(item.id) for item in scenario.items if item.id in found]
