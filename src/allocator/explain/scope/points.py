"""Plans the points of a front, so that what is told of them is what planning gives."""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from concurrent.futures import Executor

from allocator.analysis.measures import tardiness
from allocator.domain import Plan, PlanItem
from allocator.domain.quantities import When
from allocator.domain.scope_front import ScopePoint
from allocator.errors import InterruptedBeforePlanError, NoPlanInTimeError
from allocator.explain.counterfactuals.change import Change, merged
from allocator.explain.scope.candidates import DropChoice
from allocator.explain.scope.chances import chance_of
from allocator.explain.scope.changes import left_out, with_deadlines
from allocator.explain.scope.later_dates import later_dates
from allocator.explain.scope.options import ScopeOptions
from allocator.explain.scope.planned_points import PlannedChange, planned_changes
from allocator.explain.scope.sets import Dropped
from allocator.explain.scope.targets import TargetEnd
from allocator.explain.scope.trial import DropTrials, ReachedDates
from allocator.forecasting.options import ForecastOptions
from allocator.planner.options import SolveOptions


class PointPlanner:
    """Plans sets of items that are left out.

    Parameters
    ----------
    tried
        What quick searches have reached without them.
    choice
        What may be left out.
    options
        How sure the dates have to be, and limits.
    end
        When the time is over, on the monotonic clock.
    workers
        Runs the planner's searches.
    """

    def __init__(
        self,
        tried: DropTrials,
        choice: DropChoice,
        options: ScopeOptions,
        end: float,
        workers: Executor,
    ) -> None:
        self._workers = workers
        self._tried, self._choice, self._options, self._end = tried, choice, options, end
        self._scenario = tried.plan.scenario

    def planned(self, front: Sequence[tuple[Dropped, float]]) -> tuple[ScopePoint, ...]:
        """Return points of a front, the most valuable first; each is a plan that keeps all rules.

        Parameters
        ----------
        front
            Sets of items with the hours past the dates, the most valuable first.

        Raises
        ------
        NoPlanInTimeError
            Of none a plan was found.
        InterruptedBeforePlanError
            Nor was there time for it, as the search was ended from outside.
        """
        most = self._options.params.most_points
        some = front[:most] if self._options.confidence else _nearest(front, most)
        reached = self._pressed([dropped for dropped, _ in some])
        changes = {one: self._change(one, found.ends) for one, found in reached.items()}
        starts = [found.items for found in reached.values()]
        plans = self._plan(list(changes.values()), starts)
        points = [
            self._point(one, change, found.plan)
            for (one, change), found in zip(changes.items(), plans, strict=False)
            if found.plan is not None
        ]
        if not points:
            if self._tried.stopped:
                raise InterruptedBeforePlanError("interrupted before anything was planned")
            raise NoPlanInTimeError("no plan was found in the time; allow more (--time-limit)")
        return _best_points(points)

    def is_impossible(self) -> bool:
        """Return whether it is proved that nothing that can be left out keeps the dates.

        Leaving out more never makes anything later: links to what is left out become links to
        what that came after.
        """
        if self._options.confidence is not None or self._tried.stopped:
            return False
        everything = self._choice.closed(each.id for each in self._choice.items)
        wanted = [target.by for target in self._tried.targets]
        change = self._changed(everything, wanted)
        found = self._plan([change], [self._tried.plan.items])
        return bool(found) and found[0].is_impossible

    def _pressed(self, sets: Sequence[Dropped]) -> dict[Dropped, ReachedDates]:
        """Let the planner look for earlier dates of sets that do not reach them."""
        found = {one: known for one in sets if (known := self._tried.known[one]) is not None}
        open_sets = [one for one, known in found.items() if known.past > 0]
        changes = [self._tried.pressing(one) for one in open_sets]
        plans = self._plan(changes, [found[one].items for one in open_sets])
        for one, planned in zip(open_sets, plans, strict=False):
            if planned.plan is not None:
                reached = self._tried.reached(planned.plan.scenario, planned.plan.items)
                if reached is not None and reached.past < found[one].past:
                    found[one] = reached
        return found

    def _plan(
        self, changes: Sequence[Change], starts: Sequence[Sequence[PlanItem]]
    ) -> list[PlannedChange]:
        """Plan changed scenarios; fewer than asked for where the search is ended from outside."""
        params, cores = self._options.params, SolveOptions(workers=self._options.workers).cores
        rounds = math.ceil(len(changes) / cores)
        # Each point is planned twice, first for its dates.
        left = (self._end - time.monotonic()) / (2 * rounds) if rounds else 0.0
        options = SolveOptions(
            time_limit=min(params.most_seconds, max(params.least_seconds, left)),
            seed=self._options.seed,
            reproducible=True,
            relax=bool(self._tried.plan.solver.relaxed),
            workers=1,
        )
        found: list[PlannedChange] = []
        for first in range(0, len(changes), cores):
            if self._tried.stopped:
                break
            some = slice(first, first + cores)
            found += planned_changes(
                self._scenario, changes[some], starts[some], options, self._workers
            )
        return found

    def _change(self, dropped: Dropped, ends: Sequence[TargetEnd]) -> Change:
        """Return the change of a point: the wanted dates, or where missed, those reached."""
        team = self._tried.team
        dates: list[When] = [
            target.by
            if self._options.confidence is None and not end.hours_past(team, target.by)
            else end.day
            for target, end in zip(self._tried.targets, ends, strict=True)
        ]
        return self._changed(dropped, dates)

    def _changed(self, dropped: Dropped, dates: Sequence[When]) -> Change:
        deadlines = with_deadlines(self._scenario, self._tried.targets, dates)
        return merged(left_out(self._scenario, self._choice, dropped), deadlines)

    def _point(self, dropped: Dropped, change: Change, plan: Plan) -> ScopePoint:
        team, targets = self._tried.team, self._tried.targets
        ends = [target.end(plan.scenario, team, plan.items) for target in targets]
        there = [end for end in ends if end is not None]
        past = [end.hours_past(team, each.by) for each, end in zip(targets, there, strict=True)]
        chance = self._chance(plan)
        confidence = self._options.confidence
        return ScopePoint(
            dropped=tuple(item.id for item in self._scenario.items if item.id in dropped),
            value_kept=self._choice.value - self._choice.value_of(dropped),
            days=tuple(end.day for end in there),
            hours_past=sum(past),
            keeps=not any(past) if confidence is None or chance is None else chance >= confidence,
            chance=chance,
            weighted_hours=float(tardiness.measure(plan.scenario, plan.items, team)),
            pays=later_dates(self._tried.plan, plan, (each.subject.id for each in targets), team),
            change=change,
            plan=plan,
        )

    def _chance(self, plan: Plan) -> float | None:
        if self._options.confidence is None:
            return None
        asked = ForecastOptions(futures=self._options.futures, seed=self._options.seed)
        return chance_of(plan, self._tried.targets, asked)


def _nearest(front: Sequence[tuple[Dropped, float]], most: int) -> list[tuple[Dropped, float]]:
    """Return the first point of a front, and the last ones, which are nearest to the dates."""
    if len(front) <= most:
        return list(front)
    return [front[0], *front[len(front) - most + 1 :]]


def _best_points(points: Sequence[ScopePoint]) -> tuple[ScopePoint, ...]:
    """Return the points of which no other keeps as much and comes nearer to the dates.

    Nearer is a greater chance, where that was asked for.
    """
    front: list[ScopePoint] = []
    for point in sorted(points, key=lambda one: (-one.value_kept, _distance(one))):
        if not front or _distance(point) < _distance(front[-1]):
            front.append(point)
    return tuple(front)


def _distance(point: ScopePoint) -> float:
    return point.hours_past if point.chance is None else -point.chance
