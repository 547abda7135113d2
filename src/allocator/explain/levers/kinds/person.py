"""One more person like somebody who is there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from allocator import wording
from allocator.domain import Person
from allocator.explain.counterfactuals.people import one_more_person
from allocator.explain.levers.candidate import LeverCandidate
from allocator.explain.levers.ground import FAR, Ground

HIRING_WEEKS = 4
"""Weeks until somebody new can be there, where they cannot be there at once."""
_MONDAY = 7


def candidates(ground: Ground) -> Iterator[LeverCandidate]:
    """Yield one more like everybody whose skills are of use, at once and some weeks later."""
    seen = set()
    for person, distance in ground.people():
        profile = (tuple(sorted(person.skills.items())), person.team, person.capacity)
        if distance >= FAR or profile in seen or not _is_there(person, ground):
            continue
        seen.add(profile)
        for weeks in (0, HIRING_WEEKS):
            day = _first_day(ground, weeks)
            if day < ground.ends.date():
                role = wording.shorten(person.role) or "person"
                yield LeverCandidate(
                    "person",
                    f"One more {role} like {ground.person_name(person)} from {wording.day(day)}",
                    one_more_person(ground.scenario, person.id, day),
                    distance + weeks,
                    needs_search=True,
                )


def _first_day(ground: Ground, weeks: int) -> dt.date:
    """Return the first working day of a plan; weeks later, a Monday."""
    first = ground.calendars.team.first_slot(ground.begins).date()
    if not weeks:
        return first
    later = first + dt.timedelta(weeks=weeks)
    return later + dt.timedelta(days=-later.weekday() % _MONDAY)


def _is_there(person: Person, ground: Ground) -> bool:
    days = ground.calendars.local_days(person)
    return person.leaves is None or days.end(person.leaves) > ground.begins
