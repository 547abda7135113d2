"""A plan made ready to be simulated: widened, compiled on axes, with its draws."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor
from dataclasses import dataclass

from allocator import domain
from allocator.domain import Scenario
from allocator.domain.forecast import PolicyName
from allocator.forecasting.draws.draws import Draws, make_draws
from allocator.forecasting.plan_people import with_plan_people
from allocator.forecasting.possible_work import PossibleWork, possible_work
from allocator.forecasting.simulation.arrays import DrawBlock, Futures, SimulationModel
from allocator.forecasting.simulation.compile import compile_model, forecast_problem
from allocator.forecasting.simulation.dispatch import is_ready
from allocator.forecasting.simulation.futures import BlockDraws, simulate_on_axes
from allocator.problem.model import Problem

DRAW_BLOCK = 1000
"""Futures whose draws are made again at a time, to be counted."""


@dataclass(frozen=True, eq=False)
class CompiledAxis:
    """The widened scenario on an axis.

    Attributes
    ----------
    draws
        What is uncertain, on this axis.
    compiled
        Whether compiled code draws.
    """

    possible: PossibleWork
    problem: Problem
    model: SimulationModel
    draws: Draws
    compiled: bool

    def blocks(self, futures: int) -> Iterator[DrawBlock]:
        """Yield the draws of the futures once more, block by block."""
        for first in range(0, futures, DRAW_BLOCK):
            count = min(DRAW_BLOCK, futures - first)
            yield self.draws.block(first, count, compiled=self.compiled)


@dataclass(frozen=True, eq=False)
class SimulatedPlan:
    """What has come out of a policy, on the axis that holds the longest future."""

    policy: PolicyName
    axis: CompiledAxis
    futures: Futures


class PreparedPlan:
    """A plan whose futures can be simulated; what is compiled is kept for further runs.

    Parameters
    ----------
    scenario, plan
        What was planned.
    seed
        Of all draws.
    compiled
        Whether by compiled code; None: where it is there.
    """

    def __init__(
        self, scenario: Scenario, plan: domain.Plan, seed: int, *, compiled: bool | None = None
    ) -> None:
        scenario = with_plan_people(scenario, plan)
        self.scenario, self.plan, self.seed = scenario, plan, seed
        self._compiled = is_ready() if compiled is None else compiled
        self.possible = possible_work(scenario, plan)
        self._axes: dict[int, CompiledAxis] = {}

    def axis(self, doublings: int) -> CompiledAxis:
        """Return the widened scenario on an axis, by how often that has been doubled."""
        if doublings not in self._axes:
            problem = forecast_problem(self.possible, self.plan, doublings=doublings)
            model = compile_model(problem, self.possible, self.plan)
            draws = make_draws(self.scenario, self.possible, problem, model, seed=self.seed)
            self._axes[doublings] = CompiledAxis(
                self.possible, problem, model, draws, self._compiled
            )
        return self._axes[doublings]

    def simulate(
        self, policy: PolicyName, futures: int, executor: Executor | None = None
    ) -> SimulatedPlan:
        """Simulate futures by a policy.

        Parameters
        ----------
        futures
            How many.
        executor
            Runs the blocks; None does it here.
        """
        found, doublings = simulate_on_axes(
            self._on_axis,
            futures,
            policy=policy,
            executor=executor,
            compiled=self._compiled,
        )
        return SimulatedPlan(policy, self.axis(doublings), found)

    def _on_axis(self, doublings: int) -> tuple[SimulationModel, BlockDraws]:
        axis = self.axis(doublings)
        return axis.model, axis.draws
