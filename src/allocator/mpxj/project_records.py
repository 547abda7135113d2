"""What a project file holds, in terms that do not depend on the tool that wrote it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any, Literal

DayHours = tuple[tuple[int, int], ...]
"""Working times of a day: minutes from midnight, from and to."""


@dataclass(frozen=True, kw_only=True)
class CalendarRecord:
    """A calendar.

    Attributes
    ----------
    id, name
        Number and name.
    week
        Working times of each weekday, Monday first.
    days
        Days that differ from their weekday, within the time of the project and a year after it.
    """

    id: int
    name: str
    week: tuple[DayHours, ...]
    days: dict[dt.date, DayHours] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class LinkRecord:
    """A link to a predecessor.

    Attributes
    ----------
    task
        Number of the predecessor.
    type
        FS, SS, FF or SF.
    lag
        Minutes, or percent of the predecessor's duration; negative is lead.
    unit
        ``work`` for working time, ``elapsed`` for time around the clock, ``percent``.
    """

    task: int
    type: Literal["FS", "SS", "FF", "SF"]
    lag: float = 0
    unit: Literal["work", "elapsed", "percent"] = "work"


@dataclass(frozen=True, kw_only=True)
class TaskRecord:
    """A task, summary task or milestone. Missing texts are empty, other missing values None.

    Attributes
    ----------
    uid
        Number of the task, which stays when others are added.
    parent
        Number of its summary task.
    level
        Level of the outline, from 1; 0 is the summary of the whole project.
    outline, wbs, activity
        Outline number, WBS code, and the activity id of Primavera.
    is_summary, is_milestone, is_inactive, is_external, is_inserted
        What it is; an external task stands for one of another project, an inserted one for a whole
        project in another file.
    kind
        Kind of activity of Primavera: ``LEVEL_OF_EFFORT``.
    duration, is_elapsed, is_estimated
        Minutes, whether around the clock, and whether it is a guess.
    work, actual_work, remaining_work, remaining_duration
        Minutes.
    percent
        Percent complete.
    constraint, constraint_date, second_constraint, second_date
        Names as MPXJ has them: ``START_NO_EARLIER_THAN``.
    deadline
        The soft date.
    priority
        From 0 to 1000; 500 is usual.
    calendar
        Number of its own calendar.
    baseline_start, baseline_finish
        Dates of the baseline.
    fields
        Values of custom fields and codes by name.
    unread
        Names of content that has no place in the records, such as notes.
    """

    uid: int
    id: int | None = None
    name: str = ""
    parent: int | None = None
    level: int = 1
    outline: str = ""
    wbs: str = ""
    activity: str = ""
    is_summary: bool = False
    is_milestone: bool = False
    is_inactive: bool = False
    is_external: bool = False
    is_inserted: bool = False
    kind: str = ""
    duration: float | None = None
    is_elapsed: bool = False
    is_estimated: bool = False
    work: float | None = None
    actual_work: float | None = None
    remaining_work: float | None = None
    remaining_duration: float | None = None
    percent: float = 0
    start: dt.datetime | None = None
    finish: dt.datetime | None = None
    actual_start: dt.datetime | None = None
    actual_finish: dt.datetime | None = None
    constraint: str = ""
    constraint_date: dt.datetime | None = None
    second_constraint: str = ""
    second_date: dt.datetime | None = None
    deadline: dt.datetime | None = None
    priority: int | None = None
    calendar: int | None = None
    baseline_start: dt.datetime | None = None
    baseline_finish: dt.datetime | None = None
    links: tuple[LinkRecord, ...] = ()
    fields: dict[str, str] = field(default_factory=dict)
    unread: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class AvailabilityRecord:
    """A period of a resource's availability; units of 1 are one whole person."""

    start: dt.datetime | None
    end: dt.datetime | None
    units: float


@dataclass(frozen=True, kw_only=True)
class ResourceRecord:
    """A resource.

    Attributes
    ----------
    uid
        Number of the resource.
    code
        Resource id of Primavera, or the code of Microsoft Project.
    type
        ``WORK``, ``MATERIAL``, ``COST``, ``NON_LABOR``.
    is_role
        Whether it is a role of Primavera, not a person.
    units
        Units at most; 1 is one whole person.
    rate
        Cost per hour.
    calendar
        Number of its calendar.
    absences
        First and last days of absences that its calendar does not have.
    fields, unread
        As of tasks.
    """

    uid: int
    name: str = ""
    initials: str = ""
    code: str = ""
    email: str = ""
    group: str = ""
    role: str = ""
    type: str = "WORK"
    is_role: bool = False
    is_generic: bool = False
    is_inactive: bool = False
    units: float | None = None
    rate: float = 0
    calendar: int | None = None
    availability: tuple[AvailabilityRecord, ...] = ()
    absences: tuple[tuple[dt.date, dt.date], ...] = ()
    fields: dict[str, str] = field(default_factory=dict)
    unread: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class AssignmentRecord:
    """Work of a resource on a task: minutes, units of 1 for one whole person, dates."""

    task: int
    resource: int | None = None
    units: float = 1
    work: float | None = None
    actual_work: float | None = None
    remaining_work: float | None = None
    start: dt.datetime | None = None
    finish: dt.datetime | None = None
    role: int | None = None


@dataclass(frozen=True, kw_only=True)
class ProjectRecord:
    """A project of a file; a file may hold several.

    Attributes
    ----------
    file
        The file.
    tool
        Tool and format, as MPXJ names them.
    status_date
        The day up to which progress is known.
    must_finish
        The day by which all must be done.
    default_calendar
        Number of the project's calendar.
    day_minutes
        Minutes of a day of the estimates.
    blank_rows
        Number of rows without a task.
    errors
        What MPXJ has passed over.
    """

    file: str = ""
    name: str = ""
    author: str = ""
    tool: str = ""
    start: dt.datetime | None = None
    finish: dt.datetime | None = None
    status_date: dt.datetime | None = None
    must_finish: dt.datetime | None = None
    default_calendar: int | None = None
    day_minutes: int = 480
    blank_rows: int = 0
    calendars: tuple[CalendarRecord, ...] = ()
    tasks: tuple[TaskRecord, ...] = ()
    resources: tuple[ResourceRecord, ...] = ()
    assignments: tuple[AssignmentRecord, ...] = ()
    errors: tuple[str, ...] = ()


_DATES = {
    *("start", "finish", "actual_start", "actual_finish", "constraint_date", "second_date"),
    *("deadline", "baseline_start", "baseline_finish", "status_date", "must_finish", "end"),
}


def project_record(data: dict[str, Any]) -> ProjectRecord:
    """Return a project from the JSON of the process that reads it.

    Parameters
    ----------
    data
        Fields of :class:`ProjectRecord`, dates as texts; what is missing has its default.
    """
    whole = _fields(data)
    whole["calendars"] = tuple(map(_calendar, data.get("calendars", ())))
    whole["tasks"] = tuple(map(_task, data.get("tasks", ())))
    whole["resources"] = tuple(map(_resource, data.get("resources", ())))
    whole["assignments"] = tuple(
        AssignmentRecord(**_fields(entry)) for entry in data.get("assignments", ())
    )
    whole["errors"] = tuple(data.get("errors", ()))
    return ProjectRecord(**whole)


def _fields(data: dict[str, Any]) -> dict[str, Any]:
    return {
        name: dt.datetime.fromisoformat(value) if name in _DATES and value else value
        for name, value in data.items()
        if value is not None
    }


def _task(data: dict[str, Any]) -> TaskRecord:
    links = tuple(LinkRecord(**entry) for entry in data.get("links", ()))
    return TaskRecord(**(_fields(data) | {"links": links, "unread": tuple(data.get("unread", ()))}))


def _resource(data: dict[str, Any]) -> ResourceRecord:
    periods = tuple(
        AvailabilityRecord(**({"start": None, "end": None} | _fields(entry)))
        for entry in data.get("availability", ())
    )
    own = {"availability": periods, "unread": tuple(data.get("unread", ()))}
    return ResourceRecord(**(_fields(data) | own))


def _calendar(data: dict[str, Any]) -> CalendarRecord:
    return CalendarRecord(
        id=data["id"],
        name=data["name"],
        week=tuple(map(_hours, data["week"])),
        days={dt.date.fromisoformat(day): _hours(spans) for day, spans in data["days"].items()},
    )


def _hours(spans: list[list[int]]) -> DayHours:
    return tuple((start, end) for start, end in spans)
