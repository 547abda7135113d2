"""Writes the tasks with their dates, durations and links.

A task starts no earlier than planned, so that its date stays when Project recomputes, and its links
still hold; one whose start is fixed must start then. Its duration is the working time from start to
finish in the calendar of the person who finishes last; without people, the elapsed time.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from fractions import Fraction
from xml.etree.ElementTree import Element, SubElement

from allocator import wording
from allocator.analysis.days import PlanDays, plan_days
from allocator.calendars import Calendars, TeamCalendar
from allocator.domain import ElapsedLag, Link, LinkType, Plan, PlanItem, Scenario
from allocator.domain.links import has_lag
from allocator.domain.quantities import When, elapsed_minutes, end_of
from allocator.exports.msproject.assignments import working_hours, working_time
from allocator.exports.msproject.elements import (
    MAX_NAME_CHARACTERS,
    Value,
    add,
    span,
    storable_name,
)
from allocator.exports.msproject.outline import OutlineLine

_LINKS = {LinkType.FF: 0, LinkType.FS: 1, LinkType.SF: 2, LinkType.SS: 3}
_DAYS, _ELAPSED_DAYS = 7, 8
_MINUTE = dt.timedelta(minutes=1)
_MUST_START_ON, _START_NO_EARLIER_THAN = 2, 4

Values = list[tuple[str, Value | None]]


def tasks(
    plan: Plan, lines: tuple[OutlineLine, ...], times: Calendars, *, is_for_project: bool = True
) -> Element:
    """Return all tasks: the project itself if Project reads it, summary tasks and work items."""
    made, shown = Element("Tasks"), plan_days(plan, times)
    uids = {line.entry.id: line.uid for line in lines if line.entry is not None}
    if lines and is_for_project:
        add(SubElement(made, "Task"), _whole(plan, times, lines))
    for line in lines:
        task = SubElement(made, "Task")
        if line.entry is None:
            add(task, _summary(plan.scenario, times, line, line.level))
        else:
            length = _length(plan.scenario, times, line, line.entry, is_elapsed=is_for_project)
            add(task, _item(plan.scenario, times, shown, line, line.entry, length))
            _add_links(plan.scenario, task, line.entry, uids)
    return made


def _whole(plan: Plan, times: Calendars, lines: tuple[OutlineLine, ...]) -> Values:
    """Return the task of the whole project; it has the id 0."""
    entries = tuple(line.entry for line in lines if line.entry is not None)
    return _summary(plan.scenario, times, OutlineLine(0, "0", plan.scenario.name, None, entries), 0)


def _head(line: OutlineLine, wbs: str, level: int, kind: int) -> Values:
    return [
        ("UID", line.uid),
        ("ID", line.uid),
        ("Name", storable_name(line.name)),
        ("Active", True),
        ("Manual", False),
        ("Type", kind),
        ("IsNull", False),
        ("WBS", wbs),
        ("OutlineNumber", line.number),
        ("OutlineLevel", level),
        ("Priority", 500),
    ]


def _summary(scenario: Scenario, times: Calendars, line: OutlineLine, level: int) -> Values:
    start, finish = line.span
    work = sum((working_hours(scenario, times, entry) for entry in line.inside), Fraction(0))
    return [
        *_head(line, line.number, level, 1),
        ("Start", start),
        ("Finish", finish),
        ("Duration", span(times.team.hours_between(start, finish))),
        ("DurationFormat", _DAYS),
        ("Work", span(work)),
        ("EffortDriven", False),
        ("Estimated", False),
        ("Milestone", False),
        ("Summary", True),
        ("PercentComplete", _done_of(scenario, times.team, line)),
        ("ConstraintType", 0),
        ("CalendarUID", -1),
    ]


def _item(
    scenario: Scenario,
    times: Calendars,
    shown: PlanDays,
    line: OutlineLine,
    entry: PlanItem,
    duration: tuple[Fraction, int],
) -> Values:
    item = scenario.item_by_id[entry.id]
    start, finish = line.span
    length, form = duration
    work = working_hours(scenario, times, entry)
    limit = entry.due if entry.due is not None else item.deadline
    kept = limit is not None and finish <= end_of(scenario.kept_until(item, limit))
    is_fixed = item.date is not None or item.fixed_start is not None
    held = _MUST_START_ON if is_fixed else _START_NO_EARLIER_THAN
    return [
        *_head(line, storable_name(entry.id), line.level, int(form == _ELAPSED_DAYS)),
        ("Start", start),
        ("Finish", finish),
        ("Duration", span(length)),
        ("DurationFormat", form),
        ("Work", span(work)),
        ("EffortDriven", False),
        ("Estimated", item.guessed),
        ("Milestone", item.is_milestone),
        ("Summary", False),
        ("Critical", entry.critical),
        *_progress(scenario, times.team, entry, length, work),
        ("ConstraintType", held),
        ("CalendarUID", -1),
        ("ConstraintDate", start),
        ("Deadline", None if limit is None else _deadline(limit, kept=kept, finish=finish)),
        ("Notes", _notes(entry, shown.ends(entry.id))),
    ]


def _progress(
    scenario: Scenario, team: TeamCalendar, entry: PlanItem, length: Fraction, work: Fraction
) -> Values:
    if entry.is_over:
        return [
            ("PercentComplete", 100),
            ("PercentWorkComplete", 100),
            ("ActualStart", entry.start),
            ("ActualFinish", entry.finish),
            ("ActualDuration", span(length)),
            ("ActualWork", span(work)),
            ("RemainingDuration", span(0)),
            ("RemainingWork", span(0)),
        ]
    started = entry.start if entry.state == "in_progress" else None
    done = _percent(scenario, team, entry)
    return [
        ("PercentComplete", done),
        ("ActualStart", started),
        ("RemainingDuration", span(length * (100 - done) / 100)),
        ("RemainingWork", span(work)),
    ]


def _deadline(limit: When, *, kept: bool, finish: dt.datetime) -> dt.datetime:
    """Return a due date as an instant of its day: midnight would be the next day.

    If an item that keeps it ends at that midnight, it is midnight, since Project compares instants.
    """
    if isinstance(limit, dt.datetime) or (kept and finish == end_of(limit)):
        return end_of(limit)
    return end_of(limit) - _MINUTE


def _length(
    scenario: Scenario, times: Calendars, line: OutlineLine, entry: PlanItem, *, is_elapsed: bool
) -> tuple[Fraction, int]:
    """Return the duration in hours, and its format; around the clock only where that is wanted."""
    item = scenario.item_by_id[entry.id]
    start, finish = line.span
    if item.is_milestone:
        return Fraction(0), _DAYS
    last = max(entry.assignments, key=lambda work: work.finish, default=None)
    if last is not None and last.finish == finish:
        person = scenario.person_by_id[last.person]
        return working_time(times.of(person), start, finish), _DAYS
    if item.elapsed is not None and is_elapsed:
        return Fraction((finish - start) // _MINUTE, 60), _ELAPSED_DAYS
    return times.team.hours_between(start, finish), _DAYS


def _percent(scenario: Scenario, team: TeamCalendar, entry: PlanItem) -> int:
    """Return the past part of an item, in percent of its working time."""
    if entry.is_over:
        return 100
    if entry.state != "in_progress" or entry.start is None or entry.finish is None:
        return 0
    whole = team.hours_between(entry.start, entry.finish)
    past = team.hours_between(entry.start, max(entry.start, scenario.plan_from))
    return min(99, int(100 * past / whole)) if whole else 0


def _done_of(scenario: Scenario, team: TeamCalendar, line: OutlineLine) -> int:
    done = [_percent(scenario, team, entry) for entry in line.inside]
    return sum(done) // len(done) if done else 0


def _notes(entry: PlanItem, last: dt.date | None) -> str:
    """Return what the file has no field for, such as that midnight is the end of a day."""
    efforts = [f"{work.person}: {work.effort_hours:g} h of effort" for work in entry.assignments]
    at_midnight = last is not None and entry.finish is not None and last < entry.finish.date()
    lines = [
        entry.id,
        entry.title if len(entry.title) > MAX_NAME_CHARACTERS else "",
        f"Ends on {wording.day(last)}, at midnight" if last is not None and at_midnight else "",
        *efforts,
    ]
    return "\n".join(line for line in lines if line)


def _add_links(scenario: Scenario, task: Element, entry: PlanItem, uids: Mapping[str, int]) -> None:
    for link in scenario.links_of(scenario.item_by_id[entry.id]):
        if link.item in uids:
            add(SubElement(task, "PredecessorLink"), _link(scenario, link, uids[link.item]))


def _link(scenario: Scenario, link: Link, uid: int) -> Iterator[tuple[str, Value]]:
    lag, form = Fraction(0), _DAYS
    if link.lag is not None and has_lag(link):
        if isinstance(link.lag, ElapsedLag):
            lag, form = elapsed_minutes(link.lag.elapsed), _ELAPSED_DAYS
        else:
            lag = scenario.calendar.working_minutes(link.lag)
    yield "PredecessorUID", uid
    yield "Type", _LINKS[link.type]
    yield "CrossProject", False
    yield "LinkLag", round(lag * 10)
    yield "LagFormat", form
