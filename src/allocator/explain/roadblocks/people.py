"""People whose work nobody else can do: single points of failure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from allocator import wording
from allocator.analysis.substitutes import Substitutes
from allocator.calendars import Calendars
from allocator.domain import Plan, PlanItem, Scenario
from allocator.domain.quantities import iso
from allocator.explain.counterfactuals.change import Change
from allocator.explain.roadblocks.source import DelaySource, begins, open_entries

MAX_NAMED_ITEMS = 3
"""Items that the text names."""


def person_sources(plan: Plan, calendars: Calendars) -> Iterator[DelaySource]:
    """Yield the people who are away from the day on which work begins that only they can do."""
    substitutes = Substitutes(plan.scenario, calendars)
    skilled: dict[str, list[PlanItem]] = {}
    assigned: dict[str, list[PlanItem]] = {}
    for entry in open_entries(plan).values():
        able = substitutes.indispensable(entry).people
        for person in able:
            skilled.setdefault(person, []).append(entry)
        for person in _assigned_alone(plan.scenario, entry):
            if person not in able:
                assigned.setdefault(person, []).append(entry)
    for person in dict.fromkeys((*skilled, *assigned)):
        yield _source(plan.scenario, person, skilled.get(person, []), assigned.get(person, []))


def _assigned_alone(scenario: Scenario, entry: PlanItem) -> Iterator[str]:
    """Yield who works on an item that is assigned to no more people than it takes."""
    item = scenario.item_by_id[entry.id]
    if item.is_started or not item.assign:
        return
    for need in item.staffing:
        candidates = scenario.candidates(item, need)
        if len(candidates) <= need.people:
            yield from (person.id for person in candidates)


def _source(
    scenario: Scenario, person: str, skilled: list[PlanItem], assigned: list[PlanItem]
) -> DelaySource:
    entries = tuple(sorted((*skilled, *assigned), key=begins))
    first = begins(entries[0]).date()

    def delayed(days: int) -> Change:
        last = first + dt.timedelta(days=days - 1)
        absence = {"from": iso(first), "to": iso(last)}
        return {"extend": {"people": {person: {"time_off": [absence]}}}}

    name = wording.person_name(scenario, person)
    told = [f"nobody else can do {_named(skilled)}"] if skilled else []
    told += [f"{_named(assigned)} {_is(assigned)} assigned to nobody else"] if assigned else []
    return DelaySource(
        key=f"person {person}",
        kind="person",
        text=f"{name} away: {', and '.join(told)}",
        owner=name,
        entries=entries,
        there=first,
        delayed=delayed,
    )


def _named(entries: list[PlanItem]) -> str:
    return wording.joined((entry.id for entry in entries), most=MAX_NAMED_ITEMS)


def _is(entries: list[PlanItem]) -> str:
    return "is" if len(entries) == 1 else "are"
