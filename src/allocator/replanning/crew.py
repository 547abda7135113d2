"""Settle who continues the work in progress: its people who are still available."""

from __future__ import annotations

from dataclasses import dataclass

from allocator.analysis.people import people_on
from allocator.calendars import Calendars
from allocator.calendars.walk import finish_of_work
from allocator.domain import Need, Plan, PlanItem, Rest, Scenario, WorkItem
from allocator.domain.quantities import exact
from allocator.replanning.remaining_work import effort_text, people_by_place


@dataclass(frozen=True)
class _RemainingPart:
    """The remaining work of one person on an item."""

    person: str
    need: Need


def with_crews(
    scenario: Scenario, calendars: Calendars, baseline: Plan
) -> tuple[Scenario, tuple[str, ...]]:
    """Return the scenario with people on all started items, and a note for each who left.

    Where nobody says who works on an item, or did it, it is those whom the baseline has on it.
    The part of somebody who has left, or leaves before they could be done, is open to anybody.

    Parameters
    ----------
    scenario
        As of now.
    calendars
        The scenario's calendars.
    baseline
        The plan that people go by.
    """
    entries = {entry.id: entry for entry in baseline.items}
    items: list[WorkItem] = []
    notes: list[str] = []
    for item in scenario.items:
        if item.state == "in_progress" and item.staffing and not item.reassign:
            item, new_notes = _settled(scenario, calendars, _named(item, entries.get(item.id)))
            notes += new_notes
        elif item.is_done:
            did = item.people or _who_had(baseline, entries.get(item.id))
            there = tuple(name for name in did if name in scenario.person_by_id)
            item = item if there == item.people else item.model_copy(update={"people": there})
        items.append(item)
    return scenario.model_copy(update={"items": tuple(items)}), tuple(notes)


def _who_had(baseline: Plan, entry: PlanItem | None) -> tuple[str, ...]:
    """Return the baseline's people of an item; nobody if it is not planned there."""
    return () if entry is None else people_on(baseline.scenario, entry)


def _named(item: WorkItem, entry: PlanItem | None) -> WorkItem:
    """Return an item in progress with the baseline's people if none are reported."""
    if item.people or entry is None:
        return item
    people = tuple(assignment.person for assignment in entry.assignments)
    if len(set(people)) != sum(need.people for need in item.needs_of(len(people))):
        return item
    return item.model_copy(update={"people": people})


def _settled(
    scenario: Scenario, calendars: Calendars, item: WorkItem
) -> tuple[WorkItem, list[str]]:
    """Return an item without the people who cannot continue it, and a note for each."""
    parts = _parts(scenario, item)
    gone = {
        part.person: why
        for part in parts
        if part.person in item.people and (why := _why_gone(scenario, calendars, part))
    }
    unknown = {name: "has left" for name in item.people if name not in scenario.person_by_id}
    gone = {**unknown, **gone}
    if not gone:
        return item, []
    notes = [
        f"{name} {why}: anybody who can may go on with {item.name}" for name, why in gone.items()
    ]
    stay = tuple(name for name in item.people if name not in gone)
    left = item.remaining if isinstance(item.remaining, dict) else _by_person(scenario, parts)
    fields: dict[str, object] = {"people": stay, "reassign": not stay, "remaining": left or None}
    return item.model_copy(update=fields), notes


def _parts(scenario: Scenario, item: WorkItem) -> list[_RemainingPart]:
    """Return the remaining work by person; empty if that is unknown."""
    if isinstance(item.remaining, dict):
        return [
            _RemainingPart(n.person, n) for n in item.staffing if isinstance(n, Rest) and n.person
        ]
    taken = people_by_place(scenario, item, item.people)
    if not item.people or taken is None:
        return []
    places = [need for need in item.staffing for _ in range(need.people)]
    return [_RemainingPart(taken[k], need) for k, need in enumerate(places)]


def _by_person(scenario: Scenario, parts: list[_RemainingPart]) -> dict[str, str]:
    efforts = {part.person: part.need.effort for part in parts}
    return {p: effort_text(scenario.effort_minutes(e)) for p, e in efforts.items() if e is not None}


def _why_gone(scenario: Scenario, calendars: Calendars, part: _RemainingPart) -> str:
    """Return why a person cannot continue; empty if they can."""
    person = scenario.person_by_id.get(part.person)
    if person is None or (
        person.leaves is not None
        and calendars.local_days(person).end(person.leaves) <= scenario.plan_from
    ):
        return "has left"
    if person.leaves is None or part.need.effort is None:
        return ""
    finish = finish_of_work(
        calendars.of(person),
        scenario.plan_from,
        effort_minutes=scenario.effort_minutes(part.need.effort),
        share=exact(part.need.share),
        speed=scenario.speed(person, part.need),
    )
    return "" if finish is not None else f"leaves on {person.leaves} before it could be done"
