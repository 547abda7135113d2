"""The sheet of a sprint, as data; pages and files are made of it.

All hours are hours of the people's calendars x capacity (x share, where work is meant), so that
planned hours can be held against capacity. All instants are local to the team calendar.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from allocator.analysis.paused_work import PausedWork
from allocator.domain.quantities import When
from allocator.sprint_planning.sheet_outlook import Prerequisite, PullCandidate, SprintRisk


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
        Hours of all people planned in this sprint.
    finishes
        Whether it is finished within the sprint.
    """

    id: str
    title: str
    project: str | None
    type: str | None
    milestone: bool
    state: Literal["planned", "in_progress", "done", "failed"]
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
class SprintGoal:
    """The goal of a sprint in one project.

    Attributes
    ----------
    project, name
        Id and name of the project; None and empty for items without one.
    finishes
        Ids of the items that get finished, milestones first.
    works_on
        Ids of the items that are worked on and finished later.
    completes
        Whether the last item of the project gets finished.
    """

    project: str | None
    name: str
    finishes: tuple[str, ...]
    works_on: tuple[str, ...]
    completes: bool


@dataclass(frozen=True, kw_only=True)
class PersonTask:
    """A person's work on an item within the sprint.

    Attributes
    ----------
    hours
        Planned within the sprint.
    hours_before, hours_after
        Planned on the same item before the sprint and after it.
    begun
        Start of an item that is in progress; None for other items.
    together
        Effort of each of several people, in words; empty where the item takes one person.
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
        Capacity from the sprint's first day, or from now on, to its last day.
    planned_hours, free_hours
        Planned part of the capacity, and the rest.
    load
        planned / capacity; None without capacity.
    away
        Days of the sprint on which the team works and the person is away.
    tasks
        The person's tasks, ordered by start.
    """

    id: str
    name: str
    team: str | None
    capacity_hours: float
    planned_hours: float
    free_hours: float
    load: float | None
    away: tuple[dt.date, ...]
    tasks: tuple[PersonTask, ...]


@dataclass(frozen=True, kw_only=True)
class DayWork:
    """A person's work on one day, ordered by start.

    Attributes
    ----------
    items
        Item ids, each with its hours on that day.
    """

    person: str
    items: tuple[tuple[str, float], ...]


@dataclass(frozen=True, kw_only=True)
class SprintDay:
    """A day of the sprint on which the team or anybody works."""

    date: dt.date
    work: tuple[DayWork, ...]


@dataclass(frozen=True, kw_only=True)
class CarryOver:
    """An item that is worked on in the sprint and finished later.

    Attributes
    ----------
    hours_after
        Hours of all people planned after the sprint.
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
        Ids of the people who have the skill.
    capacity_hours
        Capacity of these people.
    needed_hours
        Hours of work in the sprint that needs the skill.
    free_hours
        Capacity of these people that no work takes.
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
    """All that a group brings to the planning of one sprint.

    Attributes
    ----------
    scenario
        Name of the plan.
    team
        None where the sheet is about everybody.
    start, end
        First and last day of the sprint, both included.
    counted_from
        Instant from which on hours count: the sprint's beginning, or now if that is later.
    focus
        The focus factor of the sprint; 1 where none is given.
    put_aside
        Work in progress that is interrupted when the sprint begins.
    """

    scenario: str
    team: str | None
    name: str
    number: int
    start: dt.date
    end: dt.date
    counted_from: dt.datetime
    focus: float
    goals: tuple[SprintGoal, ...]
    items: tuple[ItemLine, ...]
    people: tuple[PersonLoad, ...]
    days: tuple[SprintDay, ...]
    carries_over: tuple[CarryOver, ...]
    ready: tuple[Prerequisite, ...]
    risks: tuple[SprintRisk, ...]
    pull: tuple[PullCandidate, ...]
    skills: tuple[SkillLoad, ...]
    put_aside: tuple[PausedWork, ...] = ()

    @property
    def capacity_hours(self) -> float:
        """Capacity of all people."""
        return round(sum(person.capacity_hours for person in self.people), 4)

    @property
    def planned_hours(self) -> float:
        """Planned hours of all people."""
        return round(sum(person.planned_hours for person in self.people), 4)
