"""Search threads: each runs the operators in turn, on one core."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

from allocator.planner.operators.protocol import Operator, SearchContext, TimeSlice
from allocator.planner.shares import AdaptiveShares


@dataclass(frozen=True)
class Stage:
    """What all search threads do until it is over.

    Attributes
    ----------
    time_slice
        What to improve, and for how long.
    is_over
        Asked before every turn.
    excluded
        Names of operators that get no turn.
    """

    time_slice: TimeSlice
    is_over: Callable[[], bool]
    excluded: Collection[str] = ()


class SearchThread:
    """Operators that share one core; lives as long as the search.

    Parameters
    ----------
    context
        What the operators work on; its seed is this thread's own.
    operators
        In the order of their first turns.

    Attributes
    ----------
    shares
        Each operator's share of this thread's time.
    """

    def __init__(self, context: SearchContext, operators: Sequence[type[Operator]]) -> None:
        self._context = context
        self._operators = {kind.name: kind(context) for kind in operators}
        self.shares = _shares(context, operators)

    def run(self, stage: Stage) -> None:
        """Give turns to the operators until a stage is over."""
        time_slice = replace(stage.time_slice, spent=self.shares.seconds)
        while not stage.is_over():
            able = [
                name
                for name, operator in self._operators.items()
                if name not in stage.excluded and operator.can_run(time_slice)
            ]
            name = self.shares.choose(able)
            if name is None:
                self._idle()
            else:
                self._turn(name, time_slice)

    def _idle(self) -> None:
        """Wait a moment until some operator can run."""
        clock, seconds = self._context.clock, self._context.params.operators.idle_seconds
        if clock.reproducible:
            clock.count(seconds)
        else:
            time.sleep(seconds)

    def _turn(self, name: str, time_slice: TimeSlice) -> None:
        """Run an operator once, and credit it with what it found itself, up to a limit."""
        clock = self._context.clock
        began = clock.now()
        gain = self._operators[name].run(time_slice)
        if clock.reproducible and clock.now() == began:  # it found nothing to do
            clock.count(self._context.params.operators.min_slice_seconds)
        fraction = 0.0 if gain is None else gain.fraction(time_slice.target.focus)
        fraction = min(fraction, self._context.params.shares.max_turn_gain)
        self.shares.update(name, fraction, clock.now() - began)

    def close(self) -> None:
        """End what the operators have started, from any thread."""
        for operator in self._operators.values():
            operator.close()


def _shares(context: SearchContext, operators: Sequence[type[Operator]]) -> AdaptiveShares:
    params = context.params.shares
    people = context.problem.possible_pairs > 0
    least = dict(params.min_people_shares if people else params.min_resource_shares)
    if people and len(context.problem.activities) > params.many_activities:
        least["lns"] = params.min_lns_share_of_many
    return AdaptiveShares(
        {kind.name: least.get(kind.name, params.default_min_share) for kind in operators},
        memory=params.memory,
        turn_seconds=context.params.operators.slice_seconds,
    )
