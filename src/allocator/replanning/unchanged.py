"""Find out whether the baseline still holds as it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from allocator.analysis.annotate import annotate
from allocator.analysis.measures import MEASURES
from allocator.analysis.people import people_on
from allocator.calendars import Calendars, TeamCalendar
from allocator.checks.run import check
from allocator.domain import (
    Plan,
    PlanItem,
    RuleId,
    Scenario,
    SolverReport,
    TierName,
    TierReport,
    WorkItem,
)
from allocator.domain.canonical import fingerprint
from allocator.replanning.freeze import bare_plan

PROGRESS_FIELDS = ("state", "started", "finished", "remaining", "people", "reassign")
"""Fields of an item that hold its progress."""
_REPLAN_FIELDS = {"now", "objectives", "goals", "baseline", "items"}


def unchanged(
    today: Scenario,
    calendars: Calendars,
    baseline: Plan,
    entries: Sequence[PlanItem],
    given: Scenario,
) -> tuple[PlanItem, ...] | None:
    """Return the baseline's entries as of now; None if something has changed.

    Parameters
    ----------
    today
        The scenario with reported and assumed progress.
    calendars
        The scenario's calendars.
    baseline
        The plan that people go by.
    entries
        Entries of items at their baseline dates; dropped items are added.
    given
        The scenario before progress was assumed.
    """
    if _planning_fields(given) != _planning_fields(baseline.scenario):
        return None
    old = {entry.id: entry for entry in baseline.items}
    now = {entry.id: entry for entry in entries}
    for item in today.items:
        if item.id in old and old[item.id].is_left_out and item.id not in now:
            now[item.id] = PlanItem(id=item.id, state=old[item.id].state)
    if now.keys() != old.keys() or not all(_same(old[i], now[i]) for i in now):
        return None
    if any(_people(baseline.scenario, old[i]) != _people(today, now[i]) for i in now):
        return None
    found = tuple(now[item.id] for item in today.items)
    plan = bare_plan(today, found).model_copy(update={"solver": baseline.solver})
    wrong = [v for v in check(today, plan, calendars) if v.rule != RuleId.CLAIMS and not v.relaxed]
    return None if wrong else found


def _planning_fields(scenario: Scenario) -> dict[str, Any]:
    """Return the fields of a scenario that matter for planning, without progress."""
    fields = {name: getattr(scenario, name) for name in type(scenario).model_fields}
    asked = {name: value for name, value in fields.items() if name not in _REPLAN_FIELDS}
    tiers = tuple(tier for tier in scenario.tiers if tier not in ("stability", "value"))
    return {**asked, "tiers": tiers, "items": tuple(map(_plain, scenario.items))}


def _plain(item: WorkItem) -> dict[str, Any]:
    fields = type(item).model_fields
    return {name: getattr(item, name) for name in fields if name not in PROGRESS_FIELDS}


def _same(old: PlanItem, now: PlanItem) -> bool:
    out = old.is_left_out, now.is_left_out
    return out[0] == out[1] and (old.start, old.finish) == (now.start, now.finish)


def _people(scenario: Scenario, entry: PlanItem) -> set[str]:
    return set(people_on(scenario, entry))


def as_plan(scenario: Scenario, items: Sequence[PlanItem], baseline: Plan) -> Plan:
    """Return the baseline as the new plan: its dates and people, with today's states.

    What was proved of the objectives holds still where their values are the same: the plans that
    are left to choose from are some of those from before.

    Parameters
    ----------
    scenario
        As of now, with the objectives in their order.
    items
        From :func:`unchanged`.
    baseline
        The plan that people go by.
    """
    calendars = Calendars(scenario)
    filled, people, metrics = annotate(items, scenario, calendars)
    tiers = tuple(_tier(scenario, calendars.team, items, name, baseline) for name in scenario.tiers)
    proved = all(tier.proved for tier in tiers)
    report = SolverReport(
        status="optimal" if proved else "feasible",
        engine="the baseline, unchanged",
        seed=baseline.solver.seed,
        wall_seconds=baseline.solver.wall_seconds,
        stop_reason="proved" if proved else "work_limit",
        tiers=tiers,
        relaxed=baseline.solver.relaxed,
    )
    return Plan(
        created=baseline.created,
        scenario=scenario,
        scenario_sha256=fingerprint(scenario),
        solver=report,
        items=filled,
        people=people,
        metrics=metrics,
    )


def _tier(
    scenario: Scenario,
    team: TeamCalendar,
    items: Sequence[PlanItem],
    name: TierName,
    baseline: Plan,
) -> TierReport:
    measure = MEASURES[name]
    value = float(measure.function(scenario, items, team))
    before = next((tier for tier in baseline.solver.tiers if tier.name == name), None)
    holds = before is not None and before.goal is None and before.value == value
    bound = before.bound if holds and before is not None else 0.0
    bound = min(bound, value)
    return TierReport(
        name=name,
        value=value,
        unit=measure.unit,
        bound=bound,
        gap=abs(value - bound) / max(1.0, abs(value)),
        proved=bound == value,
        found_by="baseline",
        bound_by=before.bound_by if before is not None and holds else "nothing moved",
    )
