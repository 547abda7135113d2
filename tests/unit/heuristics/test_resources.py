"""Where only resources are scarce: room is counted field by field, and samples stay plans."""

from __future__ import annotations

import dataclasses
import itertools
import random

import numpy as np
import pytest

from allocator.heuristics.construct import scored
from allocator.heuristics.kernel import jit
from allocator.heuristics.kernel.decoder import Decoder
from allocator.heuristics.kernel.packed_capacities import WORD_BITS, PackedCapacities
from allocator.heuristics.kernel.sampler import Sampler
from allocator.problem.compile import compile_problem
from allocator.problem.evaluation import Evaluator
from allocator.problem.model import Booking, Problem, Solution
from support.compiled import compile_once
from support.plans import scenario


def problem_of(capacities: list[int], *, items: int = 14) -> Problem:
    """Return elapsed items that hold resources, every third after another."""
    draw = random.Random(5)
    rows = [
        {
            "id": f"i{k}",
            "elapsed": f"{draw.randrange(1, 5)}d",
            "resources": {
                f"r{r}": draw.randrange(1, most + 1) for r, most in enumerate(capacities)
            },
            "after": [f"i{k - 3}"] if k > 2 and k % 3 == 2 else [],
        }
        for k in range(items)
    ]
    pools = [{"id": f"r{r}", "capacity": most} for r, most in enumerate(capacities)]
    return compile_problem(
        scenario(people=[], resources=pools, items=rows, objectives=["makespan"]), axis_days=120
    )


@pytest.mark.parametrize("capacities", [(1,), (3, 4), (7, 8, 9, 1), (1 << 40, 5, 1 << 20, 2)])
@pytest.mark.parametrize("held", [0, 3])
def test_a_bit_is_set_exactly_where_a_capacity_is_exceeded(
    capacities: tuple[int, ...], held: int
) -> None:
    bookings = (Booking("resource", 0, 0, 5, held),) if held else ()
    problem = dataclasses.replace(problem_of([1]), capacities=capacities, booked=bookings)
    words = PackedCapacities(problem)
    steps = [sorted({1, (most + 1) // 2, most}) for most in capacities]
    for used, wanted in itertools.product(itertools.product(*steps), repeat=2):
        state = list(words.empty)
        if held:
            word, amount = words.booked(0, held)
            state[word] += amount
        for word, amount, _ in words.demands(list(enumerate(used))):
            state[word] += amount
        free = not any(
            (state[w] + more) & bits for w, more, bits in words.demands(list(enumerate(wanted)))
        )
        taken = [held + used[0], *used[1:]]
        assert free == all(u + v <= c for u, v, c in zip(taken, wanted, capacities, strict=True))
        assert all(0 <= value < 1 << (WORD_BITS + 1) for value in state)


def test_what_never_has_room_has_no_bits() -> None:
    words = PackedCapacities(problem_of([2, 3]))
    assert words.demands([(0, 1), (1, 4)]) == [(0, 0, 0)]


def _sampled(problem: Problem) -> tuple[tuple[int, ...], Solution]:
    decoder = Decoder(problem)
    assert decoder.decode(np.arange(len(problem.activities), dtype=np.int64))
    before = decoder.score()
    sampler = Sampler(problem, 3)
    assert sampler.start(decoder.solution())
    sampler.run(1, steps=60)
    assert sampler.score <= before
    assert scored(Evaluator(problem), sampler.solution()).score == sampler.score
    return sampler.score, sampler.solution()


def test_samples_keep_the_capacities() -> None:
    problem = problem_of([4, 6, 1 << 40])
    _, solution = _sampled(problem)
    use: dict[tuple[int, int], int] = {}
    for activity, start in zip(problem.activities, solution.starts, strict=True):
        assert start is not None
        assert activity.hold is not None
        for slot in range(start, int(activity.hold[start])):
            for resource, amount in activity.demands:
                use[resource, slot] = use.get((resource, slot), 0) + amount
    assert all(amount <= problem.capacities[r] for (r, _), amount in use.items())


@pytest.mark.slow
@pytest.mark.usefixtures("compiled")
def test_compiled_and_plain_samples_are_the_same() -> None:
    problem = problem_of([4, 6, 1 << 40])
    jit.enable(compiled=False)
    plain = _sampled(problem)
    assert compile_once()
    assert _sampled(problem) == plain
