"""Draws of the futures of small plans made by hand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from allocator.domain import PlanItem, Scenario
from allocator.forecasting.draws.draws import Draws, make_draws
from allocator.forecasting.possible_work import PossibleWork, possible_work
from allocator.forecasting.simulation.arrays import SimulationModel
from allocator.forecasting.simulation.compile import compile_model, forecast_problem
from allocator.problem.model import Problem
from support.plans import plan_of


@dataclass(frozen=True)
class Drawn:
    """A plan with all that is made of it before it is simulated."""

    possible: PossibleWork
    problem: Problem
    model: SimulationModel
    draws: Draws

    def entry(self, name: str) -> int:
        """Index of an entry."""
        return [activity.id for activity in self.problem.activities].index(name)

    def need(self, name: str, k: int = 0) -> int:
        """Index of the k-th need of an item."""
        return int(self.model.entries.need_ptr[self.entry(name)]) + k

    def effort(self, name: str, count: int, person: int, k: int = 0) -> npt.NDArray[np.float64]:
        """Realised effort / effort that counts in futures where a person does it."""
        block = self.draws.block(0, count, compiled=False)
        certain = self.model.entries.certain[self.need(name, k)]
        factor = 1.0 if certain else block.factors[person]
        return np.asarray(block.ratios[self.need(name, k)] * factor)


def drawn(
    scenario: Scenario, items: Iterable[PlanItem] = (), *, doublings: int = 0, **options: Any
) -> Drawn:
    """The draws of a plan with these dates, on an axis that may be doubled."""
    plan = plan_of(scenario, items)
    possible = possible_work(scenario, plan)
    problem = forecast_problem(possible, plan, doublings=doublings)
    model = compile_model(problem, possible, plan)
    options = {"seed": 1, **options}
    return Drawn(
        possible, problem, model, make_draws(scenario, possible, problem, model, **options)
    )
