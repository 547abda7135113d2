"""What is simulated agrees with what can be worked out, within three standard errors."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from allocator.forecasting.simulation.arrays import SimulationModel
from allocator.forecasting.simulation.building import nothing_drawn
from allocator.forecasting.simulation.dispatch import dispatch
from support.made_models import MadeEntry, MadeNeed, MadeTeam, model_of

TICK = 10_000
FUTURES = 3000


def _crew(n: int, people: int, links: Sequence[tuple[int, int]] = ()) -> SimulationModel:
    """Return n entries of one unit of time that any of some people can do."""
    entries = [MadeEntry([MadeNeed(range(people), TICK)]) for _ in range(n)]
    return model_of(entries, MadeTeam(people), [(a, b, 1, 0, -1) for a, b in links])


def _finishes(model: SimulationModel, seed: int = 1) -> np.ndarray:
    """Return when everything is over in futures of exponential lengths, in units of time."""
    shape = (len(model.entries.need_count), FUTURES)
    ratios = np.random.default_rng(seed).exponential(1.0, shape)
    made = dispatch(model, replace(nothing_drawn(model, FUTURES), ratios=ratios))
    last: np.ndarray = made.held.max(axis=1) / TICK
    return last


def _agrees(finishes: np.ndarray, exact: float) -> None:
    error = finishes.std(ddof=1) / math.sqrt(len(finishes))
    assert abs(finishes.mean() - exact) < 3 * error + 1e-3, (finishes.mean(), exact, error)


@pytest.mark.parametrize(("n", "people"), [(10, 1), (10, 3), (20, 8), (8, 8)])
def test_equal_exponential_items_end_when_they_should(n: int, people: int) -> None:
    """All are busy until n - c are done; then it is the maximum of c exponential lengths."""
    harmonic = sum(1 / k for k in range(1, people + 1))
    _agrees(_finishes(_crew(n, people)), (n - people) / people + harmonic)


def test_a_chain_takes_the_sum() -> None:
    _agrees(_finishes(_crew(8, 2, [(k, k + 1) for k in range(7)])), 8.0)


def test_the_later_of_two_chains() -> None:
    """The larger of two Erlang lengths of two steps: 4 - 1.25."""
    _agrees(_finishes(_crew(4, 4, [(0, 1), (2, 3)])), 2.75)


LENGTHS = (1.0, 2.0, 0.5, 1.5, 1.0, 3.0, 0.7)
CAN = ((0, 1), (0,), (1, 2), (0, 2), (1,), (0, 1, 2), (2,))
AFTER = ((), (), (0,), (0,), (1, 2), (), (3,))


def test_a_small_policy_is_the_markov_chain_that_it_is() -> None:
    """Seven items, three people with skills, links: every state of the chain is gone through."""
    entries = [
        MadeEntry([MadeNeed(can, length * TICK)]) for can, length in zip(CAN, LENGTHS, strict=True)
    ]
    links = [(a, b, 1, 0, -1) for b, after in enumerate(AFTER) for a in after]
    _agrees(_finishes(model_of(entries, MadeTeam(3), links), 3), _mean_from(frozenset(), ()))


@cache
def _mean_from(done: frozenset[int], running: tuple[tuple[int, int], ...]) -> float:
    """Return the mean time from a state until all is done: pairs of item and person run."""
    running = _started(done, running)
    if not running:
        return 0.0
    rates = [1 / LENGTHS[item] for item, _ in running]
    mean = 1 / sum(rates)
    for pair, rate in zip(running, rates, strict=True):
        rest = tuple(other for other in running if other != pair)
        mean += rate / sum(rates) * _mean_from(done | {pair[0]}, rest)
    return mean


def _started(
    done: frozenset[int], running: tuple[tuple[int, int], ...]
) -> tuple[tuple[int, int], ...]:
    """Start, in order, whatever somebody free can do; of several the first does it."""
    for item in range(len(LENGTHS)):
        busy = {person for _, person in running}
        free = [person for person in CAN[item] if person not in busy]
        begun = item in done or item in {each for each, _ in running}
        if free and not begun and done.issuperset(AFTER[item]):
            running = tuple(sorted((*running, (item, free[0]))))
    return running
