"""What a team brings to sprint planning, as numbers and facts; pages and files are made of this.

All hours are hours of the people's calendars x capacity (x share, where work is meant), so that
planned hours can be held against capacity. All instants are local to the team calendar.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from allocator.analysis.put_aside import PutAside
from allocator.domain.quantities import When
from allocator.sprint_planning.outlook import Pull, Ready, Risk


@dataclass(frozen=True, kw_only=True)
class ItemLine:
    """A work item of the sprint.

    Attributes
    ----------
    id, title, project, type
        As in the scenario; `type` is the tracker's (Story, Bug), None where there is none.
    state
        planned, in_progress or done.
    people
        Ids of those who work on it.
    start, finish
        As planned; what is done has its real dates.
    finish_day
        The day on which it finishes.
    hours
        Planned in this sprint, of all its people.
    finishes
        Whether it is finished within the sprint.
    """

    id: str
    title: str
    project: str | None
    type: str | None
    milestone: bool
    state: Literal["planned", "in_progress", "done"]
    people: tuple[str, ...]
    start: dt.datetime
    finish: dt.datetime
    finish_day: dt.date
    hours: float
    finishes: bool
    due: When | None
    late_days: float | None
    late_text: str
    slack_days: float | None


@dataclass(frozen=True, kw_only=True)
class Goal:
    """What the sprint is for, in one project.

    Attributes
    ----------
    project, name
        Of the project; None and empty for the items without one.
    finishes
        Ids of the items that get finished, milestones first.
    works_on
        Ids of those that are worked on and finished later.
    completes
        Whether the last item of the project gets finished.
    """

    project: str | None
    name: str
    finishes: tuple[str, ...]
    works_on: tuple[str, ...]
    completes: bool


@dataclass(frozen=True, kw_only=True)
class Task:
    """A person's part in an item within the sprint.

    Attributes
    ----------
    hours
        Planned within the sprint.
    hours_before, hours_after
        Planned on the same item before the sprint and after it.
    begun
        When an item that is in progress was started; None for the others.
    together
        What the item takes of several people, in words; empty where it takes one.
    """

    item: str
    title: str
    start: dt.datetime
    finish: dt.datetime
    finish_day: dt.date
    share: float
    hours: float
    hours_before: float
    hours_after: float
    begun: dt.datetime | None = None
    together: str = ""


@dataclass(frozen=True, kw_only=True)
class PersonLoad:
    """A person in the sprint.

    Attributes
    ----------
    capacity_hours
        What they have, from the sprint's first day or from now on to its last day.
    planned_hours, free_hours
        What the plan takes of it, and what is left.
    load
        planned / capacity; None without capacity.
    away
        Days of the sprint on which the team works and they do not, though they usually would.
    tasks
        What they work on, in order of its start.
    """

    id: str
    name: str
    team: str | None
    capacity_hours: float
    planned_hours: float
    free_hours: float
    load: float | None
    away: tuple[dt.date, ...]
    tasks: tuple[Task, ...]


@dataclass(frozen=True, kw_only=True)
class DayWork:
    """Somebody's work on one day, in the order in which it begins.

    Attributes
    ----------
    items
        Ids, each with its hours on that day.
    """

    person: str
    items: tuple[tuple[str, float], ...]


@dataclass(frozen=True, kw_only=True)
class Day:
    """One day of the sprint on which the team or somebody works."""

    date: dt.date
    work: tuple[DayWork, ...]


@dataclass(frozen=True, kw_only=True)
class Carry:
    """An item that is worked on in the sprint and not finished in it.

    Attributes
    ----------
    hours_after
        Planned after the sprint, of all its people.
    sprint
        Name of the sprint in which it is finished; None after the last one.
    """

    item: str
    title: str
    people: tuple[str, ...]
    hours_after: float
    finish: dt.datetime
    finish_day: dt.date
    sprint: str | None


@dataclass(frozen=True, kw_only=True)
class SkillLoad:
    """A skill in the sprint.

    Attributes
    ----------
    people
        Ids of those who have it.
    capacity_hours
        Theirs, in all.
    needed_hours
        Of the work in the sprint that needs the skill.
    free_hours
        What those people have left, whatever they work on.
    load
        (capacity - free) / capacity; None without capacity.
    """

    skill: str
    people: tuple[str, ...]
    capacity_hours: float
    needed_hours: float
    free_hours: float
    load: float | None


@dataclass(frozen=True, kw_only=True)
class SprintSheet:
    """All that a team brings to the planning of one sprint.

    Attributes
    ----------
    scenario
        Name of the plan.
    team
        None where the page is about everybody.
    start, end
        First and last day of the sprint, both included.
    counted_from
        From when on hours are counted: the sprint's beginning, or now where that is later.
    focus
        The focus factor of the sprint; 1 where none is given.
    put_aside
        Work in progress that does not go on with the sprint's beginning.
    """

    scenario: str
    team: str | None
    name: str
    number: int
    start: dt.date
    end: dt.date
    counted_from: dt.datetime
    focus: float
    goals: tuple[Goal, ...]
    items: tuple[ItemLine, ...]
    people: tuple[PersonLoad, ...]
    days: tuple[Day, ...]
    carries_over: tuple[Carry, ...]
    ready: tuple[Ready, ...]
    risks: tuple[Risk, ...]
    pull: tuple[Pull, ...]
    skills: tuple[SkillLoad, ...]
    put_aside: tuple[PutAside, ...] = ()

    @property
    def capacity_hours(self) -> float:
        """Capacity of all people."""
        return round(sum(person.capacity_hours for person in self.people), 4)

    @property
    def planned_hours(self) -> float:
        """Planned hours of all people."""
        return round(sum(person.planned_hours for person in self.people), 4)
