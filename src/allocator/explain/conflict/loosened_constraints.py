"""Finds constraints other than deadlines that can be loosened so that there is a plan."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from allocator import wording
from allocator.domain import Person, Scenario
from allocator.domain.calendar import WEEK
from allocator.domain.quantities import beginning, last_day
from allocator.explain.conflict.constraints import Constraint, restricted
from allocator.explain.conflict.remedy import Remedy, Trial, changed
from allocator.explain.conflict.sentences import name_list

_DEADLINES_REMAIN: Final = "; then there are deadlines that conflict as well"


def loosened(
    trial: Trial, everything: Sequence[Constraint], constraint: Constraint
) -> Iterator[Remedy]:
    """Yield changes of one constraint other than a deadline, if that is enough.

    Parameters
    ----------
    trial
        The scenario and the means to try a change.
    everything
        All constraints of the scenario.
    constraint
        Its kind is absence, workdays, capacity, assign, fit or release.
    """
    rest = restricted(trial.scenario, [other for other in everything if other != constraint])
    if not trial.is_feasible(rest):
        yield from _loosened_without_deadlines(trial, everything, constraint)
    elif constraint.kind == "workdays":
        yield from _more_weekdays(trial, constraint)
    elif constraint.kind == "release":
        yield from _earlier_start(trial, rest, constraint)
    else:
        last = _last_needed_day(trial, rest, constraint) if constraint.kind == "absence" else None
        text = _sentence(trial.scenario, constraint, last)
        date = "" if last is None else last.isoformat()
        yield Remedy(constraint.id, date, False, text, constraint.kind)


def _loosened_without_deadlines(
    trial: Trial, everything: Sequence[Constraint], constraint: Constraint
) -> Iterator[Remedy]:
    """Yield changes that are enough if no deadline had to be kept."""
    free = [other for other in everything if other.kind != "deadline"]
    if len(free) < len(everything):
        without = trial.of(restricted(trial.scenario, free))
        for remedy in loosened(without, free, constraint):
            yield replace(remedy, text=f"{remedy.text}{_DEADLINES_REMAIN}")


def _earlier_start(trial: Trial, rest: Scenario, constraint: Constraint) -> Iterator[Remedy]:
    """Yield an earlier start for an item that waits, if that alone is enough."""
    plan = trial.plan(rest) if constraint.owner == "item" else None
    if plan is None:
        return
    start = next((i.start for i in plan.items if i.id == constraint.id), None)
    if start is None:
        return
    date, item = start.date(), trial.scenario.item_by_id[constraint.id]
    waits = tuple(
        one
        if one.expected is None or beginning(one.expected) <= start
        else one.model_copy(update={"arrival": date})
        for one in item.waits_for
    )
    free = {"waits_for": waits, "not_before": None if item.not_before is None else date}
    freed = item.model_copy(update=free)
    items = tuple(freed if i.id == item.id else i for i in trial.scenario.items)
    if trial.is_feasible(changed(trial.scenario, items=items)):
        text = f"let {item.name} start on {wording.when(date)}"
        yield Remedy(constraint.id, date.isoformat(), False, text, constraint.kind)


def _more_weekdays(trial: Trial, constraint: Constraint) -> Iterator[Remedy]:
    """Yield the weekdays of which one more for a person is enough."""
    scenario = trial.scenario
    person = scenario.person_by_id[constraint.id]
    own = person.workdays or ()
    enough = []
    for extra in scenario.calendar.workdays:
        if extra not in own:
            days = tuple(each for each in WEEK if each in own or each == extra)
            busier = person.model_copy(update={"workdays": days})
            if trial.is_feasible(_with_person(scenario, busier)):
                enough.append(extra.capitalize())
    if enough:
        text = f"let {person.name or person.id} work on {' or '.join(enough)} too"
        yield Remedy(constraint.id, "", False, text, constraint.kind)


def _last_needed_day(trial: Trial, rest: Scenario, constraint: Constraint) -> dt.date | None:
    """Return the day until which a person who leaves has to stay, if that alone is enough."""
    person = trial.scenario.person_by_id[constraint.id]
    plan = trial.plan(rest) if person.leaves is not None else None
    if plan is None:
        return None
    ends = [a.finish for i in plan.items for a in i.assignments if a.person == constraint.id]
    if not ends:
        return None
    last = last_day(max(ends))
    staying = person.model_copy(update={"leaves": last})
    return last if trial.is_feasible(_with_person(trial.scenario, staying)) else None


def _with_person(scenario: Scenario, person: Person) -> Scenario:
    people = tuple(person if one.id == person.id else one for one in scenario.people)
    return changed(scenario, people=people)


def _sentence(scenario: Scenario, constraint: Constraint, last: dt.date | None) -> str:
    """Write the change; of a person who leaves with the last day that is needed."""
    if constraint.kind in ("absence", "capacity"):
        name = wording.person_name(scenario, constraint.id)
        if last is not None:
            return f"let {name} stay until {wording.when(last)}"
        if constraint.kind == "absence":
            return f"let {name} be there at these times too"
        return f"give {name} the whole day for planned work (capacity: 1)"
    item = scenario.item_by_id[constraint.id]
    if constraint.kind == "fit":
        return f"let {item.name} cross the border of a sprint (fit: false)"
    others = [p for p in scenario.people if p.id not in item.assign] if item.staffing else []
    return f"let others do {item.name} too, as far as they can" + (
        f": {name_list(others)}" if item.assign and others else ""
    )
