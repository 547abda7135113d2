"""The planning horizon: how long it must be so that no better plan ends after it."""

from __future__ import annotations

import datetime as dt
from itertools import takewhile

from allocator.domain import ElapsedLag, Scenario
from allocator.domain.quantities import beginning, elapsed_minutes, end_of
from allocator.heuristics.candidate import Candidate
from allocator.planner.params import FirstPlanParams
from allocator.problem.evaluation import Evaluator
from allocator.problem.horizon import beyond_bound, safe_horizon
from allocator.problem.model import Problem
from allocator.problem.time_windows import time_windows
from allocator.problem.timeline import DAY_MINUTES


def needed_slots(problem: Problem, best: Candidate, params: FirstPlanParams) -> tuple[int, bool]:
    """Return how many slots the horizon must have, and whether no optimum is lost so.

    Parameters
    ----------
    problem, best
        On some horizon, and the best plan on it.
    """
    length = _length(problem, best)
    if _proves_length(problem, best):
        return length, False
    safe = safe_horizon(problem)
    longer = int(length * params.horizon_factor)
    if safe is not None and safe <= max(params.short_horizon_slots, longer):
        return max(safe, length), True
    return max(longer, params.short_horizon_slots), False


def _proves_length(problem: Problem, best: Candidate) -> bool:
    """Return whether no plan that ends later can be better, by the first tier alone."""
    tiers = problem.tier_names
    if tiers != ("makespan",) or best.score[0] > 0:
        return False
    windows = time_windows(problem)
    return beyond_bound(Evaluator(problem), windows, "makespan") >= best.score[1]


def _length(problem: Problem, candidate: Candidate) -> int:
    """Return the slots from the plan's start to the last boundary that a plan touches."""
    evaluation = Evaluator(problem).evaluate(candidate.solution)
    ends = [end for end in evaluation.ends if end is not None]
    for activity, start in zip(problem.activities, candidate.solution.starts, strict=True):
        if start is not None:
            until = start + 1 if activity.hold is None else activity.hold[start]
            ends.append(max(start + 1, min(until, problem.horizon)))
    ends += [booking.end for booking in problem.booked]
    ends += [fixed.reach for fixed in problem.fixed.values()]
    return max(ends, default=1)


def horizon_days(problem: Problem) -> int:
    """Return the calendar days that a problem's horizon covers."""
    return int(problem.timeline.starts[-1]) // DAY_MINUTES + 1 if problem.horizon else 1


def days_of(problem: Problem, slots: int) -> int:
    """Return the calendar days of a horizon of at least so many slots, or of all there are."""
    last = min(slots, problem.horizon) - 1
    return int(problem.timeline.starts[last]) // DAY_MINUTES + 1


_SAMPLED_DAYS = 70
"""Days from which it is taken how often meetings are; after them a month has come round twice."""
_LEAST_LEFT = 0.05


def _least_left(scenario: Scenario) -> float:
    """Return about which share of their time meetings and duties leave of whoever has most."""
    first = beginning(scenario.calendar.start).date()
    until = scenario.plan_from.date() + dt.timedelta(days=_SAMPLED_DAYS)
    minutes: dict[str, float] = {}
    for meeting in scenario.meetings:
        days = takewhile(lambda day: day <= until, meeting.days(first))
        count = sum(day >= scenario.plan_from.date() for day in days)
        for name in scenario.attendees[meeting.id]:
            minutes[name] = minutes.get(name, 0.0) + count * meeting.minutes
    calendar = scenario.calendar
    week = float(calendar.day_minutes) * len(calendar.workdays)
    least = min((1 - taken / (week * _SAMPLED_DAYS / 7) for taken in minutes.values()), default=1.0)
    for rota in scenario.rota:
        least *= 1 - rota.takes / (1 if len(set(rota.people)) == 1 else 2)
    return max(_LEAST_LEFT, least)


def most_days(scenario: Scenario, params: FirstPlanParams) -> int:
    """Return calendar days that suffice to do everything one after the other, with a margin."""
    calendar = scenario.calendar
    dates = [end_of(p.leaves) for p in scenario.people if p.leaves is not None]
    dates += [end_of(i.release) for i in scenario.items if i.release is not None]
    dates += [end_of(i.fixed_start) for i in scenario.items if i.fixed_start is not None]
    dates += [end_of(p.not_before) for p in scenario.projects if p.not_before is not None]
    dates += [end_of(off.end) for p in scenario.people for off in p.time_off]
    dates += [end_of(window.end) for p in scenario.people for window in p.availability]
    dates += [end_of(when) for item in scenario.items for when in item.expected_dates]
    sprints = [s for p in scenario.people for s in scenario.sprints_of(p.team)]
    dates += [sprint.ends for sprint in sprints]
    start = scenario.plan_from
    days = max(((date - start).days for date in dates), default=0) + float(
        params.horizon_margin_days
    )
    slowest = min((person.capacity for person in scenario.people), default=1.0)
    slowest *= min((sprint.capacity for sprint in sprints), default=1.0)
    slowest *= _least_left(scenario)
    speed = min([1.0, *(scenario.proficiency or {}).values()])
    day = float(calendar.day_minutes)
    for item in scenario.items:
        for need in item.staffing:
            assert need.effort is not None
            minutes = float(scenario.effort_minutes(need.effort))
            days += 7 * (minutes / (day * slowest * speed * need.share) + 1)
        if item.elapsed:
            days += float(elapsed_minutes(item.elapsed)) / DAY_MINUTES + 7
        for link in item.after:
            if isinstance(link.lag, ElapsedLag):
                days += abs(float(elapsed_minutes(link.lag.elapsed))) / DAY_MINUTES + 7
            elif link.lag is not None:
                days += 7 * (abs(float(calendar.working_minutes(link.lag))) / day + 1)
    return int(2 * days)
