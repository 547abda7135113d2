"""The best plan so far with what is proved about it; shared by all operators of one solve."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import dataclass

from allocator.heuristics.candidate import Candidate, Score, scored
from allocator.planner.clock import Clock
from allocator.planner.progress import Phase, Progress, Throttle, TierProgress, gap
from allocator.planner.trace import Trace, TraceRow
from allocator.problem.budgets import PENALTY
from allocator.problem.evaluation import Evaluator
from allocator.problem.model import Solution


@dataclass(frozen=True)
class Gain:
    """By how much a solution was better than the best one when it was found.

    Attributes
    ----------
    old, new
        Scores of the best solution before and of the one found; ``old`` is None if there was none.
    """

    old: Score | None
    new: Score

    def fraction(self, focus: int) -> float:
        """Return by what fraction of its value a tier, or one before it, got better; else 0.

        Parameters
        ----------
        focus
            Index of the tier in a score.
        """
        if self.old is None or self.new[: focus + 1] >= self.old[: focus + 1]:
            return 0.0
        return max(1, self.old[focus] - self.new[focus]) / max(1, self.old[focus])


class Incumbent:
    """Holds the lexicographically best candidate and the bound of every tier.

    Attributes
    ----------
    evaluator
        Scores solutions of the problem.
    bounds
        Proved lower bound by tier, in the problem's integer units.
    sources
        Where the bound of each tier comes from.
    finders
        By tier: the engine that found its value.
    scores
        Seconds and score of the first plan and of every better one.
    last_finder
        The engine that found the best plan.
    """

    def __init__(
        self,
        evaluator: Evaluator,
        candidate: Candidate | None,
        clock: Clock,
        report: Throttle,
        trace: Trace | None = None,
        *,
        first_seconds: float | None = None,
    ) -> None:
        self._problem = evaluator.problem
        self.evaluator = evaluator
        self._clock = clock
        self._report = report
        self._lock = threading.Lock()
        self.best = candidate
        self.bounds: dict[str, int] = {}
        self.sources: dict[str, str] = {}
        self._trace = trace
        self.phase: Phase = "first_plan"
        self.tier: str | None = None
        self.engine = "SGS"
        now = None if candidate is None else clock.elapsed
        self.first_seconds = now if first_seconds is None else first_seconds
        self.best_seconds = now
        self.finders: dict[str, str] = {}
        self.scores: list[tuple[float, Score]] = []
        self.last_finder = "SGS"
        if candidate is not None:
            self.scores.append((self._clock.elapsed, candidate.score))
            self._found(self._problem.tier_names, "SGS")

    def offer(self, solution: Solution, engine: str = "CP-SAT") -> Gain | None:
        """Take a solution if it is better than the best, and return by how much; else None."""
        candidate = scored(self.evaluator, solution)
        with self._lock:
            gain = self._take(candidate, engine)
        self.report()
        return gain

    def _take(self, candidate: Candidate, engine: str) -> Gain | None:
        old = None if self.best is None else self.best.score
        if old is not None and candidate.score >= old:
            return None
        self.best, self.last_finder = candidate, engine
        self.best_seconds = self._clock.elapsed
        self.scores.append((self.best_seconds, candidate.score))
        if self.first_seconds is None:
            self.first_seconds = self.best_seconds
        new = candidate.score
        tiers = enumerate(self._problem.tier_names, start=1)
        self._found([name for k, name in tiers if old is None or old[k] != new[k]], engine)
        return Gain(old, new)

    def settle(self, solution: Solution, engine: str = "SGS") -> None:
        """Take a solution that is no worse than the best; of equals it is the one to show."""
        self.offer(solution, engine)
        candidate = scored(self.evaluator, solution)
        with self._lock:
            if self.best is not None and candidate.score == self.best.score:
                self.best = candidate

    def raise_bound(self, tier: str, bound: int, source: str) -> None:
        """Take a bound of a tier if it is better."""
        with self._lock:
            if bound > self.bounds.get(tier, -1):
                self.bounds[tier], self.sources[tier] = bound, source
                if tier != "deadlines":
                    self._note(tier, source)
        self.report()

    def _found(self, tiers: Iterable[str], engine: str) -> None:
        for tier in tiers:
            self.finders[tier] = engine
            self._note(tier, engine)

    def _note(self, tier: str, engine: str) -> None:
        """Write a row of the trace."""
        if self._trace is None:
            return
        unit, name = self._problem.tier(tier).unit, self._problem.tier(tier).unit_name
        value, bound = self.reached(tier), self.bounds.get(tier)
        self._trace.add(
            TraceRow(
                seconds=self._clock.elapsed,
                engine=engine,
                tier=tier,
                unit=name,
                value=None if value is None else float(value * unit),
                bound=None if bound is None else float(bound * unit),
            )
        )

    def reached(self, tier: str) -> int | None:
        """Return the best candidate's value of a tier, whatever its goal."""
        if self.best is None or self._problem.tier(tier).goal is None:
            return self.value(tier)
        return self.evaluator.evaluate(self.best.solution).tier(tier)

    def value(self, tier: str) -> int | None:
        """Return what the best candidate's value of a tier counts as: no less than its goal."""
        if self.best is None:
            return None
        if tier == "deadlines":
            return self.best.score[0]
        return self.best.score[1 + self._problem.tier_names.index(tier)]

    def gap(self, tier: str) -> int:
        """Return by how much the best candidate's value of a tier exceeds its bound."""
        return (self.value(tier) or 0) - self.bounds.get(tier, 0)

    def proved(self, tier: str) -> bool:
        """Return whether the bound of a tier has reached its value, or its value the goal."""
        value, bound = self.value(tier), self.bounds.get(tier, -1)
        goal = self._problem.tier(tier).goal
        return value is not None and max(bound, -1 if goal is None else goal) >= value

    def enter(self, phase: Phase, tier: str | None = None) -> None:
        """Note which step of the method begins, and tell the listener."""
        self.phase, self.tier = phase, tier
        self.report(force=True)

    def report(self, *, force: bool = False) -> None:
        """Tell the listener, if it is time."""
        self._report(self._progress, force=force)

    def _progress(self) -> Progress:
        names = self._problem.tier_names
        if self.best is not None and not self.best.feasible:
            names = ("deadlines", *names)
        return Progress(
            elapsed=self._clock.elapsed,
            phase=self.phase,
            tier=self.tier,
            engine=self.engine,
            tiers=tuple(self._tier(name) for name in names),
        )

    def _tier(self, name: str) -> TierProgress:
        unit, unit_name = self._problem.tier(name).unit, self._problem.tier(name).unit_name
        value, bound = self.reached(name), self.bounds.get(name)
        if value is not None and name == "deadlines":
            value %= PENALTY  # minutes; the rest says by how much budgets are exceeded
        reached = None if value is None else float(value * unit)
        proved = None if bound is None else float(bound * unit)
        if reached is not None and proved is not None:
            proved = min(proved, reached)
        known = reached is not None and proved is not None
        return TierProgress(
            name=name,
            unit=unit_name,
            incumbent=reached,
            bound=proved,
            gap=gap(reached, proved) if known else None,  # type: ignore[arg-type]
            proved=known and proved == reached,
        )
