"""Runs CP-SAT so that it can be watched, stopped and repeated."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from ortools.sat.python import cp_model

from allocator.cpmodel.extract import extract
from allocator.cpmodel.variables import Linear, Variables
from allocator.planner.clock import Clock
from allocator.problem.model import Solution

PORTFOLIO = 8
"""Workers beyond which more cores than these are used only if there are as many."""

WORK_PER_SECOND = 0.2
"""Deterministic time granted in a reproducible run per second of the time limit: about a second
of one core (benchmarks/README.md)."""

SUMS = ("reduced_costs", "no_lp", "core")
"""Strategies that prove most about sums of many terms where there are not enough workers for all
of them. CP-SAT itself would begin with others, which do better by a makespan. One more worker takes
turns at improving (benchmarks/README.md)."""

REPRODUCIBLE_WORKERS = 4
"""Strategies that take turns in a reproducible run, whatever the number of cores.

They take turns on one thread. Strategies that run side by side tell each other of a solution as
soon as they find it, even where CP-SAT interleaves them in batches, so that which of two solutions
of the same value comes first, and what each strategy prunes, depends on how threads are scheduled.
"""

Status = Literal["optimal", "feasible", "infeasible", "unknown"]


@dataclass(frozen=True)
class Outcome:
    """What one run of CP-SAT came to.

    Attributes
    ----------
    status
        As CP-SAT reports it.
    solution
        The best found, None if none.
    bound
        Proved lower bound of the objective, in its integer units; None without objective.
    """

    status: Status
    solution: Solution | None
    bound: int | None


def workers(cores: int) -> int:
    """Return how many CP-SAT workers to run on so many cores.

    With one worker a core whole strategies are left out on small machines; with too many each is
    starved. On two cores four did best, ahead of two and of eight (benchmarks/README.md).
    """
    return max(cores, min(PORTFOLIO, 2 * cores))


class _Watcher(cp_model.CpSolverSolutionCallback):
    """Hands every solution on as it is found."""

    def __init__(self, variables: Variables, found: Callable[[Solution], None]) -> None:
        super().__init__()
        self._variables = variables
        self._found = found

    def on_solution_callback(self) -> None:
        """Hand on the solution (called by the solver)."""
        self._found(extract(self._variables, self.value))


class _Steps:
    """Ends a run at the solution or bound with which there is enough.

    It is asked on the solver's own thread. Asked from outside, now and then, the run would end a
    little earlier or later each time, and with other solutions.
    """

    def __init__(self, run: Run, solver: cp_model.CpSolver) -> None:
        self._run, self._solver = run, solver

    def solution(self, found: Solution) -> None:
        """Hand on a solution."""
        self._run.on_solution(found)
        self._end()

    def bound(self, value: float) -> None:
        """Hand on a bound."""
        self._run.on_bound(_ceil(value))
        self._end()

    def _end(self) -> None:
        if self._run.clock.reproducible and self._run.enough():
            self._solver.stop_search()


@dataclass(frozen=True, kw_only=True)
class Run:
    """How CP-SAT is run.

    Attributes
    ----------
    clock
        Ends the run when it is over.
    cores, seed
        See the options.
    on_solution
        Called from the solver's thread with every better solution.
    on_bound
        Called likewise with every better bound, in integer units.
    enough
        Asked whether to end: now and then, and in a reproducible run with every solution and bound
        instead.
    strategies
        CP-SAT's subsolvers where there are not enough workers for all; empty for its own choice.
    """

    clock: Clock
    cores: int
    seed: int
    on_solution: Callable[[Solution], None]
    on_bound: Callable[[int], None]
    enough: Callable[[], bool] = lambda: False
    strategies: tuple[str, ...] = ()

    def minimize(self, variables: Variables, objective: Linear | None, seconds: float) -> Outcome:
        """Solve for at most so many seconds; without objective, for feasibility."""
        if objective is None:
            variables.model.clear_objective()  # type: ignore[no-untyped-call]
        else:
            variables.model.minimize(objective)
        solver = self._solver(seconds)
        steps = _Steps(self, solver)
        watcher = _Watcher(variables, steps.solution)
        if objective is not None:
            solver.best_bound_callback = steps.bound
        done = threading.Event()
        statuses: list[object] = []

        def work() -> None:
            try:
                if self.clock.reproducible and _fails_at_once(self._solver(seconds), variables):
                    statuses.append(cp_model.INFEASIBLE)
                else:
                    statuses.append(solver.solve(variables.model, watcher))
            finally:
                done.set()

        thread = threading.Thread(target=work, daemon=True)
        thread.start()

        def tick() -> None:
            if self.clock.over or (not self.clock.reproducible and self.enough()):
                solver.stop_search()

        self.clock.wait(done, tick)
        thread.join()
        return self._outcome(variables, solver, statuses, objective is not None)

    def _solver(self, seconds: float) -> cp_model.CpSolver:
        solver = cp_model.CpSolver()
        parameters = solver.parameters
        parameters.random_seed = self.seed
        parameters.catch_sigint_signal = False
        parameters.cp_model_probing_level = 0  # took most of the time and fixed next to nothing
        reproducible = self.clock.reproducible
        parameters.num_workers = REPRODUCIBLE_WORKERS if reproducible else workers(self.cores)
        parameters.ignore_subsolvers.append("fixed")  # follows the order of the model: of no use
        if parameters.num_workers < PORTFOLIO:
            parameters.subsolvers.extend(self.strategies)
        if reproducible:
            parameters.interleave_search = True
            parameters.interleave_batch_size = 1  # one after another: see REPRODUCIBLE_WORKERS
            parameters.max_deterministic_time = seconds * WORK_PER_SECOND
        else:
            parameters.max_time_in_seconds = seconds
        return solver

    @staticmethod
    def _outcome(
        variables: Variables, solver: cp_model.CpSolver, statuses: list[object], minimized: bool
    ) -> Outcome:
        names: dict[object, Status] = {
            cp_model.OPTIMAL: "optimal",
            cp_model.FEASIBLE: "feasible",
            cp_model.INFEASIBLE: "infeasible",
        }
        status = names.get(statuses[0], "unknown") if statuses else "unknown"
        found = status in ("optimal", "feasible")
        bound = _ceil(solver.best_objective_bound) if minimized and status != "unknown" else None
        return Outcome(status, extract(variables, solver.value) if found else None, bound)


def _fails_at_once(solver: cp_model.CpSolver, variables: Variables) -> bool:
    """Whether a model turns out to have no solution as it is loaded.

    CP-SAT aborts the whole process over that where its strategies take turns on one thread.
    """
    parameters = solver.parameters
    parameters.interleave_search = False
    parameters.subsolvers.clear()
    parameters.ignore_subsolvers.clear()
    parameters.num_workers = 1
    parameters.stop_after_root_propagation = True
    return bool(solver.solve(variables.model) == cp_model.INFEASIBLE)


def _ceil(bound: float) -> int:
    """Round a bound of an integer objective up, forgiving the last digits of a float."""
    return -int(-(bound - 1e-6) // 1)
