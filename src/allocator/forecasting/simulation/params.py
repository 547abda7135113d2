"""Every number of the simulation of futures, with its unit and where its value comes from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from allocator.domain.forecast import PolicyName
from allocator.domain.params import Count, Params, Positive, Range


@dataclass(frozen=True, kw_only=True)
class SimulationParams(Params):
    """How futures are shared out, and when compiling is worth its time.

    Attributes
    ----------
    dispatch_block
        Futures that are simulated in one go by ``dispatch``. Their ratios of 1,000 items are 2 MB,
        which a core's cache holds, and 10,000 futures are blocks enough for ten cores.
    keep_block
        The same of ``keep``, whose steps in numpy are worth their call only over many futures:
        1,000 items take 156 us of processor time a future in blocks of 1,000, 79 in blocks of
        4,000, which take 170 MB each.
    plain_block
        Futures of ``dispatch`` in one go in plain Python, which is slow enough to share out few.
    compile_seconds
        Seconds that compiling the kernel takes, once on a machine.
    plain_microseconds
        Microseconds that plain Python takes on a core to simulate a future by ``dispatch``, times
        the number of items to the power of 1.5: 13, 89 and 426 items of ``scenarios/`` took 0.3,
        6.2 and 54 ms (2026-11-30).
    compiling_gain
        Times as long as compiling that plain Python must take on all cores for the kernel to be
        compiled where that has not been done before.
    least_shared_seconds
        Seconds of plain Python from which on it is shared out among processes, which take half a
        second to start.
    axis_per_plan
        Length of the axis of a forecast, as a multiple of the plan's.
    least_axis_days
        Calendar days of the shortest axis.
    axis_doublings
        How often the axis is doubled for futures that end beyond it, so that the last one has 12
        times the plan's length; what ends after that is at its end.
    """

    dispatch_block: Positive = 250
    keep_block: Positive = 2500
    plain_block: Positive = 20
    compile_seconds: Positive = 15
    plain_microseconds: Annotated[float, Range(0.1, 1000)] = 7.0
    compiling_gain: Annotated[float, Range(1, 10)] = 1.5
    least_shared_seconds: Annotated[float, Range(0, 60)] = 1.0
    axis_per_plan: Positive = 3
    least_axis_days: Positive = 60
    axis_doublings: Count = 2

    def plain_seconds(self, items: int, futures: int) -> float:
        """Return the seconds that plain Python takes on a core to simulate by ``dispatch``."""
        return float(futures * self.plain_microseconds * 1e-6 * items**1.5)

    def block(self, policy: PolicyName, compiled: bool) -> int:
        """Return how many futures are simulated in one go."""
        if policy == "keep":
            return self.keep_block
        return self.dispatch_block if compiled else self.plain_block


DEFAULT_SIMULATION_PARAMS = SimulationParams()
