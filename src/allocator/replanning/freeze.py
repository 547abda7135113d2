"""The frozen window: items in it stay, unless a hard rule forces them to move."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence

from allocator.calendars import Calendars
from allocator.checks.checked_plan import CheckedPlan
from allocator.checks.run import CHECKS
from allocator.domain import (
    BaselineItem,
    Plan,
    PlanItem,
    PlanMetrics,
    RuleId,
    Scenario,
    SolverReport,
    Violation,
)
from allocator.domain.base import Model
from allocator.replanning.baseline_dates import entries_at_baseline
from allocator.replanning.earliest_dates import EarliestDates

_RULES = (
    RuleId.STAFFING,
    RuleId.NOT_SAME_AS,
    RuleId.SAME_AS,
    RuleId.WORKING_TIME,
    RuleId.RELEASE,
    RuleId.DEADLINE,
    RuleId.SPRINT_FIT,
    RuleId.OVERLAP,
    RuleId.PERSON_LOAD,
    RuleId.MAX_ITEMS,
    RuleId.RESOURCE_LOAD,
    RuleId.PRECEDENCE,
    RuleId.BUDGET,
    RuleId.HANDOVER,
)
"""What can force a frozen item to move; the others are about whole plans."""


class ForcedMove(Model):
    """An item in the frozen window that has to move, and the rule that forces it."""

    item: str
    title: str = ""
    rule: RuleId
    message: str
    """Why it has to move, in words."""


def items_in_window(
    scenario: Scenario, baseline_items: Sequence[BaselineItem], window: dt.timedelta | None
) -> set[str]:
    """Return the items whose baseline start lies in the frozen window, and those in progress.

    Parameters
    ----------
    scenario
        As of now.
    baseline_items
        The baseline's entries.
    window
        From now, around the clock; None for the current sprint of each one's people.
    """
    now = scenario.present
    if window is not None:
        until = now + window
        return {
            s.item for s in baseline_items if window and (_runs(scenario, s) or s.start < until)
        }
    found = set()
    for entry in baseline_items:
        ends = [end for name in entry.people if (end := _sprint_end(scenario, name)) is not None]
        if ends and (_runs(scenario, entry) or entry.start < max(ends)):
            found.add(entry.item)
    return found


def _runs(scenario: Scenario, baseline_item: BaselineItem) -> bool:
    return scenario.item_by_id[baseline_item.item].is_started


def _sprint_end(scenario: Scenario, name: str) -> dt.datetime | None:
    """Return when the current sprint of a person ends; None where there is none."""
    person = scenario.person_by_id.get(name)
    if person is None:
        return None
    now = scenario.present
    sprints = scenario.sprints_of(person.team)
    return next((s.ends for s in sprints if s.begins <= now < s.ends), None)


def freeze(
    scenario: Scenario,
    calendars: Calendars,
    baseline: Plan,
    baseline_items: Sequence[BaselineItem],
    names: Iterable[str],
) -> tuple[set[str], list[ForcedMove]]:
    """Return the items that can keep their baseline dates, and what forces the others to move.

    They are laid into the scenario as the baseline has them, and the checks say what is wrong.
    What is at fault is taken out, of two that collide the later one, and of these not the one
    in progress, until the rest is clean.

    Parameters
    ----------
    scenario, calendars
        As of now, and its calendars.
    baseline
        The plan that people go by.
    baseline_items
        The baseline's entries.
    names
        Items that should not move.
    """
    by_item = {entry.item: entry for entry in baseline_items}
    kept = {name: by_item[name] for name in names}
    forced: dict[str, ForcedMove] = {}
    while kept:
        found = _first_faults(scenario, calendars, baseline, kept)
        if not found:
            break
        for name, violation in found.items():
            if name in kept:
                del kept[name]
                forced[name] = _forced(scenario, name, violation.rule, violation.message)
    order = [item.id for item in scenario.items]
    return set(kept), sorted(forced.values(), key=lambda each: order.index(each.item))


def _first_faults(
    scenario: Scenario, calendars: Calendars, baseline: Plan, kept: Mapping[str, BaselineItem]
) -> dict[str, Violation]:
    """Return the items that have to move by the first broken rule."""
    entries = entries_at_baseline(scenario, calendars, kept, baseline)
    fixed = {e.id: e for e in entries if e.id in kept or scenario.item_by_id[e.id].is_started}
    checked = CheckedPlan(scenario, bare_plan(scenario, tuple(fixed.values())), calendars)
    for rule in _RULES:
        found: dict[str, Violation] = {}
        for violation in CHECKS[rule](checked):
            name = _to_blame(scenario, violation, kept)
            if name is not None:
                found.setdefault(name, violation)
        if found:
            return found
    return dict(_too_early(scenario, calendars, fixed, kept))


def _to_blame(
    scenario: Scenario, violation: Violation, kept: Mapping[str, BaselineItem]
) -> str | None:
    """Return the item of a violation that has to move: the one that starts last."""
    there = [name for name in violation.items if name in kept]
    if violation.rule in (RuleId.PRECEDENCE, RuleId.HANDOVER):
        there = [name for name in violation.items[-1:] if name in kept] or there
    return max(
        there,
        key=lambda name: (not scenario.item_by_id[name].is_started, kept[name].start, name),
        default=None,
    )


def _too_early(
    scenario: Scenario,
    calendars: Calendars,
    fixed: Mapping[str, PlanItem],
    kept: Mapping[str, BaselineItem],
) -> Iterator[tuple[str, Violation]]:
    """Yield frozen items whose unfrozen predecessors cannot be done in time."""
    earliest = EarliestDates(scenario, calendars, fixed)
    for name in kept:
        item = scenario.item_by_id[name]
        for link in scenario.binding_links(item):
            if link.item in fixed or link.item not in scenario.item_by_id:
                continue
            message = earliest.breach(link, item, fixed[name])
            if message is not None:
                yield (
                    name,
                    Violation(rule=RuleId.PRECEDENCE, message=message, items=(link.item, name)),
                )
                break


def bare_plan(scenario: Scenario, items: tuple[PlanItem, ...]) -> Plan:
    """Return a plan of some items without metrics or a solver's report."""
    return Plan(
        created=None,
        scenario=scenario,
        scenario_sha256="",
        solver=SolverReport(
            status="feasible",
            engine="",
            seed=0,
            wall_seconds=None,
            stop_reason="work_limit",
            tiers=(),
        ),
        items=items,
        metrics=PlanMetrics(
            start=None, finish=None, planned_items=len(items), dropped_items=0, late_items=0
        ),
    )


def _forced(scenario: Scenario, name: str, rule: RuleId, message: str) -> ForcedMove:
    title = scenario.item_by_id[name].title
    return ForcedMove(item=name, title=title, rule=rule, message=message)
