"""What the work costs in the futures: people's rates times realised effort.

Cost counts, as in the plan, the effort of work that is not done yet, at the rates of who does it;
time that is recorded as ``spent`` is added at the average rate of the item's people. What is not
done in a future costs nothing there.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from allocator import domain
from allocator.analysis.project_costs import cost_spent, cost_to_do
from allocator.domain import Scenario
from allocator.domain.forecast import CostForecast, PolicyName
from allocator.forecasting.simulation.arrays import DrawBlock, EntryArrays, Futures
from allocator.problem.model import Problem

F64 = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class FutureCosts:
    """Cost by project in each future, None for work without a project; filled block by block.

    Parameters
    ----------
    problem, wide
        What was simulated, and its scenario.
    entries
        The model's entries, which are the problem's activities and then bookings.
    """

    problem: Problem
    wide: Scenario
    entries: EntryArrays
    by_project: dict[str | None, list[F64]] = field(default_factory=dict)

    def add(self, block: DrawBlock, futures: Futures) -> None:
        """Add the futures of a block of draws, which are ``futures`` from ``block.first`` on."""
        rows = slice(block.first, block.first + block.count)
        sums = {project: np.zeros(block.count) for project in self._projects()}
        rates = np.array([*(person.rate for person in self.wide.people), 0.0])
        for activity in self.problem.activities:
            cost = sums[self.wide.items[activity.node].project]
            first = int(self.entries.need_ptr[activity.index])
            for need, staffing in enumerate(activity.staffing, start=first):
                hours = float(staffing.effort_hours) * block.ratios[need]
                factors = None if self.entries.certain[need] else block.factors
                for place in range(
                    int(self.entries.place_ptr[need]), int(self.entries.place_ptr[need + 1])
                ):
                    who = futures.who[rows, place]
                    paid = hours * rates[who]
                    if factors is not None:
                        paid *= factors[np.maximum(who, 0), np.arange(block.count)]
                    cost += paid
        for project, values in sums.items():
            self.by_project.setdefault(project, []).append(values)

    def of(self, project: str | None) -> F64:
        """Return the cost of a project in each future."""
        return np.concatenate(self.by_project[project])

    def of_all(self) -> F64:
        """Return the cost of all work in each future."""
        total: F64 = np.sum([self.of(project) for project in self.by_project], axis=0)
        return total

    def _projects(self) -> set[str | None]:
        return {item.project for item in self.wide.items}


def cost_forecasts(
    plan: domain.Plan, costs: FutureCosts, policy: PolicyName
) -> tuple[CostForecast, ...]:
    """Return the cost of all, then of each project."""
    scenario = plan.scenario
    spent = {project: cost_spent(scenario, project) for project in costs.by_project}
    planned = {project: cost_to_do(plan, project) for project in costs.by_project}
    found = [
        _forecast(
            None,
            costs.of_all() + sum(spent.values()),
            sum(planned.values()) + sum(spent.values()),
            None,
            policy,
        )
    ]
    for project in scenario.projects:
        if project.id in costs.by_project:
            cost = costs.of(project.id) + spent[project.id]
            known = planned[project.id] + spent[project.id]
            found.append(_forecast(project.id, cost, known, project.budget_amount, policy))
    return tuple(found)


def _forecast(
    project: str | None, cost: F64, planned: float, budget: float | None, policy: PolicyName
) -> CostForecast:
    levels = {"p10": 0.1, "p50": 0.5, "p80": 0.8, "p90": 0.9}
    at = np.quantile(cost, list(levels.values()), method="inverted_cdf")
    return CostForecast(
        policy=policy,
        project=project,
        planned=round(planned, 2),
        **{name: round(float(value), 2) for name, value in zip(levels, at, strict=True)},
        budget=budget,
        p_within=None if budget is None else float(np.mean(cost <= budget)),
    )
