"""Finds dates that leave an item or a project no time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from allocator.domain import Project, WorkItem
from allocator.domain.quantities import When, beginning, end_of, iso
from allocator.errors import Finding
from allocator.scenario.text.located import Step
from allocator.scenario.validate.context import Context, DateLimit, label
from allocator.wording import shorten


def empty_windows(context: Context) -> Iterator[Finding]:
    """Yield items, and projects with items, that may only start after they must be done."""
    if "calendar" not in context.parts.sound:
        return
    empty = set()
    items: dict[str | None, list[WorkItem]] = {}
    for item in context.scenario.items:
        items.setdefault(item.project, []).append(item)
    for path, project in context.parts.projects():
        own_items = [item for item in items.get(project.id, []) if context.is_planned(item)]
        bounds = _bounds(context, project)
        stones = all(item.is_milestone for item in own_items)
        if bounds is not None and own_items and _is_empty(*bounds, milestone=stones):
            empty.add(project.id)
            own = "deadline" if project.deadline is not None else "not_before"
            yield context.parts.finding(
                f'project "{shorten(project.id)}" has no time: '
                f"{bounds[0].text}, and {bounds[1].text}",
                (*path, own),
                "move one of the two dates",
                code="project-without-time",
                subjects=(project.id,),
                severity=min(map(context.severity, own_items)),  # "error" before "warning"
            )
    for path, item in context.parts.items():
        if not context.is_planned(item):
            continue
        release, deadline = context.release(item), context.deadline(item)
        if deadline is None or not _is_empty(release, deadline, milestone=item.is_milestone):
            continue
        field = deadline.field or release.field
        if field is None and item.project in empty:
            continue
        yield context.parts.finding(
            f"{label(item)} has no time: {release.text}, and {deadline.text}"
            + context.consequence(item),
            (*path, field or "project"),
            _hint(release),
            code="no-time",
            subjects=(item.id,),
            severity=context.severity_of_dates(item),
        )


def fixed_starts(context: Context) -> Iterator[Finding]:
    """Yield items that are fixed to a time that has passed, or at which nobody works on them."""
    if context.times is None:
        return
    for path, item in context.staffed():
        fixed = item.fixed_start
        if fixed is None or not context.is_planned(item):
            continue
        if _has_passed(context, fixed):
            yield context.parts.finding(
                f"{label(item)} is fixed to {iso(fixed)}, which has passed, and it has not been "
                f"started{context.consequence(item)}",
                (*path, "fixed"),
                "say when it was started (state, started), or move it",
                code="fixed-in-the-past",
                subjects=(item.id,),
                severity=context.severity(item),
            )
        elif (missing := _who_is_missing(context, item, fixed)) is not None:
            yield context.parts.finding(
                f"{label(item)} is fixed to {iso(fixed)}, and {missing}{context.consequence(item)}",
                (*path, "fixed"),
                _next_start(context, item, fixed),
                code="fixed-when-nobody-works",
                subjects=(item.id,),
                severity=context.severity(item),
            )


def _has_passed(context: Context, fixed: When) -> bool:
    over = end_of(fixed) == context.scenario.plan_from and not isinstance(fixed, dt.datetime)
    return over or end_of(fixed) < context.scenario.plan_from


def _who_is_missing(context: Context, item: WorkItem, fixed: When) -> str | None:
    """Return in words of which need too few work at a fixed start; None where enough do."""
    times = context.times
    assert times is not None
    first = times.minutes(beginning(fixed))
    last = times.minutes(end_of(fixed)) + isinstance(fixed, dt.datetime)
    for need in item.least_needs:
        people = list(context.candidates(item, need))
        starts = [times.of(person).first_slot(first, before=last) for person in people]
        there = sum(start is not None for start in starts)
        if there < need.people <= len(people):
            who = "nobody who can do it" if not there else f"only {there} of those who can do it"
            then = "begins a slot of work then" if isinstance(fixed, dt.datetime) else "works then"
            return f"{who} {then}"
    return None


def _next_start(context: Context, item: WorkItem, fixed: When) -> str:
    """Return a hint with the next start at which somebody works for each need by itself."""
    times = context.times
    assert times is not None
    after = times.minutes(beginning(fixed))
    starts = []
    for need in item.least_needs:
        people = context.candidates(item, need)
        found = (times.of(person).first_slot(after) for person in people)
        own = sorted(start for start in found if start is not None)
        if len(own) < need.people:
            return "move it to a time at which enough people work"
        starts.append(own[need.people - 1])
    at = times.instant(max(starts))
    return f"move it, for example to {iso(at if isinstance(fixed, dt.datetime) else at.date())}"


def due_dates(context: Context) -> Iterator[Finding]:
    """Yield due dates that make no difference: after the deadline, or before the start."""
    if "calendar" not in context.parts.sound:
        return
    for path, item in context.parts.items():
        if item.due is None or not context.is_planned(item):
            continue
        deadline, release = context.deadline(item), context.release(item)
        if deadline is not None and end_of(item.due) > deadline.at:
            text = f"{label(item)} is due {item.due}, but {deadline.text}"
            yield _warn(context, text, path, _NEVER_LATE, code="never-late", subject=item.id)
        elif _is_late(context, item, item.due):
            text = f"{label(item)} is due {item.due}, but {release.text}"
            yield _warn(context, text, path, _ALWAYS_LATE, code="always-late", subject=item.id)
    for path, project in context.parts.projects():
        if project.due is None:
            continue
        name = f'project "{shorten(project.id)}"'
        if project.deadline is not None and end_of(project.due) > end_of(project.deadline):
            text = f"{name} is due {project.due}, but its deadline is {project.deadline}"
            code = "project-never-late"
            yield _warn(context, text, path, _NEVER_LATE, code=code, subject=project.id)
        elif end_of(project.due) <= beginning(context.scenario.calendar.start):
            text = f"{name} is due {project.due}, but the plan starts later"
            code = "project-always-late"
            yield _warn(context, text, path, _ALWAYS_LATE, code=code, subject=project.id)


def floating_dates(context: Context) -> Iterator[Finding]:
    """Yield milestones that are held within one day, where a date would fix them to it."""
    for path, item in context.parts.items():
        day = item.not_before
        within = day is not None and not isinstance(day, dt.datetime) and day == item.deadline
        if item.is_milestone and within and not item.is_done:
            yield context.parts.finding(
                f"{label(item)} may be at any time of {day}, which is its not_before and its "
                "deadline",
                (*path, "not_before"),
                f"to fix it to the beginning of that day, write date: {day} in their place",
                code="floating-milestone",
                subjects=(item.id,),
                severity="warning",
            )


def _is_late(context: Context, item: WorkItem, due: When) -> bool:
    """Whether an item is late at the instant before which it may not start."""
    if item.is_milestone:
        return context.release(item).at > end_of(context.scenario.kept_until(item, due))
    return context.release(item).at >= end_of(due)


_NEVER_LATE = "it can never be late; move the due date before the deadline"
_ALWAYS_LATE = "it will be late whatever the plan; set a date that can be met"


def _warn(
    context: Context, text: str, path: tuple[Step, ...], hint: str, *, code: str, subject: str
) -> Finding:
    return context.parts.finding(
        text, (*path, "due"), hint, code=code, subjects=(subject,), severity="warning"
    )


def _hint(release: DateLimit) -> str:
    if release.is_now:
        return "move the date, or plan with --relax, which breaks it as little as possible"
    return (
        "move one of the two dates, or plan with --relax, which breaks the deadline as little as "
        "possible"
    )


def _is_empty(release: DateLimit, deadline: DateLimit, *, milestone: bool) -> bool:
    return release.at > deadline.at or (release.at == deadline.at and not milestone)


def _bounds(context: Context, project: Project) -> tuple[DateLimit, DateLimit] | None:
    """Return the dates of a project, or the calendar's, that bind it most."""
    calendar = context.scenario.calendar
    releases = [DateLimit(beginning(calendar.start), f"the plan starts {calendar.start}")]
    deadlines = []
    if project.not_before is not None:
        text = f"its not_before is {project.not_before}"
        releases.append(DateLimit(beginning(project.not_before), text))
    if calendar.end is not None:
        deadlines.append(DateLimit(end_of(calendar.end), f"the calendar ends {calendar.end}"))
    if project.deadline is not None:
        text = f"its deadline is {project.deadline}"
        deadlines.append(DateLimit(end_of(project.deadline), text))
    release = max(releases, key=lambda bound: bound.at)
    deadline = min(deadlines, key=lambda bound: bound.at, default=None)
    return None if deadline is None else (release, deadline)
