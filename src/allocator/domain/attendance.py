"""Who is at a meeting: people by id, role, team and project."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from allocator.domain.items import WorkItem
from allocator.domain.meetings import Attendees
from allocator.domain.needs import Need
from allocator.domain.people import Person


def attending(
    attendees: Attendees, people: Sequence[Person], items: Sequence[WorkItem]
) -> frozenset[str]:
    """Return the ids of everybody who is at a meeting.

    The people of a project are those whom one of its items names in ``assign``; where none of them
    names anybody, everybody who may do one of them. The state of an item does not matter, so that
    the same people are there whatever has been done.

    Parameters
    ----------
    attendees
        Of the meeting.
    people, items
        Of the scenario.
    """
    known = {person.id for person in people}
    found = known.intersection(attendees.people)
    for person in people:
        if person.role in attendees.roles or person.team in attendees.teams:
            found.add(person.id)
    for project in attendees.projects:
        found |= _of_project([item for item in items if item.project == project], people)
    return frozenset(found)


def _of_project(items: Sequence[WorkItem], people: Sequence[Person]) -> set[str]:
    named = {name for item in items for name in item.assign}
    if named:
        return named & {person.id for person in people}
    return {
        person.id
        for item in items
        for need in _needs(item)
        for person in people
        if person.id not in item.avoid and _has_skills(person, need)
    }


def _needs(item: WorkItem) -> Iterator[Need]:
    """Yield what an item needs, whatever of it has been done."""
    if item.needs:
        yield from item.needs
    elif item.effort is not None:
        yield Need()


def _has_skills(person: Person, need: Need) -> bool:
    return all(person.skills.get(skill, -1) >= level for skill, level in need.skills.items())
