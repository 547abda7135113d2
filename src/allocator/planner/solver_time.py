"""The time of CP-SAT: by the clock, or by its own count of its work in a reproducible run."""

from __future__ import annotations

from dataclasses import dataclass

from ortools.sat.python import cp_model

from allocator.planner.clock import Clock
from allocator.planner.params import CpSatParams


@dataclass(frozen=True)
class SolverTime:
    """Limits solvers, and has the clock of a reproducible run count what they did."""

    clock: Clock
    params: CpSatParams

    def limit(self, solver: cp_model.CpSolver, seconds: float) -> None:
        """Let a solver run for so many seconds, or for the work that stands for them."""
        if self.clock.reproducible:
            work = seconds * self.params.deterministic_time_per_second
            solver.parameters.max_deterministic_time = work
        else:
            solver.parameters.max_time_in_seconds = seconds

    def count(self, solver: cp_model.CpSolver, model: cp_model.CpModel) -> None:
        """Count what a solver has done with a model, in a reproducible run."""
        if self.clock.reproducible:
            work = solver.response_proto.deterministic_time
            seconds = work / self.params.deterministic_time_per_second
            self.clock.count(self.loading_seconds(model) + seconds)

    def loading_seconds(self, model: cp_model.CpModel) -> float:
        """Return the seconds that stand for building and loading a model."""
        return self.params.seconds_per_constraint * len(model.proto.constraints)
