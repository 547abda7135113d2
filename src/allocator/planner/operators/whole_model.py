"""One CP-SAT model of the whole problem, with the best plan as a complete hint."""

from __future__ import annotations

from typing import ClassVar

from allocator.cpmodel.build import BuiltModel, build
from allocator.cpmodel.hints import set_hints
from allocator.cpmodel.whole_grains import keep_to_grain
from allocator.planner.cpsat import Run, strategies_of
from allocator.planner.incumbent import Gain
from allocator.planner.operators.all_plans import of_all_plans
from allocator.planner.operators.protocol import Operator, SearchContext, Target, TimeSlice
from allocator.planner.operators.stall_watch import StallWatch
from allocator.planner.params import WholeModelParams
from allocator.problem.durations import are_certain
from allocator.problem.latest_windows import latest_windows
from allocator.problem.model import Problem, Solution


class WholeModel(Operator):
    """Proves the plans of teams; in large organisations it finds next to nothing."""

    name: ClassVar[str] = "whole model"
    engine: ClassVar[str] = "CP-SAT"
    family: ClassVar[str] = "CP-SAT"
    exclusive: ClassVar[bool] = True

    def __init__(self, context: SearchContext) -> None:
        self._context = context
        self._params = context.params.whole_model
        self.time_fraction = time_fraction(context.problem, self._params)
        self.looks_first = self.time_fraction > 0 and is_quick_to_load(
            context.problem, self._params
        )

    def can_run(self, time_slice: TimeSlice) -> bool:
        """Return whether the model can come to something in the time."""
        if self.time_fraction <= 0:
            return False
        return is_worth_its_start(self._context.problem, time_slice.seconds, self._params)

    def run(self, time_slice: TimeSlice) -> Gain | None:
        """Minimise a tier in all the seconds of a time slice."""
        context, target = self._context, time_slice.target
        model = self._model_of(target)
        valid = of_all_plans(context, target.tier)
        gains: list[Gain] = []

        def offer(solution: Solution) -> None:
            if (gain := context.incumbent.offer(solution, self.engine)) is not None:
                gains.append(gain)

        def raise_bound(bound: int) -> None:
            context.incumbent.raise_bound(target.tier, valid(bound), self.engine)

        watch = self._stall_watch(time_slice)
        run = Run(
            clock=context.clock,
            cores=context.cores,
            seed=context.seed,
            params=context.params.cpsat,
            on_solution=offer,
            on_bound=raise_bound,
            enough=lambda: context.incumbent.proved(target.tier) or watch.has_stalled,
            strategies=strategies_of(target.tier, context.worker),
        )
        outcome = run.minimize(model.variables, model.objective(target.tier), time_slice.seconds)
        if outcome.solution is not None:
            offer(outcome.solution)
        if outcome.bound is not None and outcome.status != "infeasible":
            raise_bound(outcome.bound)
        return Gain(gains[0].old, gains[-1].new) if gains else None

    def _stall_watch(self, time_slice: TimeSlice) -> StallWatch:
        """Return what ends a run without progress.

        Where durations are certain a proof can come at once after a long while, and where nothing
        else would follow there is nothing to make room for.
        """
        context, tier = self._context, time_slice.target.tier
        may_stall = self.time_fraction < 1 and not are_certain(context.problem)
        fraction = self._params.stall_fraction if may_stall else 1.0
        return StallWatch(
            lambda: context.incumbent.gap(tier),
            context.clock.now,
            seconds=fraction * time_slice.seconds,
            enough=context.params.operators.closed_gap_fraction,
        )

    def _model_of(self, target: Target) -> BuiltModel:
        """Return the model of plans that are no worse than the best one, which is the hint.

        The windows of all activities end where such plans do, so that it is built for each turn.
        """
        context, incumbent = self._context, self._context.incumbent
        reached = incumbent.value(target.tier)
        assert reached is not None
        most = {**dict(target.kept), target.tier: reached}
        windows = latest_windows(
            incumbent.evaluator, context.windows, most, deadlines=not context.relax
        )
        assert windows is not None, "the best plan is within its own values"
        built = build(context.problem, relax=context.relax, windows=windows)
        keep_to_grain(built.variables)
        model = built.variables.model
        for name, value in most.items():
            model.add(built.tiers[name] <= value)
        if target.tier in incumbent.bounds:
            model.add(built.tiers[target.tier] >= incumbent.bounds[target.tier])
        set_hints(built.variables, context.best.solution)
        return built


def is_tiny(problem: Problem, params: WholeModelParams) -> bool:
    """Return whether the whole model is all that a problem needs."""
    return len(problem.activities) <= params.tiny_activities


def is_quick_to_load(problem: Problem, params: WholeModelParams) -> bool:
    """Return whether CP-SAT has gone through a problem's whole model in a moment."""
    return len(problem.activities) <= params.medium_activities and are_certain(problem)


def time_fraction(problem: Problem, params: WholeModelParams) -> float:
    """Return the fraction of a tier's time that the whole model gets, by the problem's size."""
    count, pairs = len(problem.activities), problem.possible_pairs
    if count <= params.tiny_activities:
        return 1.0
    small = count <= params.small_activities
    if pairs == 0:
        if small:
            return params.small_resource_time_fraction
        return params.resource_time_fraction if count <= params.resource_activities else 0.0
    if count <= params.medium_activities and pairs <= params.medium_pairs:
        return params.small_time_fraction if small else params.medium_time_fraction
    return 0.0


def is_worth_its_start(problem: Problem, seconds: float, params: WholeModelParams) -> bool:
    """Return whether the whole model can come to something in so many seconds."""
    count, least = len(problem.activities), params.min_seconds_per_activity
    if count > params.small_activities and problem.possible_pairs and not are_certain(problem):
        least = params.min_uncertain_seconds_per_activity
    return is_tiny(problem, params) or seconds >= least * count
