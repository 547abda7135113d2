"""Checks that the parts of a plan file fit together, so that views and exports can rely on it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping

from allocator.analysis.extremes import Extremes
from allocator.checks import completeness
from allocator.checks.checked_plan import CheckedPlan, usable
from allocator.domain import Plan, PlanAssignment, PlanItem
from allocator.domain.quantities import YEARS

_CHECKED_APART = frozenset(("scenario", "items"))
"""Fields checked apart: the scenario by the checker, the items one by one."""


def incoherent(plan: Plan) -> list[str]:
    """Return the problems of a plan whose parts do not fit together; empty if they do.

    A coherent plan has each item of its scenario once, with dates near the plan's start and in
    order, and names only people and projects of its scenario. :mod:`allocator.checks` checks
    whether it keeps the rules.
    """
    scenario = plan.scenario
    checked = CheckedPlan(scenario, plan)
    if problems := [each.message for each in completeness.check(checked)]:
        return problems
    extremes = Extremes(near=lambda instant: usable(instant, scenario), left_out=_CHECKED_APART)
    problems = [*extremes.of(plan)]
    for number, entry in enumerate(plan.items):
        found = (f"items[{number}].{each}" for each in Extremes().of(entry))
        problems += [*found, *_reversed_dates(entry)]
    return [*problems, *_creation_time(plan.created), *_totals(plan)]


def _creation_time(created: str | None) -> Iterator[str]:
    """Yield a problem with the instant at which the plan was made."""
    try:
        known = created is None or dt.datetime.fromisoformat(created).year in YEARS
    except ValueError:
        known = False
    if not known:
        yield f'created: "{created}" is not a plausible date-time, such as 2026-12-01T09:00'


def _reversed_dates(entry: PlanItem) -> Iterator[str]:
    """Yield dates of an item that finish before they start."""
    spans: list[tuple[str, PlanItem | PlanAssignment]] = [(entry.id, entry)]
    spans += [(f"{said.person}'s work on {entry.id}", said) for said in entry.assignments]
    for what, span in spans:
        if span.start is not None and span.finish is not None and span.finish < span.start:
            yield f"{what} finishes on {span.finish:%Y-%m-%d %H:%M}, before it starts"


def _totals(plan: Plan) -> Iterator[str]:
    """Yield people, projects and items of the totals that are unknown, missing or repeated."""
    scenario = plan.scenario
    people, projects = scenario.person_by_id, scenario.project_by_id
    yield from _each_once("people: person", (total.id for total in plan.people), people)
    dates = (project.id for project in plan.metrics.projects)
    yield from _each_once("metrics: project", dates, projects)
    known: dict[str, Container[str | None]] = {
        "item": scenario.item_by_id,
        "project": projects,
        "calendar": (None,),
    }
    for relaxed in plan.solver.relaxed:
        if relaxed.id not in known[relaxed.kind]:
            yield f'solver.relaxed: {relaxed.kind} "{relaxed.id}" is not in the scenario'


def _each_once(what: str, names: Iterable[str], known: Mapping[str, object]) -> Iterator[str]:
    times = Counter(names)
    for name in known:
        if times[name] == 0:
            yield f'{what} "{name}" is missing'
    for name, count in times.items():
        if name not in known:
            yield f'{what} "{name}" is not in the scenario'
        elif count > 1:
            yield f'{what} "{name}" occurs {count} times'
