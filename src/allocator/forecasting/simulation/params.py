"""Every number of the simulation of futures, with its unit and where its value comes from."""

from __future__ import annotations

from dataclasses import dataclass

from allocator.domain.params import Count, Params, Positive


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
    worth_compiling
        Entries times futures from which on the kernel is compiled where that has not been done
        before: it takes some 15 s on a machine, once, and plain Python does some 10,000 of them a
        second.
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
    worth_compiling: Count = 200_000
    axis_per_plan: Positive = 3
    least_axis_days: Positive = 60
    axis_doublings: Count = 2


DEFAULT_SIMULATION_PARAMS = SimulationParams()
