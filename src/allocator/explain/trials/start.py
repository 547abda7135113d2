"""Where a trial starts: at the plan, as far as the changed scenario allows it."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass

from allocator.domain import PlanItem, Scenario
from allocator.explain.params import TrialParams
from allocator.heuristics.candidate import Candidate
from allocator.heuristics.construct import Constructor, construct
from allocator.planner.known_plan import known_candidates
from allocator.planner.params import DEFAULT_PARAMS as SEARCH
from allocator.planner.planning_horizon import most_days
from allocator.problem.compile import compile_problem, longest_axis
from allocator.problem.model import Problem
from allocator.problem.staffing_builder import StaffingBuilders


@dataclass(frozen=True)
class Start:
    """A compiled problem, and the schedules from which its search starts, the best first.

    Attributes
    ----------
    constructor
        Of the problem; its decoder may be shared.
    """

    problem: Problem
    constructor: Constructor
    candidates: tuple[Candidate, ...]


def start_of(
    scenario: Scenario,
    known: Sequence[PlanItem],
    params: TrialParams,
    staffings: StaffingBuilders | None = None,
) -> Start | None:
    """Compile a scenario, on a horizon on which the known plan, changed, has room.

    Parameters
    ----------
    scenario
        What is planned on trial.
    known
        The plan to start from; it may have other items and people.
    params
        The numbers of trials.
    staffings
        What is known of needs from trials before.

    Returns
    -------
    Start or None
        None where nothing was found in which every item has its place.
    """
    longest = min(longest_axis(scenario), most_days(scenario, SEARCH.first_plan))
    days = min(longest, _axis_days(scenario, known, params))
    while True:
        problem = compile_problem(scenario, axis_days=days, staffings=staffings)
        constructor = Constructor(problem, 0)
        if all(activity.release < problem.horizon for activity in problem.activities):
            found = _candidates(constructor, scenario, known, params)
            if found:
                return Start(problem, constructor, found)
        if days >= longest:
            return None
        days = min(longest, 2 * days)


def _axis_days(scenario: Scenario, known: Sequence[PlanItem], params: TrialParams) -> int:
    begins = scenario.plan_from
    last = max((entry.finish for entry in known if entry.finish is not None), default=begins)
    length = max(last - begins, dt.timedelta(days=1)) / dt.timedelta(days=1)
    return math.ceil(params.axis_factor * length) + params.axis_margin_days


def _candidates(
    constructor: Constructor,
    scenario: Scenario,
    known: Sequence[PlanItem],
    params: TrialParams,
) -> tuple[Candidate, ...]:
    found = list(constructor.repaired())
    found += known_candidates(constructor, scenario, known)
    if not found:
        built = construct(constructor, enough=lambda count, _: count >= params.schedules)
        found += [built] if built is not None else []
    return tuple(sorted(found, key=lambda each: each.score))
