"""Starts first, people second: in turn a model of starts alone, and people for what it finds."""

from __future__ import annotations

from typing import ClassVar

from allocator.cpmodel.starts_alone import TIER_KINDS
from allocator.heuristics.kernel.decoder import Decoder
from allocator.planner.incumbent import Gain
from allocator.planner.operators.protocol import Operator, SearchContext, Target, TimeSlice
from allocator.planner.operators.whole_model import is_tiny, time_fraction
from allocator.planner.solver_time import SolverTime
from allocator.planner.starts_first.master import Master
from allocator.planner.starts_first.people_for_starts import PeopleForStarts
from allocator.planner.starts_first.turn import StartsTurn
from allocator.problem.durations import are_certain


class StartsFirst(Operator):
    """Proves most where items take several people, or people are much alike."""

    name: ClassVar[str] = "starts first"
    engine: ClassVar[str] = "starts first"
    family: ClassVar[str] = "CP-SAT"
    exclusive: ClassVar[bool] = True

    def __init__(self, context: SearchContext) -> None:
        self._context = context
        self._params = context.params.starts_first
        self._is_exact = bool(context.problem.possible_pairs) and are_certain(context.problem)
        self.time_fraction = time_fraction(context.problem, context.params.whole_model)
        self._is_large = self.time_fraction <= 0
        if self._is_large:
            self.time_fraction = self._large_time_fraction()
        self._people = PeopleForStarts(
            context.problem,
            self._params.people_seconds,
            SolverTime(context.clock, context.params.cpsat),
            lambda: context.clock.over,
        )
        self._decoder: Decoder | None = None
        self._master: Master | None = None
        self._target: Target | None = None
        self._exhausted: Target | None = None
        self._patience = 1

    def can_run(self, time_slice: TimeSlice) -> bool:
        """Return whether the tier is about starts, and there is somebody to give to them."""
        problem, tier = self._context.problem, time_slice.target.tier
        if not self._is_exact:
            return False
        if self.time_fraction <= 0 or tier == "deadlines" or time_slice.target == self._exhausted:
            return False
        is_long_enough = is_tiny(problem, self._context.params.whole_model) or (
            time_slice.seconds >= self._params.min_seconds_per_activity * len(problem.activities)
        )
        if self._is_large and tier != "makespan":
            return False
        return is_long_enough and problem.tier(tier).kind in TIER_KINDS

    def _large_time_fraction(self) -> float:
        """Return what is worth it for a makespan; it proves nothing of many finishes then."""
        problem, params = self._context.problem, self._params
        is_worth_it = self._is_exact and "makespan" in problem.tier_names
        if not is_worth_it or len(problem.activities) > params.max_activities:
            return 0.0
        return params.large_time_fraction

    def run(self, time_slice: TimeSlice) -> Gain | None:
        """Look for starts, give them people, and learn from those that have none."""
        context, target = self._context, time_slice.target
        if self._decoder is None:
            self._decoder = Decoder(context.problem, context.decoder)
        master = self._master_of(target)
        turn = StartsTurn(
            context,
            time_slice,
            self.engine,
            master=master,
            people=self._people,
            decoder=self._decoder,
            patience=self._patience,
        )
        gain = turn.run()
        self._patience *= 2
        if turn.exhausted:
            self._exhausted = target
        return gain

    def _master_of(self, target: Target) -> Master:
        """Return the model of starts for a target; what it has learnt stays as long as that."""
        context = self._context
        if self._master is None or self._target != target:
            self._master = Master(
                context.problem,
                context.windows,
                target.tier,
                target.kept,
                most_crowds=self._params.most_crowds,
                relax=context.relax,
            )
            self._target = target
            self._patience = 1
        return self._master
