"""Improves tiers on the workers of a cluster, and on the cores of this machine that are left."""

from __future__ import annotations

import pickle
import threading
import time
from collections.abc import Callable, Sequence
from typing import Self

from allocator.domain import Scenario
from allocator.heuristics.candidate import scored
from allocator.planner.cluster.acceptance import is_plan
from allocator.planner.cluster.messages import ClusterNews, SearchPackage, TierTask
from allocator.planner.cluster.search_cluster import SearchCluster
from allocator.planner.cluster.worker_lane import WorkerLane
from allocator.planner.operators.protocol import SearchContext
from allocator.planner.portfolio import Portfolio
from allocator.problem.model import Solution

_MAX_SEED = 2**31 - 1

_JOIN_SECONDS = 3.0
"""How long the last answers of all workers are waited for."""


class ClusterImprover:
    """Has each worker search with a seed of its own; best plan and bounds go round among them.

    Where a worker is lost the others go on; without any, this machine goes on alone. Workers that
    come later join in.

    Parameters
    ----------
    context, scenario
        What is searched.
    cluster
        The workers.
    portfolio
        Of this machine, for the cores that no worker has.
    cores
        Of this machine, all that may be used.
    """

    def __init__(
        self,
        context: SearchContext,
        scenario: Scenario,
        cluster: SearchCluster,
        portfolio: Portfolio,
        cores: int,
    ) -> None:
        self._context, self._scenario, self._cluster = context, scenario, cluster
        self._incumbent, self._portfolio = context.incumbent, portfolio
        self._cores = cores
        self._lanes: dict[str, WorkerLane] = {}
        self._turns: dict[str, threading.Thread] = {}
        self._lock = threading.Lock()
        self._errors: list[BaseException] = []
        self._packed: bytes | None = None
        self._opened = 0
        self._engines: list[str] = []

    @property
    def engines(self) -> str:
        """The families of the operators that were at work, here or elsewhere."""
        names = [self._portfolio.engines, *self._engines]
        return " + ".join(dict.fromkeys(name for each in names for name in each.split(" + ")))

    def improve(self, tier: str, kept: Sequence[tuple[str, int]], seconds: float) -> None:
        """Minimise one tier, all tiers before it kept at their values, for so many seconds."""
        end, clock = time.monotonic() + seconds, self._context.clock

        def is_over() -> bool:
            return self._incumbent.proved(tier) or clock.over or time.monotonic() >= end

        def begin() -> None:
            self._begin(
                TierTask(tier=tier, kept=tuple(kept), seconds=end - time.monotonic()), is_over
            )

        def improve_here() -> None:
            if not self._lanes:
                self._cluster.tell_alone()
            if not is_over():
                self._portfolio.improve(tier, kept, end - time.monotonic())

        begin()
        done = threading.Event()
        looks = threading.Thread(target=self._look, args=(begin, done), daemon=True)
        looks.start()
        is_at_work = not self._lanes or self._cluster.has_cores_left(self._cores)
        if is_at_work:
            improve_here()
        self._wait(is_over)
        if not is_at_work and not self._lanes:
            improve_here()
        done.set()
        looks.join(_JOIN_SECONDS)
        self._end_turns()

    def _look(self, begin: Callable[[], None], done: threading.Event) -> None:
        """Let in the workers that join, until all is done."""
        while not done.wait(self._context.params.cluster.look_seconds):
            try:
                begin()
            except BaseException as error:
                self._errors.append(error)
                return

    def _end_turns(self) -> None:
        """Wait for the last answers; what comes later is not taken any more."""
        end = time.monotonic() + _JOIN_SECONDS
        for turn in tuple(self._turns.values()):  # a worker may still join
            turn.join(max(0.0, end - time.monotonic()))
        with self._lock:
            self._turns = {}
        if self._errors:
            raise self._errors[0]

    def _begin(self, task: TierTask, is_over: Callable[[], bool]) -> None:
        """Give a turn to each worker that has had none at this tier."""
        for lane in self._all_lanes():
            if lane.address not in self._turns and not is_over():
                turn = threading.Thread(target=self._run, args=(lane, task, is_over), daemon=True)
                self._turns[lane.address] = turn
                turn.start()

    def _all_lanes(self) -> list[WorkerLane]:
        """Return a lane for each worker that is there, opened where it is new."""
        for address, threads in self._cluster.workers().items():
            if address not in self._lanes:
                lane = self._cluster.lane(address, threads, self._incumbent)
                self._lanes[address] = lane
                seed = (self._context.seed + self._opened) % _MAX_SEED
                lane.open(self._package(), seed, self._opened)
                self._opened += 1
                self._drop_if_lost(lane)
        return list(self._lanes.values())

    def _package(self) -> bytes:
        if self._packed is None:
            context = self._context
            package = SearchPackage(
                problem=context.problem,
                windows=context.windows,
                solution=context.best.solution,
                order=context.order,
                relax=context.relax,
                params=context.params,
            )
            self._packed = pickle.dumps(package, pickle.HIGHEST_PROTOCOL)
        return self._packed

    def _run(self, lane: WorkerLane, task: TierTask, is_over: Callable[[], bool]) -> None:
        """Have a worker improve a tier; drop it where that fails."""
        seconds = self._context.params.cluster.exchange_seconds
        try:
            lane.run(task, is_over, lambda news: self._take(lane, news), seconds)
            self._drop_if_lost(lane)
        except BaseException as error:
            self._errors.append(error)
        if lane.engines:
            self._engines.append(lane.engines)

    def _take(self, lane: WorkerLane, news: ClusterNews) -> bool:
        """Take what a worker has found, if it is right; return whether it is."""
        self._cluster.participants.add(lane.address)
        if news.solution is not None and not self._offer(news.solution, news.engine):
            return False
        for tier, (bound, source) in news.bounds.items():
            self._incumbent.raise_bound(tier, bound, source)
        return True

    def _offer(self, solution: Solution, engine: str) -> bool:
        """Take a solution if it is better than the best; return whether it is one at all."""
        with self._lock:  # the checker is not made for several threads
            if threading.current_thread() not in self._turns.values():
                return True
            try:
                score = scored(self._incumbent.evaluator, solution).score
            except (LookupError, TypeError, ValueError, AttributeError):
                return False
            if score >= self._context.best.score:
                return True
            if not is_plan(self._context.problem, self._scenario, solution):
                return False
            self._incumbent.offer(solution, engine)
        return True

    def _drop_if_lost(self, lane: WorkerLane) -> None:
        if lane.trouble is not None and self._lanes.pop(lane.address, None) is not None:
            self._cluster.give_up(lane)

    def _wait(self, is_over: Callable[[], bool]) -> None:
        """Wait until a tier is over or no worker is at it."""
        done = threading.Event()

        def tick() -> None:
            turns = list(self._turns.values())
            if is_over() or not any(turn.is_alive() for turn in turns):
                done.set()

        self._context.clock.wait(done, tick)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        for lane in self._lanes.values():
            lane.close()
