"""Finds the sprint that somebody names or numbers."""

from __future__ import annotations

from allocator.domain import Plan, Scenario, Sprint
from allocator.errors import InputError
from allocator.explain.subjects import Subject
from allocator.wording import enumerated, shorten

MAX_NAMED = 12
"""Most sprints that a message names."""


def is_sprint(scenario: Scenario, text: str) -> bool:
    """Return whether a text is meant to name a sprint."""
    words = text.casefold().split()
    named = {sprint.name.casefold() for _, sprint in _all(scenario)}
    return words[:1] == ["sprint"] or text.strip().casefold() in named


def find_sprint(plan: Plan, text: str, subject: Subject) -> Sprint:
    """Return the sprint that a text names.

    Parameters
    ----------
    plan
        With sprints.
    text
        A name, or a number with or without ``sprint`` before it.
    subject
        Of whose people's teams it is, where several teams have a sprint of that number.

    Raises
    ------
    InputError
        There is none, or several have that number.
    """
    known = _all(plan.scenario)
    if not known:
        raise InputError(
            "the plan has no sprints", hint="ask by date, for example before 2027-01-15"
        )
    named = text.strip().casefold()
    number = named.removeprefix("sprint").strip(" #")
    found = [(team, one) for team, one in known if one.name.casefold() == named]
    found = found or [(team, one) for team, one in known if one.name.casefold() == number]
    if not found and number.isdecimal():
        found = [(team, one) for team, one in known if one.number == int(number)]
        teams = _teams(plan, subject)
        found = [one for one in found if one[0] in teams] or found
    dates = {(one.start, one.end) for _, one in found}
    if len(dates) == 1:
        return found[0][1]
    names = dict.fromkeys(one.name for _, one in (found or known))
    which = enumerated(names, most=MAX_NAMED)
    if found:
        raise InputError(f'"{shorten(text)}" is several sprints', hint=f"name one of {which}")
    raise InputError(f'there is no sprint "{shorten(text)}"', hint=f"there are {which}")


def _all(scenario: Scenario) -> list[tuple[str | None, Sprint]]:
    """Return all sprints with their teams; None where they are those of everybody."""
    if scenario.sprints is None:
        return []
    if not scenario.sprints.teams:
        return [(None, sprint) for sprint in scenario.sprints.sprints]
    return [(team, one) for team, all_of in scenario.sprints.by_team.items() for one in all_of]


def _teams(plan: Plan, subject: Subject) -> set[str | None]:
    """Return the teams of those who are on something in the plan."""
    mine, people = frozenset(subject.items), plan.scenario.person_by_id
    return {
        people[work.person].team
        for entry in plan.items
        if entry.id in mine
        for work in entry.assignments
        if work.person in people
    }
