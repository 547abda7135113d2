"""Loosens who can do an item: a further skill for somebody, or more people like one there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from allocator import wording
from allocator.domain import Person, Scenario, WorkItem
from allocator.explain.conflict.repairs.loosening import LoosenedConstraint, Loosening
from allocator.explain.conflict.repairs.repair import merged, updated


def skills(subject: LoosenedConstraint) -> Iterator[Loosening]:
    """Yield further skills for those there, then one and more people like those who can do it."""
    scenario = subject.scenario
    item = scenario.item_by_id[subject.constraint.id]
    need = item.staffing[int(subject.constraint.other)]
    learners = (
        person
        for person in scenario.people
        if scenario.lacks(person, need) and person.id not in item.avoid
    )
    allowed = [one for one in learners if not item.assign or one.id in item.assign]
    fewest = sorted(allowed, key=lambda one: len(scenario.lacks(one, need)))
    for person in fewest[: subject.max_learners]:
        yield _learned(scenario, person, scenario.lacks(person, need))
    able = scenario.candidates(item, need)
    if able:
        for count in range(1, subject.max_more_people + 1):
            yield _more_like(scenario, able[0], count, item)


def _learned(scenario: Scenario, person: Person, lacking: dict[str, int]) -> Loosening:
    """Return that a person has skills too, at the level that is needed, or at 1."""
    skills = {**person.skills, **{skill: max(level, 1) for skill, level in lacking.items()}}
    names = wording.joined(wording.skill_at_level(*each) for each in lacking.items())
    text = f"let {person.name or person.id} do {names} too"
    return Loosening(text, updated(scenario, "people", person.id, {"skills": skills}))


def _more_like(scenario: Scenario, person: Person, count: int, item: WorkItem) -> Loosening:
    """Return that there are more people like one who is there, all the time."""
    data = person.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    for field in ("name", "email", "from", "to", "time_off", "availability", "absence"):
        data.pop(field, None)
    added = [{**data, "id": name} for name in _new_ids(scenario, person.id, count)]
    change: dict[str, Any] = {"add": {"people": added}}
    if item.assign:
        names = [*item.assign, *(one["id"] for one in added)]
        change = merged(change, updated(scenario, "items", item.id, {"assign": names}))
    name = person.name or person.id
    people = "one more person" if count == 1 else f"{count} more people"
    return Loosening(f"have {people} like {name}, always there", change)


def _new_ids(scenario: Scenario, name: str, count: int) -> list[str]:
    """Return ids that nothing has yet: ``ana-2``, ``ana-3``."""
    sections = ("people", "resources", "projects", "items", "risks", "meetings", "rota")
    taken = {one.id for section in sections for one in getattr(scenario, section)}
    found: list[str] = []
    number = 2
    while len(found) < count:
        if f"{name}-{number}" not in taken:
            found.append(f"{name}-{number}")
        number += 1
    return found
