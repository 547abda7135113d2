"""Re-plan: a changed scenario and a baseline go in, a new plan comes out."""

from __future__ import annotations

import dataclasses
import datetime as dt
import threading
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import TypeVar

from allocator.analysis.compare import compare
from allocator.analysis.comparison import Comparison
from allocator.analysis.people import people_on
from allocator.domain import Course, Plan, PlanAssignment, PlanItem, Scenario
from allocator.errors import InfeasibleError, NoPlanInTimeError
from allocator.planner import SolveOptions
from allocator.planner.progress import Listener
from allocator.replanning.assumed_progress import AssumedProgress, Mode
from allocator.replanning.failed_tries import FailedTry
from allocator.replanning.freeze import ForcedMove
from allocator.replanning.params import DEFAULT_PARAMS, ReplanParams
from allocator.replanning.prepare import PreparedReplan, prepare
from allocator.replanning.search import ReplanSearch
from allocator.replanning.stability_tier import Keep, tiers_with_stability
from allocator.replanning.unchanged import PROGRESS_FIELDS, as_plan
from allocator.replanning.unfreezing import unfreeze_as_needed

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Replanned:
    """A new plan, and how it differs from the baseline.

    Attributes
    ----------
    plan
        The checked plan; its scenario holds the baseline and the progress that was assumed.
    difference
        From the baseline, with reasons.
    assumed, forced, failed, notes
        See :class:`PreparedReplan`.
    unchanged
        Whether nothing has changed, so that the plan is the baseline.
    interrupted
        Whether the search was ended from outside.
    first_plan_seconds, seconds
        From the call to the first valid plan, and to the end.
    course
        How the search went; None where nothing was searched, or the run was reproducible.
    """

    plan: Plan
    difference: Comparison
    assumed: tuple[AssumedProgress, ...]
    forced: tuple[ForcedMove, ...]
    failed: tuple[FailedTry, ...] = ()
    notes: tuple[str, ...]
    unchanged: bool
    interrupted: bool
    first_plan_seconds: float
    seconds: float
    course: Course | None = None


def replan(
    scenario: Scenario,
    baseline: Plan,
    *,
    reported: Collection[str] = (),
    keep: Keep = "medium",
    freeze: dt.timedelta | None = None,
    assume: Mode = "on-plan",
    options: SolveOptions | None = None,
    params: ReplanParams = DEFAULT_PARAMS,
    progress: Listener | None = None,
    stop: threading.Event | None = None,
) -> Replanned:
    """Plan the remaining work anew, close to the baseline.

    Parameters
    ----------
    scenario
        As of now, with changes and what has happened; its ``now`` counts.
    baseline
        The plan that people go by.
    reported
        Items whose progress is reported, so that nothing is assumed of them.
    keep
        What staying close to the baseline may cost; see :func:`tiers_with_stability`.
    freeze
        The window from now in which nothing moves; None for the current sprints, zero for none.
    assume
        What is taken to be so of items that the baseline had begun; see :func:`assume_progress`.
    options, progress, stop
        As in ``solve``.
    params
        The numbers of re-planning.

    Raises
    ------
    InputError
        The baseline does not belong to the scenario.
    AllocatorError
        As in ``solve``.
    """
    began = time.monotonic()
    options = options or SolveOptions()
    asked = prepare(scenario, baseline, reported=reported, mode=assume, window=freeze)
    if asked.as_before is not None:
        with_tiers = asked.scenario.model_copy(
            update={"objectives": tiers_with_stability(asked.scenario, keep)}
        )
        plan = as_plan(with_tiers, asked.as_before, baseline)
        return replanned(asked, baseline, plan, began=began, unchanged=True)
    asked, found = unfrozen_if_needed(
        asked,
        options,
        lambda each, limits: ReplanSearch(limits, progress, stop, params).search(each, keep),
        params,
    )
    before = time.monotonic() - began - (found.report.wall_seconds or 0.0)
    return replanned(
        asked,
        baseline,
        found.plan,
        began=began,
        interrupted=found.stop_reason == "interrupted",
        first=max(0.0, before) + found.first_plan_seconds,
        course=found.course,
    )


def unfrozen_if_needed(
    asked: PreparedReplan,
    options: SolveOptions,
    work: Callable[[Scenario, SolveOptions], T],
    params: ReplanParams = DEFAULT_PARAMS,
) -> tuple[PreparedReplan, T]:
    """Search with the scenario; if no plan is found, again with fewer items frozen.

    Parameters
    ----------
    asked
        What is to be planned.
    options
        Limits of all of it together; a reproducible run has them for each part.
    work
        Takes a scenario and its limits.
    params
        The numbers of re-planning.

    Raises
    ------
    InfeasibleError, NoPlanInTimeError
        There is none with nothing frozen.
    """
    began = time.monotonic()
    try:
        return asked, work(asked.scenario, options)
    except (InfeasibleError, NoPlanInTimeError):
        frozen = any(each.frozen for each in asked.scenario.baseline)
        limits = _rest(options, began, params, params.unfreezing_time_fraction)
        free = unfreeze_as_needed(asked.scenario, limits, params=params) if frozen else None
        if free is None:
            raise
    scenario, forced = free
    asked = dataclasses.replace(asked, scenario=scenario, forced=(*asked.forced, *forced))
    return asked, work(scenario, _rest(options, began, params))


def _rest(
    options: SolveOptions, began: float, params: ReplanParams, share: float = 1.0
) -> SolveOptions:
    """Return options with a share of the remaining time, at least a minimum."""
    if options.reproducible:
        return options
    left = options.time_limit - (time.monotonic() - began)
    least = min(options.time_limit, params.min_search_seconds)
    return dataclasses.replace(options, time_limit=max(least, left * share))


def as_of_now(baseline: Plan, today: Scenario, assumed: Collection[AssumedProgress]) -> Plan:
    """Return the baseline with its own progress by now, so that progress is no change.

    Parameters
    ----------
    baseline
        The plan that people go by.
    today
        The scenario of the new plan.
    assumed
        Items with unreported progress.
    """
    on_plan = {each.item for each in assumed if not each.reason and each.state != "todo"}
    items = tuple(
        item.model_copy(
            update={name: getattr(today.item_by_id[item.id], name) for name in PROGRESS_FIELDS}
        )
        if item.id in on_plan
        else item
        for item in baseline.scenario.items
    )
    fields = {name: getattr(today, name) for name in ("now", "objectives", "goals", "baseline")}
    scenario = baseline.scenario.model_copy(update={"items": items, **fields})
    entries = tuple(_with_all_people(baseline.scenario, entry) for entry in baseline.items)
    return baseline.model_copy(update={"scenario": scenario, "items": entries})


def _with_all_people(scenario: Scenario, entry: PlanItem) -> PlanItem:
    """Return an entry that also names the people who had finished their work on it."""
    here = {assignment.person for assignment in entry.assignments}
    done = [name for name in people_on(scenario, entry) if name not in here]
    if not done or entry.start is None or entry.finish is None:
        return entry
    start, finish = entry.start, entry.finish
    more = (
        PlanAssignment(person=name, start=start, finish=finish, share=0, effort_hours=0)
        for name in done
    )
    return entry.model_copy(update={"assignments": (*entry.assignments, *more)})


def replanned(
    asked: PreparedReplan,
    baseline: Plan,
    plan: Plan,
    *,
    began: float,
    unchanged: bool = False,
    interrupted: bool = False,
    first: float | None = None,
    course: Course | None = None,
) -> Replanned:
    """Return a plan with all that is reported of it."""
    seconds = time.monotonic() - began
    return Replanned(
        plan=plan,
        difference=compare(as_of_now(baseline, plan.scenario, asked.assumed), plan),
        assumed=asked.assumed,
        forced=asked.forced,
        failed=asked.failed,
        notes=asked.notes,
        unchanged=unchanged,
        interrupted=interrupted,
        first_plan_seconds=seconds if first is None else first,
        seconds=seconds,
        course=course,
    )
