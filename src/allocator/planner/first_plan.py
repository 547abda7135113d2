"""Finds an axis that is long enough, and a first plan on it."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from allocator.domain import ElapsedLag, PlanItem, Scenario
from allocator.domain.quantities import elapsed_minutes, end_of
from allocator.heuristics.construct import MANY, Candidate, Constructor, construct, load_compiled
from allocator.heuristics.kernel.decoder import Decoder
from allocator.heuristics.priorities import FloatArray
from allocator.heuristics.repair import known as known_plan
from allocator.planner.clock import PLACED_PER_SECOND, Clock
from allocator.problem.compile import compile_problem, longest_axis
from allocator.problem.evaluate import Evaluation
from allocator.problem.horizon import beyond_bound, safe_horizon
from allocator.problem.model import Problem
from allocator.problem.timeline import DAY
from allocator.problem.windows import earliest_windows

FIRST_AXIS_DAYS = 370
SCHEDULES, SCHEDULES_PER_ITEM = 40, 4
"""Most schedules built in a reproducible run, and how many more for every item."""
WORK_SHARE, SCHEDULE_PLACES = 0.1, 4
"""Share of the time limit that they stand for in a reproducible run, and how many times a schedule
places each activity, with its passes backward and forward."""
SHARE_OF_TIME = 0.05
"""Share of the time limit that goes into further schedules."""
SECONDS_PER_ITEM = 0.004
"""And at most so much for every item: what is small is better left to the solver."""
RULES, SHARE_OF_RULES = 9, 0.2
"""Schedules, one by each rule, that are built even so, and the share that they may take."""
LONGER_IF_LATE = 5.0
"""And so many times as long as none keeps every deadline."""
ROOM = 2.0
"""An axis that is not known to be safe is at least so many times the first plan's length."""
SHORT_ENOUGH = 2000
"""An axis of so many slots costs next to nothing: it is taken whole if it is safe."""
LITTLE_MORE = 1.2
"""An axis that is at most so many times as long as wanted is not cut."""


@dataclass(frozen=True)
class Start:
    """A compiled problem with what the heuristics found.

    Attributes
    ----------
    candidate
        Their best plan, None if they found none.
    order
        The places of the activities, from 0 to 1, by which the best plan was built that they built
        by an order; None if there is none.
    decoder
        One of this problem, whose arrays others may share; None if there is none.
    """

    problem: Problem
    candidate: Candidate | None
    order: FloatArray | None = None
    decoder: Decoder | None = None


def first_plan(
    scenario: Scenario,
    clock: Clock,
    seed: int,
    *,
    quick: bool = False,
    found: Callable[[Problem, Candidate], None] = lambda _problem, _candidate: None,
    known: Sequence[PlanItem] = (),
) -> Start:
    """Compile on axes of growing length until a schedule fits, then on the right one.

    Parameters
    ----------
    scenario, clock, seed
        What is planned, until when, and the seed of the randomised schedules.
    quick
        Be content with the first schedule if it keeps every deadline.
    found
        Called once, with the first schedule that keeps every deadline.
    known
        A plan to start from as well.
    """
    longest = longest_axis(scenario)
    days, most = min(FIRST_AXIS_DAYS, longest), min(_most_days(scenario), longest)
    note = _Note(found)
    while True:
        problem = compile_problem(scenario, axis_days=days)
        if _reaches_all_releases(problem):
            constructor = Constructor(problem, seed)
            candidate = construct(constructor, enough=lambda count, _: count >= 1)
            note(problem, candidate)
            if candidate is not None:
                break
        if days >= most or clock.over:
            return _hard_to_place(scenario, problem, seed)
        days = min(most, 2 * days)
    if known and (other := known_plan(problem, known, constructor.decoder)) is not None:
        candidate = min(candidate, other, key=lambda each: each.score)
    if quick and candidate.feasible:
        return Start(problem, candidate)
    return _on_right_axis(scenario, constructor, candidate, clock, seed, note)


class _Note:
    """Tells once of the first schedule that keeps every deadline."""

    def __init__(self, found: Callable[[Problem, Candidate], None]) -> None:
        self._found = found
        self._done = False

    def __call__(self, problem: Problem, candidate: Candidate | None) -> None:
        if candidate is not None and candidate.feasible and not self._done:
            self._done = True
            self._found(problem, candidate)


def _hard_to_place(scenario: Scenario, problem: Problem, seed: int) -> Start:
    """Try more schedules where the first left an item without a place, as when people leave."""
    safe = safe_horizon(problem)
    if safe is not None and 0 < safe <= problem.horizon:
        days = _days_of(problem, safe)
        problem = compile_problem(scenario, axis_days=days, exact_horizon=True)
    best = construct(Constructor(problem, seed), enough=lambda n, _: n >= SCHEDULES)
    return Start(problem, best)


def _reaches_all_releases(problem: Problem) -> bool:
    return all(activity.release < problem.horizon for activity in problem.activities)


def _on_right_axis(
    scenario: Scenario,
    constructor: Constructor,
    candidate: Candidate,
    clock: Clock,
    seed: int,
    note: _Note,
) -> Start:
    first = problem = constructor.problem
    best, order = _construct_more(constructor, candidate, clock, seed, note)
    wanted, exact = _wanted_slots(problem, best, _length(problem, best))
    while problem.horizon < wanted and _axis_days(problem) < longest_axis(scenario) - 1:
        days = int(_axis_days(problem) * wanted / problem.horizon) + 14
        problem = compile_problem(scenario, axis_days=days)
    if problem.horizon > LITTLE_MORE * wanted:
        problem = compile_problem(scenario, axis_days=_days_of(problem, wanted))
    decoder = constructor.decoder if problem is first else None
    return Start(dataclasses.replace(problem, exact_horizon=exact), best, order, decoder)


def _construct_more(
    constructor: Constructor, first: Candidate, clock: Clock, seed: int, note: _Note
) -> tuple[Candidate, FloatArray]:
    problem, began = constructor.problem, clock.elapsed
    items = len(problem.activities)
    seconds = min(SHARE_OF_TIME * clock.left, SECONDS_PER_ITEM * items)
    at_first = SHARE_OF_RULES * clock.left
    most = _most_schedules(clock, items)

    def enough(count: int, best: Candidate | None) -> bool:
        note(problem, best)
        if clock.reproducible:
            return clock.interrupted or count >= most
        patience = 1.0 if best is not None and best.feasible else LONGER_IF_LATE
        spent = clock.elapsed - began
        return clock.over or spent > (at_first if count < RULES else seconds * patience)

    if items > MANY:
        load_compiled()
    constructor = Constructor(problem, seed, constructor)
    more = construct(constructor, enough=enough)
    found = [candidate for candidate in (first, more) if candidate is not None]
    return min(found, key=lambda candidate: candidate.score), constructor.order


def _most_schedules(clock: Clock, items: int) -> int:
    """Return how many schedules a reproducible run builds, and count their work."""
    if not clock.reproducible:
        return 0
    cost = SCHEDULE_PLACES * max(1, items) / PLACED_PER_SECOND
    fitting = max(RULES, int(WORK_SHARE * clock.left / cost))
    number = min(fitting, SCHEDULES + SCHEDULES_PER_ITEM * items)
    clock.grant(min(number * cost, WORK_SHARE * clock.left))
    return number


def _length(problem: Problem, candidate: Candidate) -> int:
    """Return the slots from the plan's start to the last boundary that a plan touches."""
    evaluation = Evaluation(problem, candidate.solution)
    ends = [end for end in evaluation.ends if end is not None]
    for activity, start in zip(problem.activities, candidate.solution.starts, strict=True):
        if start is not None:
            until = start + 1 if activity.hold is None else int(activity.hold[start])
            ends.append(max(start + 1, min(until, problem.horizon)))
    ends += [booking.end for booking in problem.booked]
    return max(ends, default=1)


def _wanted_slots(problem: Problem, best: Candidate, length: int) -> tuple[int, bool]:
    """Return how many slots the axis shall have, and whether that loses no optimum."""
    safe = safe_horizon(problem)
    needed = _needed(problem, best, length)
    if needed is not None:
        return needed, False
    if safe is not None and safe <= max(SHORT_ENOUGH, int(length * ROOM)):
        return max(safe, length), True
    return max(int(length * ROOM), SHORT_ENOUGH), False


def _needed(problem: Problem, best: Candidate, length: int) -> int | None:
    """Return the length at which no better plan can end later, by the first tier alone."""
    tiers = problem.tier_names
    if tiers != ("makespan",) or best.score[0] > 0:
        return None
    windows = earliest_windows(problem)
    return length if beyond_bound(problem, windows, "makespan") >= best.score[1] else None


def _axis_days(problem: Problem) -> int:
    return int(problem.timeline.starts[-1]) // DAY + 1 if problem.horizon else 1


def _days_of(problem: Problem, slots: int) -> int:
    """Return the calendar days that an axis of at least so many slots covers."""
    last = min(slots, problem.horizon) - 1
    return int(problem.timeline.starts[last]) // DAY + 1


def _most_days(scenario: Scenario) -> int:
    """Return calendar days in which everything could be done one after the other, and more."""
    calendar = scenario.calendar
    dates = [end_of(p.leaves) for p in scenario.people if p.leaves is not None]
    dates += [end_of(i.release) for i in scenario.items if i.release is not None]
    dates += [end_of(p.not_before) for p in scenario.projects if p.not_before is not None]
    dates += [end_of(off.end) for p in scenario.people for off in p.time_off]
    dates += [end_of(window.end) for p in scenario.people for window in p.availability]
    dates += [end_of(w.expected) for i in scenario.items for w in i.waits_for if w.expected]
    sprints = [s for p in scenario.people for s in scenario.sprints_of(p.team)]
    dates += [sprint.ends for sprint in sprints]
    start = scenario.plan_from
    days = max(((date - start).days for date in dates), default=0) + 60.0
    slowest = min((person.capacity for person in scenario.people), default=1.0)
    slowest *= min((sprint.capacity for sprint in sprints), default=1.0)
    speed = min([1.0, *(scenario.proficiency or {}).values()])
    day = float(calendar.day_minutes)
    for item in scenario.items:
        for need in item.staffing:
            assert need.effort is not None
            minutes = float(scenario.effort_minutes(need.effort))
            days += 7 * (minutes / (day * slowest * speed * need.share) + 1)
        if item.elapsed:
            days += float(elapsed_minutes(item.elapsed)) / DAY + 7
        for link in item.after:
            if isinstance(link.lag, ElapsedLag):
                days += abs(float(elapsed_minutes(link.lag.elapsed))) / DAY + 7
            elif link.lag is not None:
                days += 7 * (abs(float(calendar.working_minutes(link.lag))) / day + 1)
    return int(2 * days)
