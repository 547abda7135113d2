"""Turns on the kernel: by the clock, or in a reproducible run by steps that stand for seconds."""

from __future__ import annotations

from typing import Protocol

from allocator.planner.operators.protocol import SearchContext, TimeSlice


class SteppedSearch(Protocol):
    """A search on the kernel that can be stopped and continued."""

    def run(self, focus: int, *, seconds: float | None = None, steps: int = 0) -> int:
        """Search in one tier for about so long, or so many steps; return how often it gained."""
        ...


def take_turn(
    operator: str, search: SteppedSearch, context: SearchContext, time_slice: TimeSlice
) -> int:
    """Search for one turn; return how often the search got better.

    Parameters
    ----------
    operator
        Its name in ``OperatorParams.placements_per_step``.
    """
    params, focus = context.params.operators, time_slice.target.focus
    seconds = time_slice.turn(least=params.min_slice_seconds, most=params.slice_seconds)
    if not context.clock.reproducible:
        return search.run(focus, seconds=seconds)
    placements = params.placements_per_step[operator] * max(1, len(context.problem.activities))
    seconds_per_step = placements / params.placements_per_second
    steps = max(1, int(seconds / seconds_per_step))
    context.clock.count(steps * seconds_per_step)
    return search.run(focus, steps=steps)
