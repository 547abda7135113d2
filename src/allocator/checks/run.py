"""All checks in order."""

from __future__ import annotations

from collections.abc import Callable

from allocator.calendars import Calendars
from allocator.checks import (
    budget,
    claims,
    completeness,
    deadline,
    freeze,
    handover,
    max_items,
    not_same_as,
    optional,
    overlap,
    person_load,
    precedence,
    progress,
    release,
    resource_load,
    same_as,
    sprint_fit,
    staffing,
    working_time,
)
from allocator.checks.checked_plan import CheckedPlan
from allocator.domain import Plan, RuleId, Scenario, Violation
from allocator.domain.garbage_collection import without_garbage_collection

CHECKS: dict[RuleId, Callable[[CheckedPlan], list[Violation]]] = {
    RuleId.COMPLETENESS: completeness.check,
    RuleId.STAFFING: staffing.check,
    RuleId.NOT_SAME_AS: not_same_as.check,
    RuleId.SAME_AS: same_as.check,
    RuleId.WORKING_TIME: working_time.check,
    RuleId.PERSON_LOAD: person_load.check,
    RuleId.MAX_ITEMS: max_items.check,
    RuleId.RESOURCE_LOAD: resource_load.check,
    RuleId.PRECEDENCE: precedence.check,
    RuleId.RELEASE: release.check,
    RuleId.DEADLINE: deadline.check,
    RuleId.OPTIONAL: optional.check,
    RuleId.SPRINT_FIT: sprint_fit.check,
    RuleId.BUDGET: budget.check,
    RuleId.OVERLAP: overlap.check,
    RuleId.HANDOVER: handover.check,
    RuleId.PROGRESS: progress.check,
    RuleId.FREEZE: freeze.check,
    RuleId.CLAIMS: claims.check,
}
"""The checks, in the order in which their findings are read best."""


@without_garbage_collection()
def check(scenario: Scenario, plan: Plan, calendars: Calendars | None = None) -> list[Violation]:
    """Return every breach of every rule by a plan, made by the planner or by hand.

    Parameters
    ----------
    scenario
        What the plan is held against; ``plan.scenario`` for a plan by itself.
    plan
        The plan, which may be incomplete or wrong in any way that its format allows.
    calendars
        The scenario's calendars, where they are at hand.

    Returns
    -------
    list
        Violations in the order of the rules; empty for a right plan. Those of deadlines that the
        plan was asked to break, and says so, are marked ``relaxed``. If the scenario does not
        hold together, only that is reported.
    """
    checked = CheckedPlan(scenario, plan, calendars)
    if checked.unsound:
        return checked.unsound
    return [violation for rule in CHECKS.values() for violation in rule(checked)]
