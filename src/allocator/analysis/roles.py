"""Who fills which need of an item.

A plan names the people of an item, not the needs that they fill. Each is given the need that fits
what the plan says of them best: skills, share, effort, and, where the plan does not say the
skills, their finish. If there is any way to fill all needs with all of these right, it is found.
"""

from __future__ import annotations

import datetime as dt
from collections import deque
from dataclasses import dataclass
from fractions import Fraction

from allocator.analysis.scheduled import ScheduledItem
from allocator.calendars import Calendars
from allocator.calendars.walk import finish_of_work
from allocator.domain import Need, Person, PlanAssignment, Rest, Scenario
from allocator.domain.quantities import exact

_TOLERANCE = Fraction(1, 10**6)
_FIT_LEVELS = range(5)
"""How badly somebody fits a need: 0 if all that the plan says of them matches, 4 if nothing."""


@dataclass(frozen=True)
class Role:
    """A person on an item and the need they fill.

    Attributes
    ----------
    assignment
        What the plan says.
    person
        None where the scenario does not know them.
    need
        None where all needs are filled by others.
    able
        Whether they have the skills, or work on the item already.
    """

    assignment: PlanAssignment
    person: Person | None
    need: Need | None
    able: bool = False


@dataclass(frozen=True)
class RoleAssignment:
    """The roles of everybody on an item.

    Attributes
    ----------
    roles
        In the plan's order of people.
    vacant
        Needs for which people are missing, with how many.
    """

    roles: tuple[Role, ...]
    vacant: tuple[tuple[Need, int], ...]

    @property
    def complete(self) -> bool:
        """Whether every need is filled and everybody is known and needed."""
        return not self.vacant and all(role.need and role.person for role in self.roles)


def effort_minutes(scenario: Scenario, need: Need) -> Fraction:
    """Return the effort that a need asks of each of its people, in minutes at speed 1."""
    assert need.effort is not None
    return scenario.effort_minutes(need.effort)


def says_effort(scenario: Scenario, assignment: PlanAssignment, need: Need) -> bool:
    """Whether the plan states the need's effort, up to the rounding of a printed number."""
    effort = effort_minutes(scenario, need) / 60
    return abs(exact(assignment.effort_hours) - effort) <= _TOLERANCE * max(Fraction(1), effort)


def end_of_role(
    scenario: Scenario, calendars: Calendars, role: Role, start: dt.datetime
) -> dt.datetime | None:
    """Return when somebody's work on a need, begun with the item, ends by the calendar walk.

    None where they are not able to do it, or never done with it.
    """
    if role.person is None or role.need is None or not role.able:
        return None
    return finish_of_work(
        calendars.of(role.person),
        start,
        effort_minutes=effort_minutes(scenario, role.need),
        share=exact(role.need.share),
        speed=scenario.speed(role.person, role.need),
    )


def assign_roles(
    scenario: Scenario, calendars: Calendars, scheduled: ScheduledItem
) -> RoleAssignment:
    """Assign a need to each person on an item, best fits first."""
    needs = scheduled.item.needs_of(len(scheduled.assignments))
    alone = len(needs) == 1
    own = set(scheduled.item.crew)
    people = [scenario.person_by_id.get(assignment.person) for assignment in scheduled.assignments]
    fits = [
        [
            _fit(
                scenario,
                calendars,
                Role(assignment, person, need, _is_able(scenario, person, need, own)),
                None if alone else scheduled.begins,
            )
            for need in needs
        ]
        for assignment, person in zip(scheduled.assignments, people, strict=True)
    ]
    taken = match_by_fit(fits, [need.people for need in needs])
    return RoleAssignment(
        roles=tuple(
            Role(assignment, person, None)
            if place is None
            else Role(
                assignment, person, needs[place], _is_able(scenario, person, needs[place], own)
            )
            for assignment, person, place in zip(scheduled.assignments, people, taken, strict=True)
        ),
        vacant=tuple(
            (need, need.people - taken.count(place))
            for place, need in enumerate(needs)
            if taken.count(place) < need.people
        ),
    )


def _is_able(scenario: Scenario, person: Person | None, need: Need, own: set[str]) -> bool:
    """Whether somebody has the skills of a need, or works on the item already."""
    if person is None:
        return False
    if isinstance(need, Rest):
        own = set() if need.person is None else {need.person}
        if own and person.id not in own:
            return False
    return person.id in own or not scenario.lacks(person, need)


def _fit(scenario: Scenario, calendars: Calendars, role: Role, start: dt.datetime | None) -> int:
    """Return how well a need fits what the plan says of somebody; 0 is best.

    Where no skills are said and a start is given, the finish has to fit as well.
    """
    assignment, person, need = role.assignment, role.person, role.need
    assert need is not None
    if person is None or not role.able:
        return 4
    if assignment.share != need.share:
        return 3
    if not says_effort(scenario, assignment, need):
        return 2
    if assignment.skills:
        return int(set(assignment.skills) != set(need.skills))
    unfit = bool(scenario.lacks(person, need))
    return int(
        unfit
        or (
            start is not None and end_of_role(scenario, calendars, role, start) != assignment.finish
        )
    )


def match_by_fit(fits: list[list[int]], rooms: list[int]) -> list[int | None]:
    """Match people to needs: as many as fit best, then the rest to what fits less.

    Parameters
    ----------
    fits
        How well each need (column) fits each person (row); 0 is best.
    rooms
        How many people each need takes.

    Returns
    -------
    list
        The need of each person; None for those who are left over.
    """
    taken: list[int | None] = [None] * len(fits)
    for worst in _FIT_LEVELS:
        for person in range(len(fits)):
            if taken[person] is None:
                _place(person, worst, fits, rooms, taken)
    return taken


def _place(
    person: int, worst: int, fits: list[list[int]], rooms: list[int], taken: list[int | None]
) -> None:
    """Find a need for a person, along a shortest augmenting path."""
    mover = {need: person for need, fit in enumerate(fits[person]) if fit <= worst}
    queue = deque(mover)
    while queue:
        need = queue.popleft()
        members = [other for other, place in enumerate(taken) if place == need]
        if len(members) < rooms[need]:
            place: int | None = need
            while place is not None:
                moved = mover[place]
                taken[moved], place = place, taken[moved]
            return
        for other in members:
            for elsewhere, fit in enumerate(fits[other]):
                if fit <= worst and elsewhere not in mover:
                    mover[elsewhere] = other
                    queue.append(elsewhere)
