"""A peer: PyJobShop, with a mode for each capable person, people and resources as renewables.

Lan, L., and Berkhout, J. (2025). PyJobShop: Solving scheduling problems with constraint programming
in Python. It plans on the team's slots; people with calendars of their own are refused.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from instances import BenchmarkError
from plain import Plain, flatten
from planners import NoPlanError, Outcome, Settings

if TYPE_CHECKING:
    from pyjobshop import Model

    from allocator.domain import Scenario


def plan(scenario: Scenario, settings: Settings) -> Outcome:
    """Plan the makespan or the weighted tardiness of projects with PyJobShop over CP-SAT."""
    plain = flatten(scenario)
    if any(own is not None for own in plain.own):
        raise BenchmarkError("people have calendars of their own, which modes don't")
    model, who = _model(plain)
    workers = max(8, settings.workers)
    result = model.solve(
        solver="ortools",
        time_limit=settings.time_limit,
        num_workers=workers,
        random_seed=settings.seed,
        display=False,
    )
    if not result.best.tasks:
        raise NoPlanError(f"PyJobShop ended with {result.status.value}")
    return Outcome(
        items=plain.plan_items(
            [task.start for task in result.best.tasks],
            [who[task.mode] for task in result.best.tasks],
        ),
        bound=result.lower_bound * plain.slot_hours if plain.exact else None,
        engine=f"PyJobShop over CP-SAT, {workers} workers",
    )


def _model(plain: Plain) -> tuple[Model, list[int | None]]:
    """Return the model, and the person of each mode."""
    from pyjobshop import Model

    model = Model()
    jobs = [model.add_job(weight=p.weight, due_date=p.due) for p in plain.projects if p.weight]
    weighted = [k for k, p in enumerate(plain.projects) if p.weight]
    job_of = dict(zip(weighted, jobs, strict=True))
    people = [model.add_machine() for _ in plain.scenario.people]
    resources = [model.add_renewable(capacity) for capacity in plain.capacities]
    who: list[int | None] = []
    tasks = []
    for task in plain.tasks:
        job = job_of.get(task.project) if task.project is not None else None
        one = model.add_task(job=job, earliest_start=task.release, latest_end=plain.horizon)
        for person, slots in task.people:
            model.add_mode(one, people[person], slots)
            who.append(person)
        if not task.people:
            held = [resources[resource] for resource, _ in task.demands]
            model.add_mode(one, held, task.length, [amount for _, amount in task.demands])
            who.append(None)
        tasks.append(one)
    for task, one in zip(plain.tasks, tasks, strict=True):
        for before in task.after:
            model.add_end_before_start(tasks[before], one)
    if plain.tier == "makespan":
        model.set_objective(weight_makespan=1)
    else:
        model.set_objective(weight_total_tardiness=1)
    return model, who
