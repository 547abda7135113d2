"""A peer: the plain CP-SAT model, with an optional interval for each task and capable person,
and for each length of the work where the person's calendar gives it several.

No hint, no redundant constraint, no bound from elsewhere; workers as CP-SAT wants them for its full
mix of strategies.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ortools.sat.python import cp_model

from plain import Plain, Task, flatten
from planners import NoPlanError, Outcome, Settings
from traces import TraceRow

if TYPE_CHECKING:
    from allocator.domain import Scenario

FULL_MIX = 8
"""CP-SAT drops whole strategies with fewer workers."""


@dataclass
class _Model:
    plain: Plain
    model: cp_model.CpModel = field(default_factory=cp_model.CpModel)
    starts: list[cp_model.IntVar] = field(default_factory=list)
    ends: list[cp_model.IntVar] = field(default_factory=list)
    chosen: list[list[tuple[int, cp_model.IntVar]]] = field(default_factory=list)
    on_person: dict[int, list[cp_model.IntervalVar]] = field(default_factory=dict)
    on_resource: dict[int, list[tuple[cp_model.IntervalVar, int]]] = field(default_factory=dict)


def plan(scenario: Scenario, settings: Settings) -> Outcome:
    """Plan with the plain model: the makespan, or the weighted tardiness of projects."""
    began = time.perf_counter()
    plain = flatten(scenario)
    built = _Model(plain)
    for task in plain.tasks:
        _add(built, task)
    _link(built)
    _objective(built)
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = max(
        0.1, settings.time_limit - (time.perf_counter() - began)
    )
    solver.parameters.num_workers = max(FULL_MIX, settings.workers)
    solver.parameters.random_seed = settings.seed
    watch = _Watch(plain, began)
    solver.best_bound_callback = watch.bound
    status = solver.solve(built.model, watch)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        raise NoPlanError(f"CP-SAT ended with {solver.status_name(status)}")
    watch.bound(solver.best_objective_bound)
    starts = [solver.value(start) for start in built.starts]
    people = [
        next((person for person, there in chosen if solver.value(there)), None)
        for chosen in built.chosen
    ]
    return Outcome(
        items=plain.plan_items(starts, people),
        bound=solver.best_objective_bound * plain.slot_hours if plain.exact else None,
        engine=f"CP-SAT, {solver.parameters.num_workers} workers",
        first_seconds=watch.first,
        best_seconds=watch.best,
        trace=watch.rows,
    )


def _add(built: _Model, task: Task) -> None:
    plain, model = built.plain, built.model
    start = model.new_int_var(task.release, plain.horizon - 1, "")
    end = model.new_int_var(0, plain.horizon, "")
    chosen: list[tuple[int, cp_model.IntVar]] = []
    if not task.people:
        interval = model.new_interval_var(start, task.length, end, "")
        for resource, amount in task.demands:
            built.on_resource.setdefault(resource, []).append((interval, amount))
    for person, slots in task.people:
        for span, starts in _spans(plain.own[person], slots):
            there = model.new_bool_var("")
            interval = model.new_optional_interval_var(start, span, end, there, "")
            if starts is not None:
                model.add_linear_expression_in_domain(start, starts).only_enforce_if(there)
            built.on_person.setdefault(person, []).append(interval)
            chosen.append((person, there))
    if task.people:
        model.add_exactly_one(there for _, there in chosen)
    built.starts.append(start)
    built.ends.append(end)
    built.chosen.append(chosen)


def _spans(own: tuple[int, ...] | None, slots: int) -> list[tuple[int, cp_model.Domain | None]]:
    """Return how long a person's work can take from start to end, each with its starts."""
    if own is None:
        return [(slots, None)]
    starts: dict[int, list[int]] = {}
    for first, last in zip(own, own[slots - 1 :], strict=False):
        starts.setdefault(last + 1 - first, []).append(first)
    return [(span, cp_model.Domain.from_values(first)) for span, first in starts.items()]


def _link(built: _Model) -> None:
    plain, model = built.plain, built.model
    for task, start in zip(plain.tasks, built.starts, strict=True):
        for before in task.after:
            model.add(built.ends[before] <= start)
    for intervals in built.on_person.values():
        model.add_no_overlap(intervals)
    for resource, held in built.on_resource.items():
        intervals, amounts = zip(*held, strict=True)
        model.add_cumulative(intervals, amounts, plain.capacities[resource])


def _objective(built: _Model) -> None:
    plain, model = built.plain, built.model
    if plain.tier == "makespan":
        makespan = model.new_int_var(0, plain.horizon, "makespan")
        model.add_max_equality(makespan, built.ends)
        model.minimize(makespan)
        return
    late = []
    for project in plain.projects:
        late.append(model.new_int_var(0, plain.horizon, "") if project.weight else None)
    for task, end in zip(plain.tasks, built.ends, strict=True):
        if task.project is not None and (var := late[task.project]) is not None:
            model.add(var >= end - plain.projects[task.project].due)
    pairs = [
        (p.weight, var) for p, var in zip(plain.projects, late, strict=True) if var is not None
    ]
    model.minimize(sum(weight * var for weight, var in pairs))


class _Watch(cp_model.CpSolverSolutionCallback):
    """Notes when plans and bounds came."""

    def __init__(self, plain: Plain, began: float) -> None:
        super().__init__()
        self.rows: list[TraceRow] = []
        self.first: float | None = None
        self.best: float | None = None
        self._plain = plain
        self._began = began

    def on_solution_callback(self) -> None:
        self.best = time.perf_counter() - self._began
        self.first = self.best if self.first is None else self.first
        self._note(self.objective_value * self._plain.slot_hours, None)

    def bound(self, bound: float) -> None:
        if self._plain.exact:
            self._note(None, bound * self._plain.slot_hours)

    def _note(self, value: float | None, bound: float | None) -> None:
        seconds = time.perf_counter() - self._began
        row = TraceRow(seconds, "plain-cpsat", self._plain.tier, "h", value, bound)
        self.rows.append(row)
