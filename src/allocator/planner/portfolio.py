"""All engines on one tier: search on the kernel, the whole model, and parts of it.

A stated share of a tier's time goes to each, by the size of the problem; what one leaves the next
takes up. Bounds without a search tree are worked out beside it.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from allocator.bounds.relax import tier_bounds
from allocator.heuristics.construct import Candidate, Constructor, Score, scored
from allocator.heuristics.kernel import jit, warm
from allocator.heuristics.kernel.decoder import Decoder
from allocator.jobs.process import Process, WorkerGoneError
from allocator.planner.clock import PLACED_PER_SECOND, Clock
from allocator.planner.compromise import Shadow, can_weigh, weighed
from allocator.planner.first_plan import Start
from allocator.planner.incumbent import Incumbent
from allocator.planner.lane import Lane, Task, can_climb, run_lanes
from allocator.planner.tiers import WholeModel
from allocator.problem.model import Problem
from allocator.problem.windows import Windows

TINY = 40
"""Activities up to which the whole model is all that is needed."""
SMALL = 100
"""Activities up to which the whole model gets nearly all the time."""
LEAST_WHOLE = 0.02
"""Seconds for each activity from which the whole model is worth its start: CP-SAT goes through its
presolve to the end, however long after the limit."""
BOUND_SHARE = 0.12
"""Share of the time limit that the bounds of each tier may take, beside the search."""
WARM_SHARE, WARM_SECONDS = 0.05, 1.5
"""Share of a tier's time that goes to the search at first, and the most seconds of it."""
SEARCH_NEAR = 0.6
"""Share of the time that goes to the search, before the whole model, where a baseline is kept to:
what is near a known plan is found by changing parts of it."""
NEAR, RATE = 0.3, 0.01
"""Share of a tier's time that goes to the search near a baseline, and what an hour of upheaval
weighs in it, in hours of the tier."""
MOST_PATIENCE = 10.0
"""Seconds that a thread may take to end."""


def whole_share(problem: Problem) -> float:
    """Return the share of a tier's time that the whole model gets.

    It proves teams, and finds next to nothing in organisations.
    """
    count, picks = len(problem.activities), problem.possible_pairs
    if count <= TINY:
        return 1.0
    if picks == 0:
        return 0.3 if count <= SMALL else 0.1 if count <= 1_000 else 0.0
    if count <= 200 and picks <= 20_000:
        return 0.95 if count <= SMALL else 0.75
    return 0.0


def worth_whole(problem: Problem, seconds: float) -> bool:
    """Return whether the whole model can come to something in so much time."""
    count = len(problem.activities)
    return count <= TINY or seconds >= LEAST_WHOLE * count


def _score(candidate: Candidate) -> Score:
    return candidate.score


@dataclass
class Portfolio:
    """The engines of one solve; see Engine."""

    start: Start
    windows: Windows
    incumbent: Incumbent
    clock: Clock
    cores: int
    seed: int
    relax: bool
    _whole: WholeModel | None = None
    _lanes: list[Lane] = field(default_factory=list)
    _stopped: threading.Event = field(default_factory=threading.Event)
    _near: list[Candidate] = field(default_factory=list)
    _helper: Process | None = None
    _threads: list[threading.Thread] = field(default_factory=list)
    _used: list[str] = field(default_factory=lambda: ["SGS"])

    @property
    def problem(self) -> Problem:
        """What is planned."""
        return self.start.problem

    @property
    def names(self) -> str:
        """The engines that were at work."""
        return " + ".join(self._used)

    def _use(self, *names: str) -> None:
        self._used += [name for name in names if name not in self._used]
        self.incumbent.engine = " + ".join(names)

    def __post_init__(self) -> None:
        self._share = whole_share(self.problem)
        if self.tiny or self.clock.reproducible:
            return
        self._start(self._bounds)
        if warm.possible() and not warm.ready() and len(self.problem.activities) > SMALL:
            self._start(self._warm_up)

    @property
    def tiny(self) -> bool:
        """Whether the whole model is all that is needed."""
        return len(self.problem.activities) <= TINY

    def _start(self, work: Callable[[], None]) -> None:
        self._threads.append(threading.Thread(target=work, daemon=True))
        self._threads[-1].start()

    def _bounds(self) -> None:
        seconds = BOUND_SHARE * self.clock.left

        def stop() -> bool:
            return self.clock.over or self._stopped.is_set()

        for tier in self.problem.tier_names:
            for bound, source in tier_bounds(
                self.problem, self.windows, tier, seconds=seconds, stop=stop
            ):
                self.incumbent.raise_bound(tier, bound, source)

    def _warm_up(self) -> None:
        try:
            self._helper = Process()
            if not self._stopped.is_set():
                self._helper.call(warm.warm_up)
        except (WorkerGoneError, RuntimeError, OSError):  # the search does without it
            pass
        finally:
            if self._helper is not None:
                self._helper.close()

    def improve(self, tier: str, kept: Sequence[tuple[str, int]], seconds: float) -> None:
        """Minimise one tier; see Engine."""
        if self.incumbent.best is None or self._share >= 1.0:
            self._solve_whole(tier, kept, seconds)
            return
        if self.clock.reproducible:
            self._search(tier, kept, steps=self._steps(seconds * (1 - self._share)))
            if self._share > 0:
                self._solve_whole(tier, kept, seconds * self._share)
            return
        end = time.monotonic() + min(seconds, self.clock.left)
        near = can_weigh(self.problem, tier) and can_climb()
        if near:
            self._search_near(tier, kept, end)
        if near or tier == "stability":
            left = end - time.monotonic()
            rest = (1 - SEARCH_NEAR) * left
            if self._share <= 0 or not worth_whole(self.problem, rest):
                rest = 0.0
            self._search(tier, kept, seconds=left - rest)
            if rest > 0 and not self._done(tier):
                self._solve_whole(tier, kept, end - time.monotonic())
        elif self._share > 0:
            if can_climb():
                first = min(WARM_SHARE * seconds, WARM_SECONDS)
                self._search(tier, kept, seconds=first, asks=False)
            share = self._share * (end - time.monotonic())
            if not self._done(tier) and worth_whole(self.problem, share):
                self._solve_whole(tier, kept, share)
        if not self._done(tier):
            self._search(tier, kept, seconds=end - time.monotonic())

    def _done(self, tier: str) -> bool:
        return self.incumbent.proved(tier) or self.clock.over

    def _steps(self, seconds: float) -> int:
        return max(1, int(seconds * PLACED_PER_SECOND / max(1, len(self.problem.activities))))

    def _solve_whole(self, tier: str, kept: Sequence[tuple[str, int]], seconds: float) -> None:
        self._use("CP-SAT")
        if self._whole is None:
            self._whole = WholeModel(
                self.problem,
                self.windows,
                self.incumbent,
                self.clock,
                self.cores,
                self.seed,
                self.relax,
            )
        self._whole.improve(tier, kept, seconds)

    def _search(
        self,
        tier: str,
        kept: Sequence[tuple[str, int]],
        *,
        seconds: float = 0.0,
        steps: int | None = None,
        asks: bool = True,
    ) -> None:
        """Search on the kernel and on parts for so long, or on the kernel for so many steps."""
        self._use(*(("search", "LNS") if asks and steps is None else ("search",)))
        before = tuple(name for name, _ in kept)
        focus = 0
        if tier != "deadlines":
            focus = 1 + self.problem.tier_names.index(tier)
        if not self._lanes:
            self._make_lanes(1 if steps is not None else self.cores)
        end = time.monotonic() + seconds

        def over() -> bool:
            if steps is not None:
                return self.clock.interrupted or self.incumbent.proved(tier)
            return self._done(tier) or time.monotonic() >= end

        task = Task(tier, before, focus, over, end, steps)
        for lane in self._lanes:
            lane.asks = asks and steps is None
        run_lanes(self._lanes, task, self._wait)

    def _search_near(self, tier: str, kept: Sequence[tuple[str, int]], end: float) -> None:
        """Search for what is good for a tier with little upheaval.

        Some lanes begin at the repaired baseline, the others at the best plan.
        """
        self._use("search")
        assert self.incumbent.best is not None
        before, own = tuple(name for name, _ in kept), self._lanes
        problem = weighed(self.problem, tier, RATE)
        like = Constructor(problem, self.seed)
        best = self.incumbent.best
        near = self._near or list(like.repaired()) or [best]
        starts = (
            min((scored(problem, candidate.solution) for candidate in near), key=_score),
            scored(problem, best.solution),
        )
        until = time.monotonic() + NEAR * (end - time.monotonic())
        self._lanes = []
        for k in range(self.cores):
            shadow = Shadow(problem, starts[k % 2], self.clock, self.incumbent)
            seed = self.seed * 1000 + k
            lane = Lane(problem, shadow, seed, like.decoder, self.start.order, asks=False)
            self._lanes.append(lane)
        task = Task("stability", before, len(problem.tier_names), self._until(tier, until), until)
        run_lanes(self._lanes, task, self._wait)
        self._near = [lane.incumbent.best for lane in self._lanes[::2] if lane.incumbent.best]
        self._lanes = own

    def _until(self, tier: str, end: float) -> Callable[[], bool]:
        return lambda: self._done(tier) or time.monotonic() >= end

    def _make_lanes(self, count: int) -> None:
        if warm.ready():
            jit.enable()
        like = self.start.decoder or Decoder(self.problem)
        self._lanes = [
            Lane(self.problem, self.incumbent, self.seed * 1000 + k, like, self.start.order)
            for k in range(count)
        ]

    def _wait(self, done: threading.Event) -> None:
        def stop() -> None:
            if self.clock.over:
                self.close()

        self.clock.wait(done, stop)

    def close(self) -> None:
        """End all threads and processes.

        A thread that comes back from a solver's library when the interpreter is already ending
        aborts the process, so they are waited for.
        """
        self._stopped.set()
        for lane in self._lanes:
            lane.close()
        if self._helper is not None:
            self._helper.close()
        for thread in self._threads:
            thread.join(MOST_PATIENCE)
