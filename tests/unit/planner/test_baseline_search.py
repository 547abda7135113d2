"""The search near a baseline and far from it: who goes on, and what both pass on."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from allocator.heuristics.candidate import Candidate, scored
from allocator.heuristics.construct import Constructor
from allocator.heuristics.kernel.decode import BUILT
from allocator.heuristics.kernel.decoder import Decoder
from allocator.heuristics.kernel.no_delay import decode_without_delay
from allocator.planner.baseline_search import BaselineSearch
from allocator.planner.climb_race import ClimbRace
from allocator.planner.clock import Clock
from allocator.planner.incumbent import Incumbent
from allocator.planner.operators import SearchContext, Target, TimeSlice
from allocator.planner.operators.climb import Climb
from allocator.planner.params import DEFAULT_PARAMS
from allocator.planner.progress import Throttle
from allocator.planner.search_thread import SearchThread, Stage
from allocator.planner.weighted_sum import up_to, weighted_sum
from allocator.problem.compile import compile_problem
from allocator.problem.evaluation import Evaluator
from allocator.problem.model import Problem
from allocator.problem.time_windows import time_windows
from support.plans import scenario

ITEMS = 6


def late(**more: Any) -> Problem:
    """Items of two people that the baseline gives in the worst order, all to Ana."""
    days = [f"2026-12-{day:02}T09:00" for day in (7, 8, 9, 10, 11, 14)]
    return compile_problem(
        scenario(
            calendar={"start": "2026-12-07"},
            now="2026-12-07",
            people=[{"id": "ana"}, {"id": "bo"}],
            items=[
                {"id": f"I{k}", "effort": "1d", "due": f"2026-12-{6 + ITEMS - k:02}"}
                for k in range(ITEMS)
            ],
            baseline=[
                {"item": f"I{k}", "start": day, "people": ["ana"]} for k, day in enumerate(days)
            ],
            **{"objectives": ["tardiness", "stability"], **more},
        ),
        axis_days=30,
    )


def context_of(problem: Problem, first: Candidate | None = None) -> SearchContext:
    """The context of a search that begins at the repaired baseline, or at a plan."""
    constructor = Constructor(problem, 0)
    best = first or next(constructor.repaired())
    clock = Clock(60.0, None)
    return SearchContext(
        problem=problem,
        windows=time_windows(problem),
        incumbent=Incumbent(constructor.decoder.evaluator, best, clock, Throttle(None)),
        clock=clock,
        cores=2,
        seed=0,
        params=DEFAULT_PARAMS,
        relax=False,
        decoder=constructor.decoder,
        order=None,
    )


def target_of(problem: Problem, tier: str) -> Target:
    return Target(tier=tier, focus=1 + problem.tier_names.index(tier), kept=())


def test_without_later_tiers_it_is_the_same_plan_with_a_shorter_score() -> None:
    problem = late(objectives=["tardiness", "stability", "flow"])
    candidate = next(Constructor(problem, 0).repaired())
    alone = up_to(problem, "tardiness")
    assert alone.tier_names == ("tardiness",)
    assert scored(Evaluator(alone), candidate.solution).score == candidate.score[:2]


def test_after_each_round_the_better_half_of_the_climbs_goes_on() -> None:
    context = context_of(weighted_sum(late(), "tardiness", 0.01))
    race = ClimbRace(context)
    time_slice = TimeSlice(target=target_of(context.problem, "stability"), seconds=9, end=1e12)
    left = []
    for _ in range(9):
        race.run(time_slice)
        assert race._climbs is not None
        left.append(len(race._climbs))
    assert left == [4, 4, 4, 2, 2, 2, 2, 1, 1]
    best = context.incumbent.best
    assert best is not None and min(c.score for c in race._climbs or ()) >= best.score


def test_large_organisations_have_one_climb() -> None:
    context = context_of(weighted_sum(late(), "tardiness", 0.01))
    few = replace(DEFAULT_PARAMS.operators, max_breed_activities=ITEMS - 1)
    race = ClimbRace(replace(context, params=replace(DEFAULT_PARAMS, operators=few)))
    time_slice = TimeSlice(target=target_of(context.problem, "stability"), seconds=9, end=1e12)
    race.run(time_slice)
    assert race._climbs is not None and len(race._climbs) == 1


def test_both_searches_find_less_tardiness_and_tell_each_other() -> None:
    problem = late()
    context = context_of(problem)
    before = context.best.score
    rounds: list[int] = []

    def run(stages: Any) -> None:
        """Give each thread some turns, one thread after the other."""
        rounds.append(len(stages))
        for thread, stage in stages:
            assert isinstance(thread, SearchThread) and isinstance(stage, Stage)
            for _ in range(3):
                if not stage.is_over():
                    thread._turn("climb", stage.time_slice)

    search = BaselineSearch(context, (Climb,), run)
    assert search.can_run("tardiness") and not search.can_run("stability")
    target = target_of(problem, "tardiness")
    search.run_near(target, 9.0, lambda: False)
    search.run_both(target, 9.0, lambda: False)
    search.close()
    assert rounds == [2, 2]
    assert context.best.score[1] < before[1]


@pytest.mark.parametrize("who", [0, 1])
def test_of_people_who_are_done_at_once_the_one_of_the_baseline_is_taken(who: int) -> None:
    name = ["ana", "bo"][who]
    start = "2026-12-07T09:00"
    problem = compile_problem(
        scenario(
            calendar={"start": "2026-12-07"},
            now="2026-12-07",
            people=[{"id": "ana"}, {"id": "bo"}],
            items=[{"id": "A", "effort": "1d"}],
            objectives=["flow", "stability"],
            baseline=[{"item": "A", "start": start, "people": [name]}],
        ),
        axis_days=14,
    )
    for one in (problem, up_to(problem, "flow")):
        decoder = Decoder(one)
        assert decode_without_delay(*decoder.kernel_arrays, [0], 1, 1 << 40) == BUILT
        assert decoder.solution().people == (((who,),),)
        assert decoder.decode(np.zeros(1, dtype=np.int64))
        assert decoder.solution().people == (((who,),),)
