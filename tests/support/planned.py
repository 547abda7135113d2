"""Plans as the model finds them, with or without one of its rules."""

from __future__ import annotations

import datetime as dt

from ortools.sat.python import cp_model

from allocator.cpmodel.build import build
from allocator.domain import Plan, PlanAssignment, PlanItem, Scenario
from allocator.problem.compile import compile_problem
from allocator.problem.timeline import Timeline
from support.plans import plan_of


def planned(scenario: Scenario, *, without: str | None = None, days: int = 60) -> Plan:
    """Minimise the last tier by the bare model, and date what its variables say."""
    problem = compile_problem(scenario, axis_days=days)
    omit = frozenset() if without is None else frozenset({without})
    model = build(problem, omit=omit)
    variables = model.variables
    variables.model.minimize(model.tiers[scenario.tiers[-1]])
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_time_in_seconds = 20
    assert solver.solve(variables.model) == cp_model.OPTIMAL
    items = []
    for node, item in enumerate(scenario.items):
        if not solver.value(variables.planned[node]):
            items.append(PlanItem(id=item.id, state="dropped"))
            continue
        activity = problem.activities[problem.activity_of[node]]
        timeline = problem.timeline
        slot = solver.value(variables.start[activity.index])
        start = timeline.moment(int(timeline.starts[slot]))
        finish = timeline.moment(int(timeline.ends[solver.value(variables.end[activity.index])]))
        assignments = tuple(
            PlanAssignment(
                person=scenario.people[p].id,
                start=start,
                finish=_done(timeline, staffing.end(p, slot), finish),
                share=item.staffing[n].share,
                effort_hours=float(staffing.effort_hours),
            )
            for n, staffing in enumerate(activity.staffing)
            for p in staffing.people
            if solver.value(variables.pick[activity.index, n, p])
        )
        if not activity.staffing:
            finish = timeline.moment(int(timeline.starts[slot]) + (activity.elapsed or 0))
        items.append(PlanItem(id=item.id, start=start, finish=finish, assignments=assignments))
    return plan_of(scenario, items)


def _done(timeline: Timeline, end: int, finish: dt.datetime) -> dt.datetime:
    """Return when somebody is done; with the item where a rule is left out and they never are."""
    return timeline.moment(int(timeline.ends[end])) if end <= timeline.horizon else finish
