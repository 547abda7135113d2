"""Starts in slots in which all work; finishes where the effort and the elapsed time are done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from allocator.analysis.roles import Role, RoleAssignment, effort_minutes, end_of_role
from allocator.analysis.scheduled import ScheduledItem
from allocator.calendars import Calendars
from allocator.calendars.instants import later
from allocator.checks.checked_plan import CheckedPlan
from allocator.domain import RuleId, Scenario, Violation, WorkItem
from allocator.domain.quantities import elapsed_minutes, exact, parse_span
from allocator.wording import amount, hours_and_days, instant

_MINUTE = dt.timedelta(minutes=1)


def check(checked: CheckedPlan) -> list[Violation]:
    """Return all breaches of working time: starts when somebody is away, finishes that are off."""
    scenario, calendars = checked.scenario, checked.calendars
    found: list[Violation] = []
    for planned in checked.scheduled.values():
        if planned.item.is_done:
            continue
        if planned.item.is_milestone:
            found += _milestone(planned)
            continue
        filled = checked.roles(planned)
        ends = [end_of_role(scenario, calendars, role, planned.begins) for role in filled.roles]
        found += _starts(scenario, calendars, planned)
        for role, end in zip(filled.roles, ends, strict=True):
            found += _work(scenario, planned, role, end)
        found += _finish(scenario, planned, filled, ends)
    return found


def _milestone(planned: ScheduledItem) -> Iterator[Violation]:
    if planned.start != planned.finish:
        yield _violation(
            f"milestone {planned.item.name} has no length, but lasts from {instant(planned.start)} "
            f"to {instant(planned.finish)}",
            planned.item,
        )


def _starts(
    scenario: Scenario, calendars: Calendars, planned: ScheduledItem
) -> Iterator[Violation]:
    item, start = planned.item, planned.begins
    for assignment in planned.assignments:
        person = scenario.person_by_id.get(assignment.person)
        if assignment.start != start:
            yield _violation(
                f"{assignment.person} starts on {item.name} {instant(assignment.start)}; "
                f"all its people start with it, {instant(start)}",
                item,
                assignment.person,
            )
        if person is None or _go_on_apart(item):
            continue
        calendar = calendars.of(person)
        if not calendar.capacity_at(start):
            yield _violation(
                f"{item.name} starts {instant(start)}, when {person.id} does not work: "
                f"{calendar.why_away(start)}",
                item,
                person.id,
            )
    if not item.staffing and not item.is_started and not calendars.team.is_slot(start):
        yield _violation(
            f"{item.name} starts {instant(start)}, when no working slot of the team begins",
            item,
        )


def _go_on_apart(item: WorkItem) -> bool:
    """Whether it is known what each of several people has left of an item in progress."""
    left = item.remaining if isinstance(item.remaining, dict) else {}
    return item.state == "in_progress" and sum(parse_span(s)[0] > 0 for s in left.values()) > 1


def _work(
    scenario: Scenario, planned: ScheduledItem, role: Role, end: dt.datetime | None
) -> Iterator[Violation]:
    """Whether somebody's work ends when their effort is done."""
    person, need, assignment = role.person, role.need, role.assignment
    if person is None or need is None or not role.able or end == assignment.finish:
        return
    effort = hours_and_days(effort_minutes(scenario, need) / 60, exact(scenario.calendar.day_hours))
    speed = scenario.speed(person, need)
    pace = f"at a share of {amount(need.share)}" if need.share != 1 else "full time"
    if speed != 1:
        pace += f" and a speed of {amount(speed)}"
    takes = "is never done" if end is None else f"takes until {instant(end)}"
    yield _violation(
        f"{person.id} finishes {planned.item.name} {instant(assignment.finish)} by plan; "
        f"{effort} of effort {pace} from {instant(planned.begins)} on {takes}",
        planned.item,
        person.id,
    )


def _finish(
    scenario: Scenario,
    planned: ScheduledItem,
    filled: RoleAssignment,
    ends: Sequence[dt.datetime | None],
) -> Iterator[Violation]:
    """Whether the item ends with the last of its people and of its elapsed time.

    Where the walk does not tell when somebody's part ends, the plan's word is taken for it.
    """
    item = planned.item
    parts = [
        (end or role.assignment.finish, f"{role.assignment.person} is done")
        for role, end in zip(filled.roles, ends, strict=True)
    ]
    if item.elapsed is not None:
        over = later(planned.start, elapsed_minutes(item.elapsed))
        if item.is_started:
            over = max(over, scenario.present)
        parts.append((over, f"its {item.elapsed} have elapsed"))
    last, reason = max(parts, default=(planned.finish, ""))
    # The instants of a plan are whole minutes; an elapsed time may not be.
    if planned.finish <= last - _MINUTE:
        yield _violation(
            f"{item.name} finishes {instant(planned.finish)}, before {reason}, {instant(last)}",
            item,
        )
    elif planned.finish >= last + _MINUTE and filled.complete:
        yield _violation(
            f"{item.name} finishes {instant(planned.finish)}, after {reason}, {instant(last)}",
            item,
        )


def _violation(message: str, item: WorkItem, person: str | None = None) -> Violation:
    people = () if person is None else (person,)
    return Violation(rule=RuleId.WORKING_TIME, message=message, items=(item.id,), people=people)
