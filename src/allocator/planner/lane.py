"""One lane of the search: climbs and breeds on the kernel and asks a worker process, in turn.

What has paid off lately, in better plans per second, is done more often.
"""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from allocator.heuristics.construct import scored
from allocator.heuristics.kernel import jit, warm
from allocator.heuristics.kernel.decoder import Decoder
from allocator.heuristics.kernel.population import Population
from allocator.heuristics.kernel.sampler import Sampler
from allocator.heuristics.kernel.search import Search
from allocator.heuristics.priorities import FloatArray, ranks
from allocator.jobs.process import Process, WorkerGoneError
from allocator.planner.incumbent import Incumbent
from allocator.planner.lns.builder import build_subproblem
from allocator.planner.lns.neighbourhoods import Neighbourhoods
from allocator.planner.lns.schedule import Schedule
from allocator.planner.lns.subsolve import SubproblemTask, solve_subproblem
from allocator.problem.evaluate import Evaluation
from allocator.problem.model import Problem, Solution

KINDS = ("climb", "breed", "order", "ask")
"""What a lane can do: search around one schedule, breed from many, build by disturbed orders, ask
about a part."""
SLICE = 0.25
"""Seconds on the kernel at a time."""
AT_FIRST = 0.4
"""Seconds of climbing before a worker process is asked, which takes as long to start."""
LEAST_ASKED = 3.0
"""Seconds that must be left for a worker process to be worth its start."""
SHARES = {"climb": 0.15, "breed": 0.05, "order": 0.3, "ask": 0.15}
"""Share of the time that goes to each of them, whatever it has gained, where people are scarce:
there good plans are begun by orders, and nothing is bred."""
OF_RESOURCES = {"climb": 0.05, "breed": 0.1, "order": 0.7, "ask": 0.05}
"""The same where only resources are scarce: there most is found by moving few activities."""
ELSEWHERE = 0.1
"""How far places in the best order are moved, on the average and as a share of all, for another
beginning where only resources are scarce."""
MEMORY = 0.97
"""What is left of a gain after each turn."""
MOST_BRED = 2_000
"""Activities beyond which a population takes too long to pay."""
ROOM = 0.15
"""Slots of room around a part, as a share of its length."""
SUB_SECONDS = 1.5
"""Seconds after which a worker gives a part up."""


def can_climb() -> bool:
    """Return whether the kernel is compiled, or never will be."""
    if jit.enabled() or not warm.possible():
        return True
    return warm.ready() and jit.enable()


@dataclass
class Task:
    """What a lane is at.

    Attributes
    ----------
    tier
        The tier to improve.
    before
        The tiers before it.
    focus
        Index of the tier in a score.
    over
        Whether to stop.
    end
        When it will be, on the monotonic clock.
    steps
        Steps of climbing to take instead, in a reproducible search.
    """

    tier: str
    before: tuple[str, ...]
    focus: int
    over: Callable[[], bool]
    end: float
    steps: int | None = None


@dataclass
class Lane:
    """A lane; lives as long as the search.

    Attributes
    ----------
    climbs, asks
        Whether the kernel and the worker are used.
    """

    problem: Problem
    incumbent: Incumbent
    seed: int
    like: Decoder
    order: FloatArray | None = None
    asks: bool = True
    _search: Search | None = None
    _population: Population | None = None
    _sampler: Sampler | None = None
    _follows: bool = False
    _process: Process | None = None
    _gain: dict[str, float] = field(default_factory=lambda: dict.fromkeys(KINDS, 0.0))
    _spent: dict[str, float] = field(default_factory=lambda: dict.fromkeys(KINDS, 0.0))
    _closed: bool = False
    _can_ask: bool = True

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)
        self._neighbourhoods = Neighbourhoods(self.problem, self.seed)
        self._schedule: Schedule | None = None

    def run(self, task: Task) -> None:
        """Work on a task until it is over."""
        if task.steps is not None:
            self._climb(task)
            return
        while not task.over():
            began = time.monotonic()
            kind = self._choose(task)
            before = self._value(task)
            if kind == "wait":
                time.sleep(0.05)
            elif kind == "climb":
                self._climb(task)
            elif kind == "breed":
                self._breed(task)
            elif kind == "order":
                self._build(task)
            else:
                try:
                    self._ask(task)
                except (WorkerGoneError, OSError):  # no memory, or ended by somebody
                    self._can_ask = False
                if self._closed:
                    return
            if kind in KINDS:
                self._learn(kind, before, self._value(task), time.monotonic() - began)

    def _value(self, task: Task) -> tuple[int, ...]:
        best = self.incumbent.best
        return () if best is None else best.score[: task.focus + 1]

    def _learn(
        self, kind: str, before: tuple[int, ...], after: tuple[int, ...], seconds: float
    ) -> None:
        """Note what a turn has taken, and by what part of its value the tier got better."""
        for name in KINDS:
            self._gain[name] *= MEMORY
            self._spent[name] *= MEMORY
        self._spent[kind] += seconds
        if after < before:
            self._gain[kind] += max(1, before[-1] - after[-1]) / max(1, before[-1])

    def _choose(self, task: Task) -> str:
        """Return what is furthest behind its share of the time."""
        kinds = [kind for kind in KINDS if self._can(kind, task)]
        if not kinds:
            return "wait"
        rates = {k: (self._gain[k] + 1e-9) / (self._spent[k] + SLICE) for k in kinds}
        least = self._least
        rest = (1.0 - sum(least[k] for k in kinds)) / sum(rates.values())
        return min(kinds, key=lambda k: self._spent[k] / (least[k] + rest * rates[k]))

    def _may_ask(self, task: Task) -> bool:
        """Whether there is time for a worker, which takes a second to start."""
        if not can_climb() or self._process is not None:
            return True
        return self._spent["climb"] > AT_FIRST and task.end - time.monotonic() > LEAST_ASKED

    def _can(self, kind: str, task: Task) -> bool:
        if kind == "ask":
            return self.asks and self._can_ask and self._may_ask(task)
        if kind != "climb" and task.tier == "stability":  # they go far from where they come from
            return False
        return can_climb() and (kind != "breed" or self._few)

    @property
    def _least(self) -> dict[str, float]:
        return SHARES if self.problem.possible_pairs > 0 else OF_RESOURCES

    @property
    def _few(self) -> bool:
        return len(self.problem.activities) <= MOST_BRED

    def _climb(self, task: Task) -> None:
        assert self.incumbent.best is not None
        if self._search is None:
            self._search = Search(self.problem, self.seed, self.like)
            if not self._search.start(self.incumbent.best.solution):
                self._search = None
                return
        elif (
            self._search.stalled
            and self.incumbent.best.score < self._search.score
            and not self._search.start(self.incumbent.best.solution)
        ):
            return
        seconds = (
            None if task.steps is not None else min(SLICE, max(0.01, task.end - time.monotonic()))
        )
        found = self._search.run(task.focus, seconds=seconds, steps=task.steps)
        if found and self._search.score < self.incumbent.best.score:
            self.incumbent.offer(self._search.solution(), "search")

    def _breed(self, task: Task) -> None:
        best = self.incumbent.best
        assert best is not None
        if self._population is None:
            self._population = Population(self.problem, self.seed, self.like)
            if not self._population.start(best.solution):
                return
        elif self._population.stalled and best.score < self._population.score:
            self._population.start(best.solution)
        seconds = min(SLICE, max(0.01, task.end - time.monotonic()))
        found = self._population.run(task.focus, seconds=seconds)
        if found and self._population.score < best.score:
            self.incumbent.offer(self._population.solution(), "population")

    def _build(self, task: Task) -> None:
        """Build schedules with everything open, around the best that was built so.

        That has its own best at first, from the order that it is given; where it comes to nothing
        more, it goes on from the best plan of all, and then from the order again.
        """
        best = self.incumbent.best
        assert best is not None
        if self._sampler is None:
            self._sampler = Sampler(self.problem, self.seed, self.like)
            order = self.order if self.problem.possible_pairs else None
            if not self._sampler.start(best.solution, order):
                return
        elif self._sampler.stalled:
            order = self._another(best.solution)
            self._follows = not self._follows or order is None
            self._sampler.start(best.solution, None if self._follows else order)
        elif self._follows and best.score < self._sampler.score:
            self._sampler.start(best.solution)
        seconds = min(SLICE, max(0.01, task.end - time.monotonic()))
        found = self._sampler.run(task.focus, seconds=seconds)
        if found and self._sampler.score < best.score:
            self.incumbent.offer(self._sampler.solution(), "orders")

    def _another(self, solution: Solution) -> FloatArray | None:
        """Return an order to begin at: the given one, or without people one around a solution's."""
        if self.problem.possible_pairs:
            return self.order
        starts = [-1 if start is None else start for start in solution.starts]
        order: FloatArray = ranks(np.array(starts, dtype=np.float64))
        noise = [self._random.gauss(0.0, ELSEWHERE) for _ in starts]
        return np.clip(order + noise, 0.0, 1.0)

    def _ask(self, task: Task) -> None:
        best = self.incumbent.best
        assert best is not None
        if self._schedule is None or self._schedule.solution is not best.solution:
            self._schedule = Schedule(self.problem, best.solution)
        kind, free, after = self._neighbourhoods.draw(self._schedule, task.tier)
        length = max(self._schedule.ends[a] for a in free) - min(
            self._schedule.starts[a] for a in free
        )
        subproblem = build_subproblem(
            self._schedule, free, margin=max(8, int(ROOM * length)), shiftable=after
        )
        if (
            subproblem is None
            or Evaluation(subproblem.problem, subproblem.solution).tier(task.tier) == 0
        ):
            self._neighbourhoods.learn(kind, proved=True, better=False)
            return
        if self._process is None:
            self._process = Process()
        job = SubproblemTask(
            subproblem.problem,
            subproblem.solution,
            task.tier,
            task.before,
            seconds=max(0.1, min(SUB_SECONDS, task.end - time.monotonic())),
            seed=self._random.randrange(1 << 30),
            allowance=self._room(self._schedule.evaluation, task),
        )
        found = self._process.call(solve_subproblem, job)
        better = found.solution is not None
        self._neighbourhoods.learn(kind, proved=found.proved, better=better)
        if found.solution is not None:
            merged = subproblem.merge(best.solution, found.solution, self.problem)
            self.incumbent.offer(self._shifted(merged), "LNS")

    def _room(self, whole: Evaluation, task: Task) -> dict[str, int]:
        """Return by how much the tiers before may get worse until they miss their goals."""
        goals = {name: self.problem.tier(name).goal for name in task.before}
        return {
            name: max(0, goal - whole.tier(name))
            for name, goal in goals.items()
            if goal is not None
        }

    def _shifted(self, solution: Solution) -> Solution:
        """Return a solution moved left, if that makes it no worse."""
        decoder = Decoder(self.problem, self.like)
        if decoder.decode(decoder.take(solution)):
            moved = decoder.solution()
            if decoder.score() <= scored(self.problem, solution).score:
                return moved
        return solution

    def close(self) -> None:
        """End the worker process, from any thread."""
        self._closed = True
        if self._process is not None:
            self._process.close()


def run_lanes(lanes: Sequence[Lane], task: Task, wait: Callable[[threading.Event], None]) -> None:
    """Run lanes side by side until the task is over; errors of a lane are raised here."""
    errors: list[BaseException] = []
    done = threading.Event()
    left = [len(lanes)]
    lock = threading.Lock()

    def work(lane: Lane) -> None:
        try:
            lane.run(task)
        except BaseException as error:
            errors.append(error)
        finally:
            with lock:
                left[0] -= 1
                if left[0] == 0:
                    done.set()

    threads = [threading.Thread(target=work, args=(lane,), daemon=True) for lane in lanes]
    for thread in threads:
        thread.start()
    wait(done)
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
