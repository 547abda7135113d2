"""From the incumbent to a checked, dated plan."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from allocator import __version__
from allocator.analysis.annotate import annotate
from allocator.checks.run import check
from allocator.domain import Plan, PlanItem, RelaxedDeadline, Scenario, SolverReport, TierReport
from allocator.domain.canonical import fingerprint
from allocator.domain.quantities import reach_of
from allocator.errors import DefectError, NoPlanInTimeError
from allocator.planner.clock import Clock, StopReason
from allocator.planner.incumbent import Incumbent
from allocator.planner.options import SolveOptions
from allocator.planner.progress import gap
from allocator.problem.evaluation import Evaluator
from allocator.problem.model import Problem, Solution
from allocator.problem.plan_items import plan_items


def tier_reports(
    problem: Problem, scenario: Scenario, incumbent: Incumbent
) -> tuple[TierReport, ...]:
    """Return value, bound and gap of every tier of the scenario."""
    reports = []
    for name in scenario.tiers:
        unit, unit_name = problem.tier(name).unit, problem.tier(name).unit_name
        value = incumbent.reached(name)
        assert value is not None
        bound = min(value, incumbent.bounds.get(name, 0))
        reports.append(
            TierReport(
                name=name,
                value=float(value * unit),
                unit=unit_name,
                bound=float(bound * unit),
                gap=gap(float(value * unit), float(bound * unit)),
                proved=bound == value,
                goal=scenario.goals.get(name),
                found_by=incumbent.finders.get(name, ""),
                bound_by=incumbent.sources.get(name, ""),
            )
        )
    return tuple(reports)


def _check_reach(scenario: Scenario, items: Iterable[PlanItem]) -> None:
    """Raise if an item ends after the last day that a plan can reach."""
    reach = reach_of(scenario.calendar.start)
    for entry in items:
        if entry.finish is not None and entry.finish > reach:
            raise NoPlanInTimeError(
                f"no plan was found that ends by {reach:%Y-%m-%d}, as all plans must: "
                f"{scenario.item_by_id[entry.id].name} would end on {entry.finish:%Y-%m-%d}; "
                "check the amounts of work and the lags, and their units"
            )


def make_plan(
    problem: Problem,
    scenario: Scenario,
    incumbent: Incumbent,
    options: SolveOptions,
    clock: Clock,
    engines: str,
) -> Plan:
    """Date, annotate and check the incumbent.

    Parameters
    ----------
    problem, scenario, incumbent, options, clock
        What was solved, and how; the clock says how long it took and why it ended.
    engines
        The engines that were at work.

    Raises
    ------
    NoPlanInTimeError
        If it ends later than any plan may.
    DefectError
        If the independent checker refuses the plan.
    """
    assert incumbent.best is not None
    report = _report(problem, scenario, incumbent, options, clock, engines)
    bare = plan_items(problem, scenario, incumbent.best.solution)
    _check_reach(scenario, bare)
    items, people, metrics = annotate(bare, scenario)
    now = dt.datetime.now().isoformat(timespec="seconds")
    plan = Plan(
        created=None if options.reproducible else now,
        scenario=scenario,
        scenario_sha256=fingerprint(scenario),
        solver=report,
        items=items,
        people=people,
        metrics=metrics,
    )
    _refuse_violations(plan)
    return plan


def _refuse_violations(plan: Plan) -> None:
    """Raise if the independent checker finds anything but relaxed deadlines."""
    violations = [each for each in check(plan.scenario, plan) if not each.relaxed]
    if violations:
        lines = "\n".join(f"  {violation.rule}: {violation.message}" for violation in violations)
        raise DefectError(
            f"the planner made a plan that its own checker refuses (allocator {__version__}, "
            f"scenario {plan.scenario_sha256[:12]}):\n{lines}"
        )


def _report(
    problem: Problem,
    scenario: Scenario,
    incumbent: Incumbent,
    options: SolveOptions,
    clock: Clock,
    engines: str,
) -> SolverReport:
    assert incumbent.best is not None
    tiers = tier_reports(problem, scenario, incumbent)
    proved = all(incumbent.proved(tier.name) for tier in tiers)
    return SolverReport(
        status="optimal" if proved else "feasible",
        engine=engines,
        seed=options.seed,
        wall_seconds=None if options.reproducible else round(clock.elapsed, 3),
        stop_reason="proved" if proved else _stop_reason(clock),
        tiers=tiers,
        relaxed=_relaxed(problem, scenario, incumbent.best.solution),
        cluster_workers=None if options.cluster is None else len(options.cluster.participants),
    )


def _stop_reason(clock: Clock) -> StopReason:
    if clock.interrupted:
        return "interrupted"
    return "work_limit" if clock.reproducible else "time_limit"


def _relaxed(
    problem: Problem, scenario: Scenario, solution: Solution
) -> tuple[RelaxedDeadline, ...]:
    """Return the deadlines that a solution breaks."""
    evaluation = Evaluator(problem).evaluate(solution)
    found = []
    for limit in problem.limits:
        instant = evaluation.instant(limit.finish)
        if limit.kind == "freeze" or instant is None or instant <= limit.instant:
            continue
        late = evaluation.late_minutes(limit) / float(scenario.calendar.day_minutes)
        found.append(
            RelaxedDeadline(
                kind=limit.kind,
                id=limit.id,
                deadline=scenario.deadline_of(limit.kind, limit.id),
                finish=problem.timeline.moment(instant),
                late_days=round(late, 4),
            )
        )
    return tuple(found)
