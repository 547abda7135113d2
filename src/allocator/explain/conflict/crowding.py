"""Says for which items of a conflict the few people who can do them have too little time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from allocator import wording
from allocator.calendars import Calendars
from allocator.domain import Need, Scenario, WorkItem
from allocator.domain.quantities import end_of
from allocator.explain.conflict.constraint import Constraint
from allocator.explain.conflict.date_sentences import deadline_date
from allocator.explain.conflict.item_sentences import name_list
from allocator.explain.conflict.listing import all_constraints
from allocator.explain.conflict.restriction import restricted
from allocator.problem.compile import compile_problem
from allocator.problem.time_windows import time_windows

_YEAR, _MINUTE = dt.timedelta(days=366), dt.timedelta(minutes=1)

_SMALL_HOURS = 1e-6

MAX_NAMED_PEOPLE = 4
"""People of a group that is small enough for a sentence."""


def crowding(
    scenario: Scenario, items: Sequence[WorkItem], constraints: Iterable[Constraint]
) -> list[str]:
    """Write what takes a small group of people more time than they have.

    Nothing is told of a group whose time is enough: something else is in its way.

    Parameters
    ----------
    scenario
        Source of dates, names and calendars.
    items
        Of the conflict.
    constraints
        The conflict.
    """
    constraints = list(constraints)
    ends = [
        end_of(deadline_date(scenario, constraint))
        for constraint in constraints
        if constraint.kind == "deadline"
    ]
    if not ends:
        return _leaving(scenario, items, constraints)
    groups = _by_people(scenario, items)
    starts = _earliest_starts(_without_dates(scenario, items), max(ends))
    sentences = [
        _sentence(scenario, able, work, min(starts[item.id] for item, _ in work), max(ends))
        for able, work in groups.items()
        if starts and len(able) <= MAX_NAMED_PEOPLE and len(work) > 1
    ]
    return [sentence for sentence in sentences if sentence]


def _by_people(
    scenario: Scenario, items: Sequence[WorkItem]
) -> dict[tuple[str, ...], list[tuple[WorkItem, Need]]]:
    """Return the work of a conflict by the people who can do it."""
    groups: dict[tuple[str, ...], list[tuple[WorkItem, Need]]] = {}
    for item in items:
        for need in item.staffing:
            able = tuple(person.id for person in scenario.candidates(item, need))
            groups.setdefault(able, []).append((item, need))
    return groups


def _leaving(
    scenario: Scenario, items: Sequence[WorkItem], constraints: list[Constraint]
) -> list[str]:
    """Write what only people who leave can do, and how much time they have until then."""
    away = {one.id for one in constraints if one.kind == "absence" and one.other == "to"}
    staying = _without_dates(scenario, items)
    found = []
    for able, work in _by_people(scenario, items).items():
        last = [scenario.person_by_id[one].leaves for one in able if one in away]
        ends = [end_of(one) for one in last if one is not None]
        if len(able) > MAX_NAMED_PEOPLE or not ends or len(ends) < len(able):
            continue
        starts = _earliest_starts(staying, max(ends) + _YEAR)
        start = min(starts[item.id] for item, _ in work)
        if start < max(ends):
            found.append(_sentence(scenario, able, work, start, max(ends)))
        else:
            ids = ", ".join(dict.fromkeys(item.id for item, _ in work))
            people = name_list([scenario.person_by_id[one] for one in able])
            gone = wording.day(max(ends) - _MINUTE)
            text = (
                f"{ids} cannot start before {wording.day(start)}, and only {people} "
                f"can do it, whose last day is {gone}."
            )
            found.append(text)
    return [sentence for sentence in found if sentence]


def _without_dates(scenario: Scenario, items: Sequence[WorkItem]) -> Scenario:
    """Return a scenario with these items alone, without deadlines, as if nobody was ever away."""
    names = {item.id for item in items}
    return restricted(
        scenario,
        [
            one
            for one in all_constraints(scenario)
            if one.kind not in ("deadline", "absence")
            and (one.owner != "item" or one.id in names)
            and (one.kind != "link" or one.other in names)
        ],
    )


def _earliest_starts(kept: Scenario, end: dt.datetime) -> dict[str, dt.datetime]:
    """Return when each item can start at the earliest, by chains of links alone.

    Nothing where nobody works before the end.
    """
    days = (end - kept.plan_from).days + 2
    problem = compile_problem(kept, axis_days=max(2, days))
    windows = time_windows(problem)
    starts = problem.timeline.starts
    if not len(starts):
        return {}
    return {
        activity.id: problem.timeline.moment(
            int(starts[min(int(windows.earliest[activity.index]), len(starts) - 1)])
        )
        for activity in problem.activities
    }


def _sentence(
    scenario: Scenario,
    able: tuple[str, ...],
    work: list[tuple[WorkItem, Need]],
    start: dt.datetime,
    end: dt.datetime,
) -> str | None:
    """Write that work takes people more time than they have, in whatever order it is done."""
    people = [scenario.person_by_id[name] for name in able]
    calendars = Calendars(scenario)
    free = sum(float(calendars.of(person).hours_between(start, end)) for person in people)
    effort, time, exclusive = 0.0, 0.0, 0.0
    for _, need in work:
        if need.effort is not None:
            hours = float(scenario.effort_minutes(need.effort)) / 60 * need.people
            speed = max(float(scenario.speed(person, need)) for person in people)
            effort += hours
            time += hours / speed
            if need.share > 0.5:  # no two such fit beside each other: each takes the whole time
                exclusive += hours / speed / need.share
    time = max(time, exclusive)
    if time <= free + _SMALL_HOURS:
        return None
    day_hours = scenario.calendar.day_hours
    ids = ", ".join(dict.fromkeys(item.id for item, _ in work))
    last = (end - dt.timedelta(minutes=1)).date()
    needed, taken, left = (_days(hours / day_hours) for hours in (effort, time, free))
    time_taken = f", {taken} of time," if abs(time - effort) > 0.05 else ""
    verb = "has" if len(people) == 1 else "have together"
    return (
        f"{ids}: {needed} of effort{time_taken} that only {name_list(people)} can do, who {verb} "
        f"{left} free between {wording.day(start)}, the earliest start, and {wording.day(last)}."
    )


def _days(days: float) -> str:
    """Write days, one without an s."""
    number = wording.number(days, places=1)
    return f"{number} day" if number == "1" else f"{number} days"
