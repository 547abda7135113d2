"""Matches given people to the needs of an activity."""

from __future__ import annotations

from collections.abc import Sequence

from allocator.problem.activity import Activity, Staffing
from allocator.problem.timeline import NEVER

Team = tuple[tuple[int, ...], ...]
"""People by need; nobody in one in whose place another is filled."""


def match_team(activity: Activity, people: Sequence[int], slot: int) -> Team | None:
    """Return who fills which need, all of the people used; None if they cannot.

    People who stand in the order of the needs fill them so.
    """
    for needs in activity.teams:
        found = _matched([activity.staffing[n] for n in needs], people, slot)
        if found is not None:
            team = dict(zip(needs, found, strict=True))
            return tuple(team.get(n, ()) for n in range(len(activity.staffing)))
    return None


def _matched(staffing: Sequence[Staffing], people: Sequence[int], slot: int) -> Team | None:
    places = [n for n, need in enumerate(staffing) for _ in range(need.count)]
    if len(places) != len(people):
        return None
    able = [
        [n for n, need in enumerate(staffing) if p in need.table and need.end(p, slot) < NEVER]
        for p in people
    ]
    if all(need in needs for need, needs in zip(places, able, strict=True)):
        chosen: list[int] | None = places
    else:
        chosen = _filled(able, [need.count for need in staffing])
    if chosen is None:
        return None
    team: list[list[int]] = [[] for _ in staffing]
    for person, need in zip(people, chosen, strict=True):
        team[need].append(person)
    return tuple(tuple(sorted(part)) for part in team)


def _filled(able: list[list[int]], room: list[int]) -> list[int] | None:
    """Return a need for each person so that no need has more than it has room for."""
    holders: list[list[int]] = [[] for _ in room]

    def place(person: int, seen: set[int]) -> bool:
        for need in able[person]:
            if need in seen:
                continue
            seen.add(need)
            if len(holders[need]) < room[need]:
                holders[need].append(person)
                return True
            for k, other in enumerate(holders[need]):
                if place(other, seen):
                    holders[need][k] = person
                    return True
        return False

    if not all(place(person, set()) for person in range(len(able))):
        return None
    need_of = {person: need for need, people in enumerate(holders) for person in people}
    return [need_of[person] for person in range(len(able))]
