"""Whether the scenario itself holds together; a plan file edited by hand may hold one that is not.

Only what the checks rest on is looked at; ``allocator check`` says more.
"""

from __future__ import annotations

import graphlib
from collections import Counter
from collections.abc import Iterable, Iterator

from allocator.analysis.extremes import Extremes
from allocator.calendars import Calendars
from allocator.domain import Holidays, RuleId, Scenario, Violation, WorkItem
from allocator.domain.quantities import beginning
from allocator.wording import joined

MAX_NUMBER = 1e9
"""The largest number that a scenario may hold."""
MAX_SHOWN_ITEMS = 20
"""Items of a circle that are named."""


def unsound(scenario: Scenario, calendars: Calendars) -> list[Violation]:
    """Return what keeps a plan of this scenario from being checked, as breaches of completeness."""
    extremes = [*Extremes(max_number=MAX_NUMBER).of(scenario)]
    problems = (
        *extremes,
        *_named_twice("person", (person.id for person in scenario.people)),
        *_named_twice("resource", (resource.id for resource in scenario.resources)),
        *_named_twice("project", (project.id for project in scenario.projects)),
        *_named_twice("work item", (item.id for item in scenario.items)),
        *(problem for item in scenario.items for problem in _unknown(scenario, item)),
        *_circle(scenario),
        *_levels(scenario),
        *(() if extremes else _countries(scenario, calendars)),
    )
    return [
        Violation(rule=RuleId.COMPLETENESS, message=f"in the plan's own scenario, {problem}")
        for problem in problems
    ]


def _named_twice(kind: str, ids: Iterable[str]) -> Iterator[str]:
    for name, count in Counter(ids).items():
        if count > 1:
            yield f'{kind} "{name}" stands {count} times'


def _unknown(scenario: Scenario, item: WorkItem) -> Iterator[str]:
    if item.project is not None and item.project not in scenario.project_by_id:
        yield f'{item.name} belongs to project "{item.project}", which does not exist'
    for resource in item.resources:
        if resource not in scenario.resource_by_id:
            yield f'{item.name} holds resource "{resource}", which does not exist'
    for person in item.people:
        if person not in scenario.person_by_id:
            yield f'{item.name} is worked on by person "{person}", who does not exist'
    for link in item.after:
        if link.item not in scenario.item_by_id:
            yield f'{item.name} comes after "{link.item}", which does not exist'
    named = (*item.if_fails.then, *item.if_fails.drop, *item.if_fails.redo) if item.if_fails else ()
    for name in named:
        if name not in scenario.item_by_id:
            yield f'{item.name} names "{name}" in if_fails, which does not exist'


def _circle(scenario: Scenario) -> Iterator[str]:
    after = {item.id: [link.item for link in item.after] for item in scenario.items}
    try:
        graphlib.TopologicalSorter(after).prepare()
    except graphlib.CycleError as error:
        names = error.args[1]
        shown = [*names[:MAX_SHOWN_ITEMS], "..."] if len(names) > MAX_SHOWN_ITEMS else names
        yield f"work items wait for each other in a circle: {' -> '.join(shown)}"


def _levels(scenario: Scenario) -> Iterator[str]:
    if scenario.proficiency is None:
        return
    for person in scenario.people:
        missing = sorted(set(person.skills.values()) - set(scenario.proficiency))
        if missing:
            levels = joined(str(level) for level in missing)
            yield f'person "{person.id}" has skills at level {levels}, without a proficiency'


def _countries(scenario: Scenario, calendars: Calendars) -> Iterator[str]:
    year = beginning(scenario.calendar.start).year
    owners: list[tuple[str, Holidays | None]] = [("the calendar", scenario.calendar.holidays)]
    owners += [(f'person "{person.id}"', person.holidays) for person in scenario.people]
    for owner, holidays in owners:
        if holidays is None:
            continue
        try:
            calendars.days_off(holidays).in_year(year)
        except NotImplementedError:
            place = "/".join(filter(None, (holidays.country, holidays.subdivision)))
            yield f'{owner} has the public holidays of "{place}", which are not known'
