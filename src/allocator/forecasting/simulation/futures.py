"""Simulates futures, block after block, wherever an executor runs them.

A block is all that a worker needs: what is drawn for a future depends on its number alone, so that
neither the size of the blocks nor who simulates them changes a byte.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Executor, as_completed
from dataclasses import fields
from typing import Protocol

import numpy as np

from allocator.domain.forecast import PolicyName
from allocator.forecasting.simulation.arrays import DrawBlock, Futures, SimulationModel
from allocator.forecasting.simulation.dispatch import dispatch, enable, is_ready
from allocator.forecasting.simulation.keep import keep
from allocator.forecasting.simulation.params import DEFAULT_SIMULATION_PARAMS, SimulationParams


class BlockDraws(Protocol):
    """What is drawn, by blocks of futures."""

    def block(self, first: int, count: int, *, compiled: bool = ...) -> DrawBlock:
        """Return what happens in futures ``first`` to ``first + count - 1``."""


POLICIES: dict[PolicyName, Callable[[SimulationModel, DrawBlock], Futures]] = {
    "dispatch": dispatch,
    "keep": keep,
}


def simulate(
    model: SimulationModel,
    draws: BlockDraws,
    futures: int,
    *,
    policy: PolicyName,
    executor: Executor | None = None,
    compiled: bool | None = None,
    params: SimulationParams = DEFAULT_SIMULATION_PARAMS,
) -> Futures:
    """Simulate futures by a policy.

    Parameters
    ----------
    executor
        Runs the blocks; None does it here, one after another.
    compiled
        Whether by compiled code, compiled first if need be; None: where it is there.

    Returns
    -------
    Futures 0 to ``futures - 1``: the head of what more of them would be.
    """
    compiled = _compiled(policy, compiled)
    size = params.block(policy, compiled)
    blocks = [(first, min(size, futures - first)) for first in range(0, futures, size)]
    made: Futures | None = None
    for first, block in _run(model, draws, blocks, policy, compiled, executor):
        if made is None:
            made = _room(block, futures)
        _put(made, block, slice(first, first + block.count))
    return made if made is not None else simulate_block(model, draws, policy, compiled, 0, 0)


def simulate_on_axes(
    on_axis: Callable[[int], tuple[SimulationModel, BlockDraws]],
    futures: int,
    *,
    policy: PolicyName,
    executor: Executor | None = None,
    compiled: bool | None = None,
    params: SimulationParams = DEFAULT_SIMULATION_PARAMS,
) -> tuple[Futures, int]:
    """Simulate futures, those that end beyond the axis again on one that is twice as long.

    That ends where the longer axis helps none of them: what somebody has begun who leaves is never
    done.

    Parameters
    ----------
    on_axis
        Returns the model and its draws by how often the axis has been doubled. Slots of both
        axes have the same numbers, and draws do not depend on the axis.
    compiled
        As of :func:`simulate`.

    Returns
    -------
    The futures, and how often the axis has been doubled for the longest of them.
    """
    model, draws = on_axis(0)
    compiled = _compiled(policy, compiled)
    made = simulate(
        *(model, draws, futures),
        policy=policy,
        executor=executor,
        compiled=compiled,
        params=params,
    )
    before = futures + 1
    for doublings in range(1, params.axis_doublings + 1):
        late = np.flatnonzero(made.beyond)
        if not 0 < len(late) < before:
            return made, doublings - 1
        before = len(late)
        model, draws = on_axis(doublings)
        blocks = _blocks_of(late.tolist(), futures, policy, params.block(policy, compiled))
        for first, block in _run(model, draws, blocks, policy, compiled, executor):
            made = _with_room_for(made, block)
            _put(made, block, slice(first, first + block.count))
    return made, params.axis_doublings


def simulate_block(
    model: SimulationModel,
    draws: BlockDraws,
    policy: PolicyName,
    compiled: bool,
    first: int,
    count: int,
) -> Futures:
    """Simulate futures ``first`` to ``first + count - 1``: what a worker is asked to do."""
    compiled = compiled and enable()
    return POLICIES[policy](model, draws.block(first, count, compiled=compiled))


def _compiled(policy: PolicyName, wanted: bool | None) -> bool:
    """Whether to use compiled code: for ``keep``, which has only its draws so, if it is there."""
    if wanted is None or policy == "keep":
        wanted = wanted is not False and is_ready()
    return wanted and enable()


def _run(
    model: SimulationModel,
    draws: BlockDraws,
    blocks: list[tuple[int, int]],
    policy: PolicyName,
    compiled: bool,
    executor: Executor | None,
) -> Iterator[tuple[int, Futures]]:
    """Yield the first future of each block and the block, in any order."""
    if executor is None:
        for first, count in blocks:
            yield first, simulate_block(model, draws, policy, compiled, first, count)
        return
    submitted = {
        executor.submit(simulate_block, model, draws, policy, compiled, first, count): first
        for first, count in blocks
    }
    try:
        for done in as_completed(list(submitted)):
            yield submitted.pop(done), done.result()
    finally:
        for waiting in submitted:
            waiting.cancel()


def _room(block: Futures, futures: int) -> Futures:
    """Return empty arrays for all futures, of the types of a block's."""
    held_is_end = block.held is block.end
    room = {
        each.name: np.empty(
            (futures, *getattr(block, each.name).shape[1:]), getattr(block, each.name).dtype
        )
        for each in fields(Futures)
        if each.name != "held" or not held_is_end
    }
    room.setdefault("held", room["end"])
    return Futures(**room)


def _put(made: Futures, block: Futures, rows: slice) -> None:
    for each in fields(Futures):
        getattr(made, each.name)[rows] = getattr(block, each.name)


def _with_room_for(made: Futures, block: Futures) -> Futures:
    """Return the futures with types that hold the slots of a longer axis."""
    wide = {
        each.name: getattr(made, each.name).astype(
            np.promote_types(getattr(made, each.name).dtype, getattr(block, each.name).dtype),
            copy=False,
        )
        for each in fields(Futures)
        if each.name != "held"
    }
    same = made.held is made.end
    held = wide["end"] if same else made.held.astype(wide["end"].dtype, copy=False)
    return Futures(**wide, held=held)


def _blocks_of(
    late: list[int], futures: int, policy: PolicyName, size: int
) -> list[tuple[int, int]]:
    """Return first and length of blocks of late futures; ``keep`` is quick for whole blocks."""
    if policy == "dispatch":
        return list(_stretches(late, size))
    firsts = sorted({k // size * size for k in late})
    return [(first, min(size, futures - first)) for first in firsts]


def _stretches(numbers: list[int], most: int) -> Iterator[tuple[int, int]]:
    """Yield first and length of each run of successive numbers, none longer than ``most``."""
    first = 0
    for k in range(1, len(numbers) + 1):
        ends = k == len(numbers) or numbers[k] != numbers[k - 1] + 1
        if ends or k - first == most:
            yield numbers[first], k - first
            first = k
