"""Tiers share their time, and what is left goes back to those that are not proved."""

from __future__ import annotations

import time
from typing import Any

import pytest

from allocator.domain import Scenario
from allocator.heuristics.construct import Constructor
from allocator.planner.clock import Clock
from allocator.planner.incumbent import Incumbent
from allocator.planner.operators import SearchContext, Target, TimeSlice, WholeModel
from allocator.planner.params import SearchParams, TierParams
from allocator.planner.progress import Throttle
from allocator.planner.tiers import improve_tiers
from allocator.problem.compile import compile_problem
from allocator.problem.evaluation import Evaluator
from allocator.problem.time_windows import time_windows

WORDS: dict[str, Any] = {
    "name": "two tiers",
    "calendar": {"start": "2026-01-05"},
    "objectives": ["tardiness", "flow"],
    "people": [{"id": "ana"}, {"id": "bo"}],
    "items": [{"id": f"i{k}", "effort": f"{2 + k}d", "due": "2026-01-06"} for k in range(5)],
}


class _Ticks:
    """A clock on which only work takes time."""

    interrupted = reproducible = False
    elapsed = 0.0

    def __init__(self, seconds: float) -> None:
        self.left = seconds

    @property
    def over(self) -> bool:
        return self.left <= 0


class _Engine:
    """Uses a share of what it is granted and finds nothing."""

    def __init__(self, ticks: _Ticks, shares: dict[str, float]) -> None:
        self._ticks, self._shares = ticks, shares
        self.calls: list[tuple[str, int]] = []

    def improve(self, tier: str, kept: Any, seconds: float) -> None:
        self.calls.append((tier, len(kept)))
        self._ticks.left -= self._shares[tier] * seconds


def _start(ticks: _Ticks) -> Any:
    problem = compile_problem(Scenario.model_validate(WORDS), axis_days=120)
    candidate = next(iter(Constructor(problem, 0).candidates()))
    return Incumbent(Evaluator(problem), candidate, ticks, Throttle(None))


@pytest.mark.parametrize(
    ("last", "calls"),
    [(1.0, [("tardiness", 0), ("flow", 1)]), (0.1, [("tardiness", 0), ("flow", 1)] * 2)],
)
def test_time_that_the_last_tier_leaves_goes_back(
    last: float, calls: list[tuple[str, int]]
) -> None:
    """Nothing is left in the one case; in the other the first tier gets a second turn."""
    ticks = _Ticks(60.0)
    engine = _Engine(ticks, {"tardiness": 1.0, "flow": last})
    improve_tiers(engine, _start(ticks), ("tardiness", "flow"), ticks, TierParams())
    assert engine.calls[: len(calls)] == calls
    assert (len(engine.calls) > 2) == (last < 1.0)


def test_an_engine_that_has_nothing_to_do_is_not_asked_for_ever() -> None:
    """A round that takes no time is the last one."""
    ticks = _Ticks(60.0)
    engine = _Engine(ticks, {"tardiness": 0.0, "flow": 0.0})
    improve_tiers(engine, _start(ticks), ("tardiness", "flow"), ticks, TierParams())
    assert engine.calls == [("tardiness", 0), ("flow", 1)]


def test_a_tier_that_comes_again_is_free_of_what_the_later_ones_asked() -> None:
    """The whole model finds the best tardiness though the flow of a worse plan was kept before."""
    problem = compile_problem(Scenario.model_validate(WORDS), axis_days=120)
    candidate = next(iter(Constructor(problem, 0).candidates()))
    windows, ticking = time_windows(problem), Clock(60.0, None)

    def whole_model(best: Incumbent) -> WholeModel:
        return WholeModel(
            SearchContext(
                problem=problem,
                windows=windows,
                incumbent=best,
                clock=ticking,
                cores=2,
                seed=0,
                params=SearchParams(),
                relax=False,
                decoder=None,
                order=None,
            )
        )

    best = Incumbent(Evaluator(problem), candidate, ticking, Throttle(None))
    whole = whole_model(best)
    flow = best.value("flow")
    whole.run(_slice("flow", [("tardiness", best.value("tardiness"))], 10.0))
    assert best.value("flow") <= flow
    whole.run(_slice("tardiness", [], 20.0))
    assert best.proved("tardiness") or not problem.exact_horizon
    fresh = Incumbent(Evaluator(problem), candidate, ticking, Throttle(None))
    whole_model(fresh).run(_slice("tardiness", [], 20.0))
    assert best.value("tardiness") == fresh.value("tardiness")


def _slice(tier: str, kept: list[tuple[str, Any]], seconds: float) -> TimeSlice:
    target = Target(tier=tier, focus=1 + WORDS["objectives"].index(tier), kept=tuple(kept))
    return TimeSlice(target=target, seconds=seconds, end=time.monotonic() + seconds)
