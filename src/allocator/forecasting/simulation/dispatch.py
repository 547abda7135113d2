"""The policy ``dispatch``: whenever somebody is free, the most urgent of what can start.

It decides as people would on the day: by the order of the plan, by estimates, and by what has
happened until then. No decision looks at how long unfinished work will really take, nor at
anything else that has not happened.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from allocator.forecasting.simulation.arrays import DrawBlock, Futures, SimulationModel
from allocator.forecasting.simulation.kernel import run
from allocator.forecasting.simulation.kernel.pack import PackedModel
from allocator.heuristics.kernel import jit

KERNEL = run.FOLDER
"""The folder of the kernel, by which it is enabled."""

_MODELS = 2
"""Packed models that are kept for further blocks: a forecast has one, a longer axis another."""

_INT16 = 1 << 15


def enable() -> bool:
    """Put the compiled kernel in place; it is compiled when it is first called, in some 15 s.

    Returns
    -------
    Whether it is in place; without numba futures are simulated in plain Python.
    """
    return jit.enable(KERNEL, kept=False)


def is_ready() -> bool:
    """Return whether the compiled kernel is in place, or lies on disk; does not import numba."""
    if jit.enabled(KERNEL):
        return True
    if not jit.is_installed():
        return False
    folder = jit.cache_folder(KERNEL)
    return folder is not None and any(folder.rglob("run.run_block-*.nbc"))


def integer_type(values: int) -> npt.DTypeLike:
    """Return the smallest type of results below ``values``: 16 or 32 bits."""
    return np.int16 if values < _INT16 else np.int32


def dispatch(model: SimulationModel, block: DrawBlock) -> Futures:
    """Simulate the futures of a block, one after another."""
    packed = _packed(model)
    futures, n = block.count, model.count
    slots = integer_type(model.calendars.horizon)
    start, end = np.empty((futures, n), dtype=slots), np.empty((futures, n), dtype=slots)
    held = np.empty((futures, n), dtype=slots) if (model.entries.elapsed >= 0).any() else end
    reason = np.empty((futures, n), dtype=integer_type(n))
    who = np.empty((futures, model.places), dtype=integer_type(model.people))
    beyond = np.empty(futures, dtype=np.int32)
    flat, tables, reals, state = _as_read(packed)
    run.run_block(
        flat, tables, reals, state, block.ratios, block.factors, block.away,
        block.release_row, block.releases, block.delay_row, block.delays,
        block.skip_row, block.skips, block.fail_row, block.fails,
        start, end, held, reason, who, beyond,
    )  # fmt: skip
    return Futures(start, end, held, reason, who, beyond)


def _as_read(packed: PackedModel) -> tuple[Any, Any, Any, Any]:
    """Return a packed model and room for a future; plain Python reads lists faster than arrays."""
    arrays = (packed.flat, packed.tables, packed.reals, packed.new_state())
    if jit.enabled(KERNEL):
        return arrays
    flat, tables, reals, state = (each.tolist() for each in arrays)
    return flat, tables, reals, state


@lru_cache(_MODELS)
def _packed(model: SimulationModel) -> PackedModel:
    return PackedModel(model)
