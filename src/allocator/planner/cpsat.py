"""Runs CP-SAT so that it can be watched, stopped and repeated."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from ortools.sat.python import cp_model

from allocator.cpmodel.extract import extract
from allocator.cpmodel.variables import Linear, Variables
from allocator.planner.clock import Clock
from allocator.planner.params import CpSatParams
from allocator.planner.solver_time import SolverTime
from allocator.planner.threads import run_in_threads
from allocator.problem.model import Solution

PROVING_STRATEGIES = ("reduced_costs", "no_lp", "core")
"""CP-SAT's subsolvers that prove most about sums of many terms, for when there are not enough
workers for all. CP-SAT itself would begin with others, which do better by a makespan. One more
worker takes turns at improving (benchmarks/README.md)."""

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
    value
        What the objective comes to in the solution; None without either.
    """

    status: Status
    solution: Solution | None
    bound: int | None
    value: int | None = None


def workers(cores: int, params: CpSatParams) -> int:
    """Return how many CP-SAT workers to run on so many cores."""
    return max(cores, min(params.max_workers, params.workers_per_core * cores))


def strategies_of(tier: str, worker: int) -> tuple[str, ...]:
    """Return the strategies for a tier; each worker of a cluster begins with another of them."""
    if tier == "makespan":
        return ()
    first = worker % len(PROVING_STRATEGIES)
    return PROVING_STRATEGIES[first:] + PROVING_STRATEGIES[:first]


class _Watcher(cp_model.CpSolverSolutionCallback):
    """Passes every solution on as it is found."""

    def __init__(self, variables: Variables, found: Callable[[Solution], None]) -> None:
        super().__init__()
        self._variables = variables
        self._found = found

    def on_solution_callback(self) -> None:
        """Pass the solution on (called by the solver)."""
        self._found(extract(self._variables, self.value))


class _SolutionRelay:
    """Passes solutions and bounds on, and ends a reproducible run at the one that is enough.

    It does so on the solver's own thread. From outside, now and then, a run would be ended a little
    earlier or later each time, with other solutions.
    """

    def __init__(self, run: Run, solver: cp_model.CpSolver) -> None:
        self._run, self._solver = run, solver
        self.may_stop = run.clock.reproducible

    def solution(self, found: Solution) -> None:
        """Pass a solution on."""
        self._run.on_solution(found)
        self._end()

    def bound(self, value: float) -> None:
        """Pass a bound on."""
        self._run.on_bound(_ceil(value))
        self._end()

    def _end(self) -> None:
        if self.may_stop and self._run.enough():
            self._solver.stop_search()


@dataclass(frozen=True, kw_only=True)
class Run:
    """How CP-SAT is run.

    Attributes
    ----------
    clock
        Ends the run when it is over.
    cores, seed
        See ``SolveOptions``.
    params
        How many workers to run, and what stands for a second in a reproducible run.
    on_solution
        Called from the solver's thread with every better solution.
    on_bound
        Called likewise with every better bound, in integer units.
    enough
        Whether to end, asked now and then; in a reproducible run with every solution and bound.
    strategies
        CP-SAT's subsolvers where there are not enough workers for all; empty for its own choice.
    """

    clock: Clock
    cores: int
    seed: int
    params: CpSatParams
    on_solution: Callable[[Solution], object]
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
        events = _SolutionRelay(self, solver)
        watcher = _Watcher(variables, events.solution)
        if objective is not None:
            solver.best_bound_callback = events.bound

        def solve() -> object:
            if self.clock.reproducible:
                root = _status_at_root(self._solver(seconds), variables)
                if root == cp_model.INFEASIBLE:
                    self.clock.count(self._time.loading_seconds(variables.model))
                    return root
                events.may_stop = root != cp_model.OPTIMAL
            found = solver.solve(variables.model, watcher)
            self._time.count(solver, variables.model)
            return found

        status = self._watch(solve, solver)
        return _outcome(variables, solver, status, minimized=objective is not None)

    def _watch(self, solve: Callable[[], object], solver: cp_model.CpSolver) -> object:
        """Run the solver in a thread of its own, stop it in time, and return its status."""
        statuses: list[object] = []

        def tick() -> None:
            if self.clock.over or (not self.clock.reproducible and self.enough()):
                solver.stop_search()

        run_in_threads([lambda: statuses.append(solve())], lambda done: self.clock.wait(done, tick))
        return statuses[0]

    def _solver(self, seconds: float) -> cp_model.CpSolver:
        solver = cp_model.CpSolver()
        parameters = solver.parameters
        parameters.random_seed = self.seed
        parameters.catch_sigint_signal = False
        parameters.cp_model_probing_level = 0  # took most of the time and fixed next to nothing
        reproducible = self.clock.reproducible
        parameters.num_workers = workers(self.cores, self.params)
        parameters.ignore_subsolvers.append("fixed")  # follows the order of the model: of no use
        if reproducible:
            parameters.num_workers = self.params.reproducible_workers
        if parameters.num_workers < self.params.max_workers:
            parameters.subsolvers.extend(self.strategies)
        if reproducible:
            self._take_turns(parameters)
        self._time.limit(solver, seconds)
        return solver

    @property
    def _time(self) -> SolverTime:
        return SolverTime(self.clock, self.params)

    def _take_turns(self, parameters: Any) -> None:
        """Let strategies take turns on one thread.

        Strategies that run side by side tell each other of a solution as soon as they find it, even
        where CP-SAT interleaves them in batches, so that which of two solutions of the same value
        comes first, and what each strategy prunes, depends on how threads are scheduled.
        """
        parameters.interleave_search = True
        parameters.interleave_batch_size = 1


def _outcome(
    variables: Variables, solver: cp_model.CpSolver, status: object, *, minimized: bool
) -> Outcome:
    names: dict[object, Status] = {
        cp_model.OPTIMAL: "optimal",
        cp_model.FEASIBLE: "feasible",
        cp_model.INFEASIBLE: "infeasible",
    }
    name = names.get(status, "unknown")
    found = name in ("optimal", "feasible")
    bound = _ceil(solver.best_objective_bound) if minimized and name != "unknown" else None
    if not found:
        return Outcome(name, None, bound)
    value = round(solver.objective_value) if minimized else None
    return Outcome(name, extract(variables, solver.value), bound, value)


def _status_at_root(solver: cp_model.CpSolver, variables: Variables) -> object:
    """Return what a model turns out to be as it is loaded: infeasible, solved, or neither.

    Where its strategies take turns on one thread, CP-SAT aborts the whole process over a model that
    has no solution from the first, and over one that is told to stop where it is solved so early.
    """
    parameters = solver.parameters
    parameters.interleave_search = False
    parameters.subsolvers.clear()
    parameters.ignore_subsolvers.clear()
    parameters.num_workers = 1
    parameters.stop_after_root_propagation = True
    return solver.solve(variables.model)


def _ceil(bound: float) -> int:
    """Round a bound of an integer objective up, forgiving the last digits of a float."""
    return -int(-(bound - 1e-6) // 1)
