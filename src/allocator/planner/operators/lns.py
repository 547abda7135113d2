"""Large neighbourhood search: CP-SAT solves a subproblem in a worker process."""

from __future__ import annotations

import random
from typing import ClassVar

from allocator.heuristics.candidate import scored
from allocator.heuristics.kernel.decoder import Decoder
from allocator.jobs.process import Process, WorkerGoneError
from allocator.planner.incumbent import Gain
from allocator.planner.lns.builder import build_subproblem
from allocator.planner.lns.neighbourhoods import Neighbourhoods
from allocator.planner.lns.schedule import Schedule
from allocator.planner.lns.subproblem import Subproblem
from allocator.planner.lns.subsolve import SubproblemTask, solve_subproblem
from allocator.planner.operators.climb import Climb
from allocator.planner.operators.protocol import Operator, SearchContext, TimeSlice
from allocator.problem.evaluation import Evaluator
from allocator.problem.model import Solution


class Lns(Operator):
    """Frees the activities of one neighbourhood a turn, all others fixed or only shifted."""

    name: ClassVar[str] = "lns"
    engine: ClassVar[str] = "LNS"
    family: ClassVar[str] = "LNS"
    starts_process: ClassVar[bool] = True

    def __init__(self, context: SearchContext) -> None:
        self._context = context
        self._random = random.Random(context.seed)
        self._neighbourhoods = Neighbourhoods(context.problem, context.seed, context.params.lns)
        self._schedule: Schedule | None = None
        self._process: Process | None = None
        self._closed = self._failed = False

    def can_run(self, time_slice: TimeSlice) -> bool:
        """Return whether the worker process runs, or there is time to start it."""
        if self._closed or self._failed:
            return False
        if self._process is not None or not self._context.has_kernel:
            return True
        params = self._context.params.lns
        climbed = time_slice.spent.get(Climb.name, 0.0) > params.first_climb_seconds
        return climbed and time_slice.left > params.min_start_seconds

    def run(self, time_slice: TimeSlice) -> Gain | None:
        """Solve one subproblem; without a worker process it gives up for good."""
        try:
            return self._run(time_slice)
        except (WorkerGoneError, OSError):  # no memory, or ended by somebody
            self._failed = True
            return None

    def _run(self, time_slice: TimeSlice) -> Gain | None:
        context, best, tier = self._context, self._context.best, time_slice.target.tier
        schedule = self._schedule_of(best.solution)
        kind, free, shiftable = self._neighbourhoods.draw(schedule, tier)
        margin = self._margin(schedule, free)
        subproblem = build_subproblem(schedule, free, margin=margin, shiftable=shiftable)
        if subproblem is None or _is_zero(subproblem, tier):
            self._neighbourhoods.update(kind, proved=True, better=False)
            return None
        if self._process is None:
            self._process = Process()
        outcome = self._process.call(solve_subproblem, self._task(subproblem, time_slice))
        self._count(subproblem, outcome.work)
        better = outcome.solution is not None
        self._neighbourhoods.update(kind, proved=outcome.proved, better=better)
        if outcome.solution is None:
            return None
        merged = subproblem.merge(best.solution, outcome.solution, context.problem)
        return context.incumbent.offer(self._shifted(merged), self.engine)

    def _schedule_of(self, solution: Solution) -> Schedule:
        if self._schedule is None or self._schedule.solution is not solution:
            self._schedule = Schedule(self._context.incumbent.evaluator, solution)
        return self._schedule

    def _margin(self, schedule: Schedule, free: list[int]) -> int:
        """Return the slots that the subproblem gets before and after the free activities."""
        params = self._context.params.lns
        length = max(schedule.ends[a] for a in free) - min(schedule.starts[a] for a in free)
        return max(params.min_margin_slots, int(params.margin_fraction * length))

    def _task(self, subproblem: Subproblem, time_slice: TimeSlice) -> SubproblemTask:
        params, target = self._context.params.lns, time_slice.target
        rate = self._context.params.cpsat.deterministic_time_per_second
        return SubproblemTask(
            subproblem.problem,
            subproblem.solution,
            target.tier,
            target.before,
            seconds=time_slice.turn(least=params.min_seconds, most=params.max_seconds),
            seed=self._random.randrange(1 << 30),
            allowance=self._allowance(target.before),
            work_per_second=rate if self._context.clock.reproducible else None,
        )

    def _count(self, subproblem: Subproblem, work: float) -> None:
        """Have the clock count a subproblem: its model, and the solver's work."""
        params = self._context.params
        loading = params.lns.seconds_per_activity * len(subproblem.problem.activities)
        self._context.clock.count(loading + work / params.cpsat.deterministic_time_per_second)

    def _allowance(self, before: tuple[str, ...]) -> dict[str, int]:
        """Return by how much the tiers before may get worse until they miss their goals."""
        assert self._schedule is not None
        goals = {name: self._context.problem.tier(name).goal for name in before}
        value_of = self._schedule.evaluation.tier
        return {
            name: max(0, goal - value_of(name)) for name, goal in goals.items() if goal is not None
        }

    def _shifted(self, solution: Solution) -> Solution:
        """Return a solution moved left, if that makes it no worse."""
        decoder = Decoder(self._context.problem, self._context.decoder)
        if decoder.decode(decoder.lock_to(solution)):
            moved = decoder.solution()
            if decoder.score() <= scored(decoder.evaluator, solution).score:
                return moved
        return solution

    def close(self) -> None:
        """End the worker process, from any thread."""
        self._closed = True
        if self._process is not None:
            self._process.close()


def _is_zero(subproblem: Subproblem, tier: str) -> bool:
    """Return whether a tier of a subproblem cannot get better, being 0."""
    return Evaluator(subproblem.problem).evaluate(subproblem.solution).tier(tier) == 0
