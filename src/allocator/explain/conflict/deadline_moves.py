"""Finds later dates for deadlines, with which there is a plan."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from allocator import wording
from allocator.domain import PlanItem, Project, Scenario, WorkItem
from allocator.domain.quantities import When, end_of, last_day
from allocator.errors import AllocatorError
from allocator.explain.conflict.constraints import Constraint, deadline_constraints, restricted
from allocator.explain.conflict.remedy import REMEDY_SECONDS, Remedy, Trial, changed
from allocator.explain.conflict.sentences import deadline_date, owner_name
from allocator.planner.method import solve
from allocator.planner.options import SolveOptions


def moved_alone(
    trial: Trial, constraints: Sequence[Constraint], deadline: Constraint
) -> Remedy | None:
    """Return a later date for one deadline, tried on the whole scenario.

    The date is looked for with the constraints of the conflict alone first, then with all.
    """
    scenario = trial.scenario
    for around in (constraints, trial.constraints):
        seconds = min(REMEDY_SECONDS, trial.clock.left / 3)  # the rest is for trying it
        if seconds <= 0:
            return None
        others = restricted(scenario, [one for one in around if one != deadline])
        found = _earliest(others, deadline, seconds, trial.seed)
        if found is None:
            continue
        date = _date_for(scenario, deadline, found[0])
        if trial.is_feasible(_moved(scenario, {deadline: date})):
            could = "the earliest that can be kept" if found[1] else "a date that can be kept"
            text = f"{_move(scenario, deadline, date)}, {could} with the others"
            return Remedy(deadline.id, date.isoformat()[:10], found[1], text)
    return None


def _earliest(
    kept: Scenario, constraint: Constraint, seconds: float, seed: int
) -> tuple[dt.datetime, bool] | None:
    """Return when the owner of a deadline can end, and whether that is proved the earliest."""
    kept, start = _without_dues(kept), kept.calendar.start
    if constraint.owner == "item":
        with_due = [
            i.model_copy(update={"due": start, "priority": 1.0}) if i.id == constraint.id else i
            for i in kept.items
        ]
        kept = changed(kept, items=tuple(with_due), objectives=("tardiness",), goals={})
    elif constraint.owner == "project":
        projects = [
            p.model_copy(update={"due": start, "priority": 1.0}) if p.id == constraint.id else p
            for p in kept.projects
        ]
        kept = changed(kept, projects=tuple(projects), objectives=("tardiness",), goals={})
    else:
        kept = changed(kept, objectives=("makespan",), goals={})
    try:
        result = solve(kept, SolveOptions(time_limit=seconds, seed=seed))
    except AllocatorError:
        return None
    finish = _finish(result.plan.items, constraint)
    return None if finish is None else (finish, result.status == "optimal")


def moved_together(trial: Trial) -> Iterator[Remedy]:
    """Yield one remedy that moves every deadline that a relaxed plan breaks."""
    scenario = trial.scenario
    seconds = min(2 * REMEDY_SECONDS, trial.clock.left)
    options = SolveOptions(time_limit=seconds, seed=trial.seed, relax=True)
    try:
        plan = solve(changed(scenario, objectives=("tardiness",), goals={}), options).plan
    except AllocatorError:
        return
    dates: dict[Constraint, When] = {}
    for deadline in deadline_constraints(scenario):
        finish, date = _finish(plan.items, deadline), deadline_date(scenario, deadline)
        until = scenario.kept_until(_owner(scenario, deadline), date)
        if finish is not None and finish > end_of(until):
            dates[deadline] = _date_for(scenario, deadline, finish)
    if dates and trial.is_feasible(_moved(scenario, dates)):
        moves = "; ".join(_move(scenario, deadline, date) for deadline, date in dates.items())
        last = max(end_of(date) for date in dates.values())
        others = "all of these together, since other deadlines conflict too"
        text = moves if len(dates) == 1 else f"{others}: {moves}"
        yield Remedy("", last.date().isoformat(), False, text, "deadlines")


def _move(scenario: Scenario, constraint: Constraint, date: When) -> str:
    what = "date" if _is_fixed(scenario, constraint) else "deadline"
    return (
        f"move the {what} of {owner_name(scenario, constraint)} from "
        f"{wording.when(_asked(scenario, constraint))} to {wording.when(date)}"
    )


def _is_fixed(scenario: Scenario, constraint: Constraint) -> bool:
    """Return whether the deadline is the fixed date of a milestone."""
    return constraint.owner == "item" and scenario.item_by_id[constraint.id].date is not None


def _asked(scenario: Scenario, constraint: Constraint) -> When:
    """Return the date of a deadline as the user wrote it."""
    date = scenario.item_by_id[constraint.id].date if constraint.owner == "item" else None
    return deadline_date(scenario, constraint) if date is None else date


def _owner(scenario: Scenario, constraint: Constraint) -> WorkItem | Project | None:
    """Return the item or project that a deadline belongs to; None for the calendar."""
    if constraint.owner == "item":
        return scenario.item_by_id[constraint.id]
    return scenario.project_by_id[constraint.id] if constraint.owner == "project" else None


def _date_for(scenario: Scenario, constraint: Constraint, finish: dt.datetime) -> When:
    """Return the earliest deadline that a finish keeps: an instant if it was one, else a day.

    A fixed date becomes the first day that begins at the finish or later.
    """
    if isinstance(_asked(scenario, constraint), dt.datetime):
        return finish
    last = last_day(finish)
    is_kept = scenario.kept_until(_owner(scenario, constraint), last) == last
    return last if is_kept and not _is_fixed(scenario, constraint) else last + dt.timedelta(days=1)


def _moved(scenario: Scenario, dates: dict[Constraint, When]) -> Scenario:
    """Return the scenario with these deadlines moved."""
    calendar = scenario.calendar
    if Constraint("deadline", "calendar", "") in dates:
        calendar = calendar.model_copy(
            update={"end": dates[Constraint("deadline", "calendar", "")]}
        )

    def date(owner: str, name: str, old: When | None) -> When | None:
        return dates.get(Constraint("deadline", owner, name), old)

    return changed(
        scenario,
        calendar=calendar,
        items=tuple(
            i.model_copy(
                update={
                    "date" if i.date is not None else "deadline": date(
                        "item", i.id, i.deadline if i.date is None else i.date
                    )
                }
            )
            for i in scenario.items
        ),
        projects=tuple(
            p.model_copy(update={"deadline": date("project", p.id, p.deadline)})
            for p in scenario.projects
        ),
    )


def _finish(items: Sequence[PlanItem], constraint: Constraint) -> dt.datetime | None:
    finishes = [
        item.finish
        for item in items
        if constraint.owner == "calendar"
        or (constraint.owner == "item" and item.id == constraint.id)
        or (constraint.owner == "project" and item.project == constraint.id)
    ]
    return max((finish for finish in finishes if finish is not None), default=None)


def _without_dues(scenario: Scenario) -> Scenario:
    return changed(
        scenario,
        items=tuple(item.model_copy(update={"due": None}) for item in scenario.items),
        projects=tuple(p.model_copy(update={"due": None}) for p in scenario.projects),
    )
