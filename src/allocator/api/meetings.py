"""Meetings and rotas of a scenario, and times for new ones."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from allocator import domain
from allocator.api.arguments import listed, path_of
from allocator.api.calibrations import is_plan
from allocator.api.plain_answer import PlainAnswer
from allocator.api.plans import read_plan
from allocator.api.scenarios import loaded
from allocator.domain import Person, Scenario
from allocator.domain.quantities import check_positive, elapsed_minutes
from allocator.errors import InputError
from allocator.meeting_planning.overview import MeetingOverview
from allocator.meeting_planning.slots import ProposedSlot
from allocator.scenario.shape.nearest import Suggester
from allocator.wording import enumerated

MAX_DAYS, MAX_SLOTS = 366, 100
"""Most days in which times are looked for, and most times that are proposed."""
_DAY_MINUTES = 24 * 60


class MeetingsResult(PlainAnswer, MeetingOverview):
    """The meetings and rotas of a scenario, and what they take of each one's weeks.

    Attributes
    ----------
    timezone : str, optional
        Whose local time all instants are; None where the calendar has no zone.
    first, until : date
        The weeks that averages and the worst week are about.
    meetings : tuple of ListedMeeting
        Each with its next time and its ``attendees``: when it begins for them, how often it lies
        ``outside`` their hours.
    people : tuple of PersonInMeetings
        Hours a week, the share of the capacity that these take, the worst week.
    rotas : tuple of ListedRota
        Each with the turns that are next.

    Examples
    --------
    >>> [(meeting.id, len(meeting.attendees)) for meeting in listed.meetings]
    [('standup', 3), ('sync', 4), ('retro', 3)]
    """


def meetings(subject: Scenario | domain.Plan | str | Path) -> MeetingsResult:
    """List the meetings and rotas of a scenario, and what they take of each one's weeks.

    Parameters
    ----------
    subject
        A scenario, a plan, or the path of one.

    Returns
    -------
    MeetingsResult
        When, who, how many hours a week, and which share of the capacity.

    Raises
    ------
    ScenarioError
        The scenario has errors.
    InputError
        It is neither a scenario nor a plan.

    Examples
    --------
    >>> listed = allocator.meetings("scenarios/meetings.yaml")
    >>> [(one.person, one.hours_a_week) for one in listed.people][:2]
    [('ana', 2.5), ('bo', 2.48)]
    """
    from allocator.meeting_planning.overview import meeting_overview

    return MeetingsResult.of(meeting_overview(scenario_of(subject)))


def meeting_slots(
    subject: Scenario | domain.Plan | str | Path,
    people: str | Sequence[str] = (),
    *,
    length: str = "30m",
    days: int = 14,
    count: int = 5,
) -> tuple[ProposedSlot, ...]:
    """Propose times for a meeting of people who may work in several time zones.

    Parameters
    ----------
    subject
        A scenario, a plan, or the path of one.
    people
        Who is to be there, by id or name; default: everybody.
    length
        How long it lasts: ``30m``, ``1h``.
    days
        How many days are looked at, from the beginning of the plan on.
    count
        How many times at most.

    Returns
    -------
    tuple of ProposedSlot
        The best first: within everybody's hours, else with the least time outside of them; each
        with what it is for each one.

    Raises
    ------
    InputError
        Somebody does not exist, or an argument is out of its range.

    Examples
    --------
    >>> slots = allocator.meeting_slots("scenarios/meetings.yaml", ["ana", "bo"], length="1h")
    >>> slots[0].begins, [(one.person, one.minutes_outside) for one in slots[0].people]
    (datetime.datetime(2026, 12, 1, 13, 0), [('ana', 0), ('bo', 0)])
    """
    from allocator.meeting_planning.slots import proposed_slots

    scenario = scenario_of(subject)
    minutes = _minutes(length)
    for name, number, most in (("days", days, MAX_DAYS), ("count", count, MAX_SLOTS)):
        if not 1 <= number <= most:
            raise InputError(f"{name} is a number from 1 to {most}, not {number}")
    wanted = named_people(scenario, listed(people)) if people else list(scenario.people)
    if not wanted:
        raise InputError("the scenario has no people to meet")
    return tuple(proposed_slots(scenario, wanted, minutes, days=days, count=count))


def scenario_of(subject: Scenario | domain.Plan | str | Path) -> Scenario:
    """Return a scenario, that of a plan, or the one that is read from a path.

    Raises
    ------
    InputError
        It is none of these, or cannot be read.
    """
    if isinstance(subject, domain.Plan):
        return subject.scenario
    if isinstance(subject, (str, os.PathLike)):
        path = path_of("a scenario or a plan", subject)
        if is_plan(path):
            return read_plan(path).scenario
        return loaded(path).scenario
    return loaded(subject).scenario


def named_people(scenario: Scenario, names: Sequence[str]) -> list[Person]:
    """Return people by id, else by name.

    Raises
    ------
    InputError
        Somebody does not exist; the nearest name is suggested.
    """
    by_id = scenario.person_by_id
    by_name = {
        person.name.casefold(): person for person in reversed(scenario.people) if person.name
    }
    found: dict[str, Person] = {}
    unknown = []
    for name in (str(each).strip() for each in names):
        person = by_id.get(name) or by_name.get(name.casefold())
        if person is None:
            near = Suggester().nearest(name, [*by_id, *(p.name for p in by_name.values())])
            unknown.append(f'"{name}"' + (f' (did you mean "{near}"?)' if near else ""))
        else:
            found[person.id] = person
    if unknown:
        raise InputError(
            f"the scenario has nobody called {', '.join(unknown)}; its people are "
            f"{enumerated(by_id)}"
        )
    return list(found.values())


def _minutes(length: str) -> int:
    try:
        minutes = elapsed_minutes(check_positive(length))
    except ValueError as error:
        raise InputError(f"{length!r} is no length of a meeting; write 30m or 1h") from error
    if minutes.denominator != 1 or minutes > _DAY_MINUTES:
        raise InputError(f"{length!r} is not a length of whole minutes, up to 24h")
    return int(minutes)
