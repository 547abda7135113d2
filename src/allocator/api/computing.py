"""Whether compiling pays for the futures of a forecast, and where they are simulated."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from concurrent.futures import Executor
from dataclasses import dataclass

from allocator.domain.forecast import PolicyName
from allocator.forecasting.simulation.dispatch import is_ready
from allocator.forecasting.simulation.params import DEFAULT_SIMULATION_PARAMS, SimulationParams
from allocator.heuristics.kernel import jit
from allocator.jobs.executors import executor


@dataclass(frozen=True)
class Computing:
    """How futures are simulated; they are the same either way.

    Attributes
    ----------
    compiled
        Whether by compiled code; it is compiled first where that has not been done.
    shared
        Whether they are worth being shared out among cores.
    """

    compiled: bool
    shared: bool

    @contextlib.contextmanager
    def workers(self, cores: int, cluster: str | None = None) -> Iterator[Executor | None]:
        """Have an executor for blocks of futures; None where they are simulated here.

        Parameters
        ----------
        cores
            Threads of compiled code, or processes of plain Python.
        cluster
            Address of the scheduler whose workers simulate in their place.

        Raises
        ------
        InputError
            There is no cluster at the address.
        """
        if cluster is None and not self.shared:
            yield None
            return
        with executor(cores, "threads" if self.compiled else "processes", cluster) as made:
            yield made


def computing(
    items: int,
    futures: int,
    policies: tuple[PolicyName, ...],
    cores: int,
    params: SimulationParams = DEFAULT_SIMULATION_PARAMS,
) -> Computing:
    """Choose how to simulate.

    Parameters
    ----------
    items
        Of the scenario.
    cores
        That there are.
    """
    plain = params.plain_seconds(items, futures) if "dispatch" in policies else 0.0
    slow = plain / cores > params.compiling_gain * params.compile_seconds
    compiled = is_ready() or (slow and jit.is_installed())
    shared = cores > 1 and (compiled or plain > params.least_shared_seconds)
    return Computing(compiled, shared)
