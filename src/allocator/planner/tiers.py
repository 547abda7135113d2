"""Improves a plan tier by tier: each is pushed as far as its time allows, then kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from allocator.cpmodel.build import Model, build
from allocator.cpmodel.hints import set_hints
from allocator.planner.clock import Clock
from allocator.planner.cpsat import SUMS, Run
from allocator.planner.incumbent import Incumbent
from allocator.problem.bounds import Bounds
from allocator.problem.horizon import beyond_bound
from allocator.problem.model import Problem
from allocator.problem.windows import Windows

MOST_PICKS = 60_000
"""Possible (item, person) pairs beyond which the whole model is not built."""
SHARES = {"stability": 0.8}
"""Shares of the time left, where they are not the half."""
LEAST_PASS = 2.0
"""Seconds left from which the tiers that are not proved are gone through once more."""

Tiers = tuple[str, ...]


class Engine(Protocol):
    """Improves the incumbent in one tier, all tiers before it kept at their values."""

    def improve(self, tier: str, kept: Sequence[tuple[str, int]], seconds: float) -> None:
        """Work for at most so many seconds."""
        ...


def starting_bounds(problem: Problem, windows: Windows, tiers: Tiers) -> dict[str, int]:
    """Return the bounds that need no search."""
    bounds = Bounds(problem, windows)
    return {tier: bounds.tier(tier) for tier in tiers}


@dataclass
class WholeModel:
    """The engine for small problems: one CP-SAT model of everything."""

    problem: Problem
    windows: Windows
    incumbent: Incumbent
    clock: Clock
    cores: int
    seed: int
    relax: bool

    def __post_init__(self) -> None:
        self._build()

    def _build(self) -> None:
        self._model: Model = build(self.problem, relax=self.relax, windows=self.windows)
        self._kept: list[tuple[str, int]] = []

    def improve(self, tier: str, kept: Sequence[tuple[str, int]], seconds: float) -> None:
        """Minimise one tier; see Engine.

        What is asked of a tier stays in the model: where other values are kept, it is made anew.
        """
        if list(kept[: len(self._kept)]) != self._kept:
            self._build()
        incumbent, variables = self.incumbent, self._model.variables
        for name, value in kept[len(self._kept) :]:
            variables.model.add(self._model.tiers[name] <= value)
        self._kept = list(kept)
        if incumbent.best is not None and (self.relax or incumbent.best.feasible):
            set_hints(variables, incumbent.best.solution)
            reached = incumbent.value(tier)
            assert reached is not None
            variables.model.add(self._model.tiers[tier] <= reached)
        if tier in incumbent.bounds:
            variables.model.add(self._model.tiers[tier] >= incumbent.bounds[tier])
        ceiling = beyond_bound(self.problem, self.windows, tier)
        exact = self.problem.exact_horizon or tier == "deadlines"

        goal = self.problem.tier(tier).goal or 0

        def valid(bound: int) -> int:
            """Return what a bound on what counts of the tier says of all plans and all of it."""
            if bound <= goal:
                return 0
            return bound if exact else min(bound, ceiling)

        run = Run(
            clock=self.clock,
            cores=self.cores,
            seed=self.seed,
            on_solution=incumbent.offer,
            on_bound=lambda bound: incumbent.raise_bound(tier, valid(bound), "CP-SAT"),
            enough=lambda: incumbent.proved(tier),
            strategies=() if tier == "makespan" else SUMS,
        )
        outcome = run.minimize(variables, self._model.objective(tier), seconds)
        if outcome.solution is not None:
            incumbent.offer(outcome.solution)
        if outcome.bound is not None and outcome.status != "infeasible":
            incumbent.raise_bound(tier, valid(outcome.bound), "CP-SAT")


def improve_all(engine: Engine | None, incumbent: Incumbent, tiers: Tiers, clock: Clock) -> None:
    """Improve tier after tier, and begin again where time is left and something is not proved.

    Of the time left, every tier that is not proved yet gets the half (upheaval more: there is
    little to be done after it), the last one all of it;
    what a tier does not need is left to those after it (in a reproducible run it is lost, since
    only the granted work is known).
    """
    while True:
        before = clock.left
        _improve_each(engine, incumbent, tiers, clock)
        worked = before - clock.left > LEAST_PASS / 2
        open_yet = any(not incumbent.proved(tier) for tier in tiers)
        again = worked and open_yet and clock.left > LEAST_PASS and not clock.over
        if engine is None or clock.reproducible or not again:
            return


def _improve_each(engine: Engine | None, incumbent: Incumbent, tiers: Tiers, clock: Clock) -> None:
    kept: list[tuple[str, int]] = []
    for k, tier in enumerate(tiers):
        open_after = any(not incumbent.proved(name) for name in tiers[k + 1 :])
        if engine is not None and not incumbent.proved(tier) and not clock.over:
            incumbent.phase = f"improve {tier}"
            incumbent.report(force=True)
            seconds = SHARES.get(tier, 0.5) * clock.left if open_after else clock.left
            clock.grant(seconds)
            engine.improve(tier, kept, seconds)
        value = incumbent.value(tier)
        assert value is not None
        kept.append((tier, value))
