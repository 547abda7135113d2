"""The numbers of the heuristics reach the operators that use them."""

from __future__ import annotations

import time
from typing import Any

import numpy as np
import pytest

from allocator.heuristics.candidate import scored
from allocator.heuristics.kernel.decoder import Decoder
from allocator.heuristics.params import BreedParams, ClimbParams, HeuristicsParams, SampleParams
from allocator.planner.clock import Clock
from allocator.planner.incumbent import Incumbent
from allocator.planner.operators import (
    SearchContext,
    Target,
    TimeSlice,
    breed,
    climb,
    orders,
    projects,
)
from allocator.planner.params import SearchParams
from allocator.planner.progress import Throttle
from allocator.problem.compile import compile_problem
from allocator.problem.time_windows import time_windows
from support.plans import scenario

PARAMS = SearchParams(
    heuristics=HeuristicsParams(
        climb=ClimbParams(history_length=7),
        breed=BreedParams(members=9, first_children=1),
        sample=SampleParams(patience=11, first_schedules=1),
    )
)


def context() -> SearchContext:
    """Return what operators work on: six items for one person, the worst first."""
    items = [
        {"id": f"i{k}", "needs": "ml", "effort": "1d", "due": f"2026-12-{10 - k:02}"}
        for k in range(6)
    ]
    people = [{"id": "ana", "skills": ["ml"]}]
    problem = compile_problem(
        scenario(people=people, items=items, objectives=["tardiness"]), axis_days=30
    )
    decoder = Decoder(problem)
    assert decoder.decode(np.arange(6, dtype=np.int64))
    clock = Clock(60.0, None)
    candidate = scored(decoder.evaluator, decoder.solution())
    incumbent = Incumbent(decoder.evaluator, candidate, clock, Throttle(None))
    return SearchContext(
        problem=problem,
        windows=time_windows(problem),
        incumbent=incumbent,
        clock=clock,
        cores=1,
        seed=0,
        params=PARAMS,
        relax=False,
        decoder=decoder,
        order=None,
    )


@pytest.mark.parametrize(
    ("module", "operator", "search"),
    [
        (climb, climb.Climb, "Search"),
        (breed, breed.Breed, "Population"),
        (orders, orders.Orders, "Sampler"),
        (projects, projects.ProjectKeys, "ProjectOrders"),
    ],
)
def test_an_operator_searches_by_the_numbers_of_its_context(
    module: Any, operator: Any, search: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And it makes the plan better by them: the order of the dates is the best."""
    given = []
    kind = getattr(module, search)

    def made(problem: Any, seed: int, decoder: Any, params: HeuristicsParams, **way: bool) -> Any:
        given.append(params)
        return kind(problem, seed, decoder, params, **way)

    monkeypatch.setattr(module, search, made)
    around = context()
    before = around.best.score
    target = Target(tier="tardiness", focus=1, kept=())
    asked = operator(around)
    for _ in range(20):
        asked.run(TimeSlice(target=target, seconds=0.2, end=time.monotonic() + 0.2))
        if around.best.score < before:
            break
    assert given and all(params == PARAMS.heuristics for params in given)
    assert around.best.score < before
