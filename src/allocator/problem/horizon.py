"""The length of the axis that loses no optimum, and bounds that hold beyond a shorter one."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping

import numpy as np

from allocator.problem.activity import Activity
from allocator.problem.evaluation import Evaluator
from allocator.problem.mandatory import mandatory
from allocator.problem.model import Problem
from allocator.problem.objective import TierKind
from allocator.problem.quick_bounds import QuickBounds
from allocator.problem.time_windows import TimeWindows
from allocator.problem.timeline import NEVER, IntArray, Table

MAX_TEAMS = 64
"""Choices of people for one item up to which each is looked at by itself."""


def safe_horizon(problem: Problem) -> int | None:
    """Return a number of slots in which some optimum ends, or None if none is known.

    In a semi-active plan, take activities by start. Each starts no later than it could when all
    before it are done, so the last finish is at most the last release (or the last slot of
    somebody who leaves) plus, for each activity, the longest that any waiting for its lags and
    its people and then any doing of it can take. Where a baseline is kept to, that is so from its
    last start on.
    """
    total = max((activity.release for activity in problem.activities), default=0)
    total = max(total, *(booking.end for booking in problem.booked), 0)
    total = max(total, *(fixed.reach for fixed in problem.fixed.values()), 0)
    if any(tier.kind is TierKind.STABILITY for tier in problem.tiers):
        total = max(total, *(start or 0 for start in problem.baseline.starts), 0)
    leaving = 0
    takers = {link.succ for link in problem.handovers.links}
    known: dict[tuple[object, ...], tuple[int, int] | None] = {}
    for activity in problem.activities:
        takes_over = activity.index in takers
        alike = (*activity.staffing, activity.hold, activity.common, takes_over)
        if alike not in known:
            mornings = problem.handovers.mornings if takes_over else None
            known[alike] = _longest(activity, problem.horizon, mornings)
        longest = known[alike]
        if longest is None:
            return None
        total += longest[0]
        leaving = max(leaving, longest[1])
    waits: dict[Table, int] = {}
    for arrow in problem.arrows:
        for _, least in arrow.targets:
            if least not in waits:
                waits[least] = _longest_lag(least)
        total += max(waits[least] for _, least in arrow.targets)
    return total + leaving


def _longest(
    activity: Activity, horizon: int, mornings: Mapping[int, Table] | None
) -> tuple[int, int] | None:
    """Return the most slots from being free to start to done, and the last finish of leavers.

    None where the teams are too many to look at and have no slot in which everybody works, or
    there are rules about who is put together.

    Parameters
    ----------
    mornings
        Of its people, where it may have to wait for one of them; else None.
    """
    spans = []
    ruled = activity.common is not None or mornings is not None
    if ruled and _teams(activity) > MAX_TEAMS:
        return None
    all_teams = _ruled(activity, horizon, mornings) if ruled else _finishes(activity, horizon)
    for finish in all_teams:
        span = _longest_span(finish)
        if span is not None:
            spans.append(span)
    if activity.staffing and not spans and _teams(activity) > MAX_TEAMS:
        return None
    return max((span[0] for span in spans), default=1), max((s[1] for s in spans), default=0)


def _teams(activity: Activity) -> int:
    needs = activity.staffing
    return sum(
        math.prod(math.comb(len(needs[n].people), needs[n].count) for n in team)
        for team in activity.teams
    )


def _finishes(activity: Activity, horizon: int) -> Iterator[IntArray]:
    """Yield finish tables that together bound those of every possible team."""
    hold = np.zeros(horizon, dtype=np.int64) if activity.hold is None else activity.hold.values
    if _teams(activity) <= MAX_TEAMS:
        for team in _all_teams(activity):
            yield np.max([hold, *team], axis=0)
        return
    latest = hold.copy()
    for table in {table for staffing in activity.staffing for table in staffing.finish}:
        np.maximum(latest, table.values, out=latest)
    yield latest


def _ruled(
    activity: Activity, horizon: int, mornings: Mapping[int, Table] | None
) -> Iterator[IntArray]:
    """Yield the finish tables of every team, without the starts that its rules leave out."""
    common, staffing = activity.common, activity.staffing
    hold = np.zeros(horizon, dtype=np.int64) if activity.hold is None else activity.hold.values
    for team in _teams_by_need(activity):
        people = [p for part in team for p in part]
        if len(set(people)) < len(people):
            continue
        allowed = np.ones(horizon, dtype=bool)
        for (n, m), (p, q), possible in () if common is None else common.pairs(staffing):
            if p in team[n] and q in team[m]:
                allowed &= possible
        if mornings is not None:
            allowed &= np.max([mornings[p].values for p in people], axis=0) > 0
        ends = [s.table[p].values for s, part in zip(staffing, team, strict=True) for p in part]
        yield np.where(allowed, np.max([hold, *ends], axis=0), NEVER)


def _teams_by_need(activity: Activity) -> Iterator[tuple[tuple[int, ...], ...]]:
    """Yield every choice of people, by need; nobody on a need in whose place another is filled."""
    for needs in activity.teams:
        yield from itertools.product(
            *(
                itertools.combinations(staffing.people, staffing.count) if n in needs else [()]
                for n, staffing in enumerate(activity.staffing)
            )
        )


def _all_teams(activity: Activity) -> Iterator[list[IntArray]]:
    """Yield the finish tables of every choice of people, those with somebody twice included."""
    for needs in activity.teams:
        filled = [activity.staffing[n] for n in needs]
        choices = [itertools.combinations(s.finish, s.count) for s in filled]
        for team in itertools.product(*choices):
            yield [table.values for part in team for table in part]


def _longest_span(finish: IntArray) -> tuple[int, int] | None:
    """Return the most slots from a slot to the finish of the next start, and the last finish."""
    starts = np.flatnonzero(finish < NEVER)
    if not len(starts):
        return None
    last = int(starts[-1])
    following = np.minimum.accumulate(finish[: last + 1][::-1])[::-1]
    near_the_end = last > len(finish) - 2 * int((finish[starts] - starts).max()) - 200
    return int((following - np.arange(last + 1)).max()), 0 if near_the_end else int(finish[last])


def _longest_lag(table: Table) -> int:
    least = table.values
    known = least < NEVER
    return max(0, int((least - np.arange(len(least)))[known].max(initial=0)))


def beyond_bound(evaluator: Evaluator, windows: TimeWindows, tier: str) -> int:
    """Return a lower bound on a tier over all plans in which something ends after the axis.

    A bound that the solver proves on the axis holds for all plans only up to this value.
    """
    problem = evaluator.problem
    terms = problem.tier(tier).terms
    if problem.tier(tier).kind is not TierKind.FINISHES or not problem.activities:
        return 0
    bounds = QuickBounds(evaluator, windows)
    chains = [bounds.term(term) for term in terms]
    end = int(problem.timeline.team_minutes(problem.timeline.ends[-1:])[0]) // problem.tick
    raised = [0] * len(problem.items)
    for term, chain in zip(terms, chains, strict=True):
        more = term.weight * max(0, end - term.due) - chain
        for node in term.finish.nodes:
            raised[node] = max(raised[node], more)
    _pass_back(problem, raised)
    return sum(chains) + min(raised[activity.node] for activity in problem.activities)


def _pass_back(problem: Problem, raised: list[int]) -> None:
    """Raise each item to the most of those that, if it is planned, finish no earlier than it."""
    kept = mandatory(problem)
    before: dict[int, list[int]] = {}
    for node, pred in problem.follows:
        before.setdefault(node, []).append(pred)
    for node in reversed(problem.order):
        if node in kept:
            for pred in before.get(node, ()):
                raised[pred] = max(raised[pred], raised[node])
