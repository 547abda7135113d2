"""Plans made by hand, for tests of what shows and writes them; no planner has a part in them."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal

from allocator.analysis.annotate import annotate
from allocator.domain import (
    Plan,
    PlanAssignment,
    PlanItem,
    RelaxedDeadline,
    Result,
    Scenario,
    SolverReport,
    TierReport,
)

SCENARIO_TEXT = """\
# Two people, three tasks, a milestone that is a day late, and an item that is dropped.
version: 1
name: Churn model [red]launch[/red]
calendar: {start: 2026-11-30}
people:
  - {id: ana, name: Ana Souza, skills: {sql: 3}}
  - {id: bo, name: Bo Chen, skills: {ml: 3}, capacity: 0.5}
projects:
  - {id: churn, name: Churn model, priority: 2, due: 2026-12-02, deadline: 2026-12-11}
items:
  - {id: T-1, title: Label the data, project: churn, needs: {sql: 2}, effort: 2d}
  - {id: T-2, title: "=Train, then test", project: churn, needs: {ml: 2}, effort: 1d, after: T-1}
  - {id: T-3, title: Nice to have, project: churn, optional: true, value: 3, needs: {sql: 1},
     effort: 30d, after: T-1}
  - {id: M-1, title: Model live, project: churn, kind: milestone, after: T-2, due: 2026-12-02}
"""


def scenario() -> Scenario:
    """Return the scenario of ``SCENARIO_TEXT``."""
    import yaml

    return Scenario.model_validate(yaml.safe_load(SCENARIO_TEXT))


def plan(**changes: Any) -> Plan:
    """Return the best plan of the scenario, worked out on paper.

    Bo works half days, so T-2 takes two days; the milestone and the project end on Thursday,
    8 working hours late at priority 2 each: tardiness 2 x 8 + 2 x 8 = 32 h, flow 2 x 32 = 64 h.
    """
    subject = scenario()
    items, people, metrics = annotate(
        (
            _item("T-1", "ana", "sql", at(11, 30, 9), at(12, 1, 17), 16),
            _item("T-2", "bo", "ml", at(12, 2, 9), at(12, 3, 17), 8),
            PlanItem(id="T-3", state="dropped"),
            PlanItem(id="M-1", start=at(12, 3, 17), finish=at(12, 3, 17)),
        ),
        subject,
    )
    return Plan(
        created="2026-11-29T18:00",
        scenario=subject,
        scenario_sha256=changes.pop("sha256", "0" * 64),
        solver=report(**changes),
        items=items,
        people=people,
        metrics=metrics,
    )


def report(
    *,
    status: Literal["optimal", "feasible"] = "optimal",
    stop_reason: Literal["proved", "time_limit", "interrupted", "work_limit"] = "proved",
    relaxed: tuple[RelaxedDeadline, ...] = (),
) -> SolverReport:
    """Return a solver's report with three tiers; the last is open unless the plan is optimal."""
    proved = status == "optimal"
    return SolverReport(
        status=status,
        engine="by hand",
        seed=0,
        wall_seconds=1.5,
        stop_reason=stop_reason,
        relaxed=relaxed,
        tiers=(
            TierReport(name="value", value=3, unit="value", bound=3, gap=0, proved=True),
            TierReport(name="tardiness", value=32, unit="h", bound=32, gap=0, proved=True),
            TierReport(
                name="flow",
                value=64,
                unit="h",
                bound=64 if proved else 48,
                gap=0 if proved else 0.25,
                proved=proved,
            ),
        ),
    )


def result(**changes: Any) -> Result:
    """Return the plan as a solve would."""
    made = plan(**changes)
    return Result(
        status=made.solver.status,
        stop_reason=made.solver.stop_reason,
        plan=made,
        report=made.solver,
        first_plan_seconds=0.1,
        best_plan_seconds=0.2,
    )


def relaxed_plan() -> Plan:
    """Return the plan of a scenario whose project deadline is two days before what is possible."""
    made = plan(
        relaxed=(
            RelaxedDeadline(
                kind="project",
                id="churn",
                deadline=dt.date(2026, 12, 1),
                finish=at(12, 3, 17),
                late_days=2.0,
            ),
        )
    )
    raw = made.scenario.model_dump(mode="json")
    raw["projects"][0]["deadline"] = "2026-12-01"
    subject = Scenario.model_validate(raw)
    items, people, metrics = annotate(made.items, subject)
    return made.model_copy(
        update={"scenario": subject, "items": items, "people": people, "metrics": metrics}
    )


def at(month: int, day: int, hour: int) -> dt.datetime:
    """Return an instant of 2026."""
    return dt.datetime(2026, month, day, hour)


def _item(
    name: str, person: str, skill: str, start: dt.datetime, finish: dt.datetime, hours: float
) -> PlanItem:
    work = PlanAssignment(
        person=person, skills=(skill,), start=start, finish=finish, share=1.0, effort_hours=hours
    )
    return PlanItem(id=name, start=start, finish=finish, assignments=(work,))
