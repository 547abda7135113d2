"""Ranks what may hold work up from outside by what a further delay of it costs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from allocator.calendars import Calendars
from allocator.domain import Plan
from allocator.explain.params import DEFAULT_PARAMS, ExplainParams
from allocator.explain.roadblocks.costs import delay_costs, weight
from allocator.explain.roadblocks.decisions import decision_sources
from allocator.explain.roadblocks.delay_trials import DelayTrials
from allocator.explain.roadblocks.free_delay import free_delay
from allocator.explain.roadblocks.models import DelayOutcome, Roadblock, RoadblockReport
from allocator.explain.roadblocks.outside import awaited_sources, blocked_sources
from allocator.explain.roadblocks.people import person_sources
from allocator.explain.roadblocks.source import DelaySource
from allocator.explain.trials import Trials
from allocator.jobs.executors import executor
from allocator.planner.options import SolveOptions


def roadblocks(
    trials: Trials,
    *,
    params: ExplainParams = DEFAULT_PARAMS,
    seconds: float | None = None,
    workers: int | None = None,
) -> RoadblockReport:
    """Say what may hold the work of a plan up from outside, and what a further delay costs.

    Parameters
    ----------
    trials
        Of the plan.
    params
        The numbers of the search.
    seconds
        After so long no further delay is tried; None for no limit.
    workers
        Processor cores to use; None for all of them.

    Returns
    -------
    RoadblockReport
        Each delay in it was planned on trial, or needs no change of the plan, or costs nothing as
        a longer one costs nothing.
    """
    sources = sources_of(trials.plan, trials.calendars)
    if not sources:
        return RoadblockReport()
    pool = executor(SolveOptions(workers=workers).cores)
    try:
        return _ranked(DelayTrials(trials, params, seconds, pool), sources)
    finally:
        pool.shutdown(cancel_futures=True)


def _ranked(tried: DelayTrials, sources: Sequence[DelaySource]) -> RoadblockReport:
    costs = delay_costs(tried, sources)
    ranked = sorted(sources, key=lambda one: _rank(one, costs[one.key]))
    found = []
    for place, source in enumerate(ranked):
        searched = place < tried.params.free_searches
        found.append(_roadblock(tried, source, costs[source.key], searched=searched))
    notes = tuple(_notes(tried, found))
    return RoadblockReport(
        roadblocks=tuple(found), noise_hours=tried.noise_hours, tried=tried.count, notes=notes
    )


def sources_of(plan: Plan, calendars: Calendars) -> list[DelaySource]:
    """Return everything in a plan that can come later, what has least time to spare first."""
    found = [
        *awaited_sources(plan, calendars.team),
        *decision_sources(plan, calendars),
        *blocked_sources(plan, calendars.team),
        *person_sources(plan, calendars),
    ]
    return sorted(found, key=lambda one: (one.spare_days, one.needed))


def _rank(source: DelaySource, costs: Sequence[DelayOutcome | None]) -> tuple[object, ...]:
    """Order by what a week costs, then two weeks, then a day; what costs nothing by its date."""
    day, week, two_weeks = costs
    return (*weight(week), *weight(two_weeks), *weight(day), source.needed)


def _roadblock(
    tried: DelayTrials,
    source: DelaySource,
    costs: Sequence[DelayOutcome | None],
    *,
    searched: bool,
) -> Roadblock:
    day, week, two_weeks = costs
    free = free_delay(tried, source, costs, searched=searched)
    return Roadblock(
        kind=source.kind,
        text=source.text,
        owner=source.owner,
        since=source.since,
        promised=source.promised,
        expected=source.expected,
        items=tuple(entry.id for entry in source.entries),
        needed=source.needed,
        day=day,
        week=week,
        two_weeks=two_weeks,
        free_until=None if free is None or not free.days else source.day_after(free.days),
        free_longer=free is not None and free.longer,
        at_most=_is_bound(tried),
    )


def _is_bound(tried: DelayTrials) -> bool:
    """Whether the plan is not proved to be the best, or searches without any delay differ."""
    proved = all(tier.proved for tier in tried.trials.plan.solver.tiers)
    return not proved or tried.noise_hours > 0


def _notes(tried: DelayTrials, found: Sequence[Roadblock]) -> Iterable[str]:
    untried = sum(None in one.delays for one in found)
    if untried:
        yield (
            f"The time was over before all delays of {untried} of {len(found)} were tried: "
            "give it more with --time-limit"
        )
    undated = [one for one in found if one.kind != "person" and one.expected is None]
    if undated:
        yield (
            f"Nobody has said when {len(undated)} of these come: the plan goes on as if they were "
            "there now, and a delay counts from now"
        )
