"""Scenarios planned, compiled and simulated, for tests of futures."""

from __future__ import annotations

from dataclasses import dataclass

from allocator.checks.run import check
from allocator.domain import Plan, Scenario
from allocator.domain.forecast import PolicyName
from allocator.errors import InfeasibleError, NoPlanInTimeError
from allocator.forecasting.draws.draws import make_draws
from allocator.forecasting.plan_people import with_plan_people
from allocator.forecasting.possible_work import possible_work
from allocator.forecasting.simulation.arrays import DrawBlock, Futures
from allocator.forecasting.simulation.compile import compile_model, forecast_problem
from allocator.forecasting.simulation.futures import POLICIES
from allocator.forecasting.simulation.realise import Simulated, realise
from allocator.planner import SolveOptions, solve


@dataclass(frozen=True)
class Prepared:
    """A scenario with its plan, ready to be simulated."""

    scenario: Scenario
    plan: Plan
    simulated: Simulated

    def draws(self, futures: int, *, seed: int = 1) -> DrawBlock:
        """Draw futures."""
        what = self.simulated
        made = make_draws(self.scenario, what.possible, what.problem, what.model, seed=seed)
        return made.block(0, futures, compiled=False)

    def violations(self, policy: PolicyName, block: DrawBlock) -> list[str]:
        """Return what the independent checker finds in the futures that end on the axis."""
        futures: Futures = POLICIES[policy](self.simulated.model, block)
        found = []
        for k in range(futures.count):
            if not futures.beyond[k]:
                scenario, plan = realise(self.simulated, futures, block, k)
                found += [
                    f"{policy} {k} {each.rule}: {each.message}"
                    for each in check(scenario, plan)
                    if not each.relaxed
                ]
        return found


def prepared(scenario: Scenario, *, seconds: float = 0.2) -> Prepared | None:
    """Plan and compile a scenario; None where no plan is found, or nothing to be done."""
    try:
        options = SolveOptions(time_limit=seconds, workers=1, seed=0, reproducible=True)
        plan = solve(scenario, options).plan
    except (InfeasibleError, NoPlanInTimeError):
        return None
    scenario = with_plan_people(scenario, plan)
    possible = possible_work(scenario, plan)
    problem = forecast_problem(possible, plan)
    if not problem.activities:
        return None
    model = compile_model(problem, possible, plan)
    return Prepared(scenario, plan, Simulated(problem, possible, model))
