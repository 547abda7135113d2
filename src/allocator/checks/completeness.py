"""Every item once, with dates or dropped; nobody and nothing unknown."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator

from allocator import wording
from allocator.checks.checked_plan import CheckedPlan, usable
from allocator.domain import Plan, PlanItem, RuleId, Scenario, Violation


def check(checked: CheckedPlan) -> list[Violation]:
    """Return all breaches of completeness: missing, unknown and repeated items, faulty dates."""
    scenario, plan = checked.scenario, checked.plan
    if checked.unsound:
        return checked.unsound
    found = [*_missing(scenario, plan), *_names(scenario, plan)]
    for entry in checked.entries.values():
        name = scenario.item_by_id[entry.id].name
        problems_here = [
            *(_left_out(entry) if entry.is_left_out else _dates(scenario, entry)),
            *_contingent(checked, entry),
        ]
        found += [_violation(f"{name} {problem}", entry.id) for problem in problems_here]
    return found


def _missing(scenario: Scenario, plan: Plan) -> Iterator[Violation]:
    times = Counter(entry.id for entry in plan.items)
    for item in scenario.items:
        if times[item.id] == 0:
            yield _violation(f"{item.name} is not in the plan", item.id)
        if times[item.id] > 1:
            yield _violation(f"{item.name} stands in the plan {times[item.id]} times", item.id)
    for item_id in times:
        if item_id not in scenario.item_by_id:
            yield _violation(f'the plan has an item "{item_id}" that the scenario has not', item_id)


def _names(scenario: Scenario, plan: Plan) -> Iterator[Violation]:
    for entry in plan.items:
        for assignment in entry.assignments:
            if assignment.person not in scenario.person_by_id:
                yield Violation(
                    rule=RuleId.COMPLETENESS,
                    message=f'{entry.id} is done by "{assignment.person}", whom the scenario '
                    "does not know",
                    items=(entry.id,),
                    people=(assignment.person,),
                )
    for totals in plan.people:
        if totals.id not in scenario.person_by_id:
            yield Violation(
                rule=RuleId.COMPLETENESS,
                message=f'the plan has totals of "{totals.id}", whom the scenario does not know',
                people=(totals.id,),
            )


def _left_out(entry: PlanItem) -> Iterator[str]:
    if entry.start is not None or entry.finish is not None:
        yield f"is {entry.state} and yet has dates"
    if entry.assignments:
        yield f"is {entry.state} and yet has people"


def _contingent(checked: CheckedPlan, entry: PlanItem) -> Iterator[str]:
    """Yield whether an item is contingent by plan alone, or by the scenario alone."""
    outcomes = checked.outcomes
    is_contingent = entry.id in outcomes.contingent and entry.id not in outcomes.given_up
    if entry.state == "contingent" and not is_contingent:
        yield "is contingent by plan, but not done only if a try fails that has not failed"
    if entry.state != "contingent" and is_contingent:
        yield f"is {entry.state} by plan, but done only if a try fails that has not failed"


def _dates(scenario: Scenario, entry: PlanItem) -> Iterator[str]:
    for end, instant in (("start", entry.start), ("finish", entry.finish)):
        if instant is None:
            yield f"is {entry.state} and has no {end}"
        else:
            yield from _faulty(scenario, end, instant)
    for assignment in entry.assignments:
        yield from _faulty(scenario, f"start of {assignment.person}'s work", assignment.start)
        yield from _faulty(scenario, f"finish of {assignment.person}'s work", assignment.finish)


def _faulty(scenario: Scenario, what: str, instant: dt.datetime) -> Iterator[str]:
    if instant.tzinfo is not None:
        yield f"has a time zone in its {what}; times are local to the team calendar"
    elif not usable(instant, scenario):
        yield f"has a {what} centuries away from the plan: {wording.instant(instant)}"


def _violation(message: str, item_id: str) -> Violation:
    return Violation(rule=RuleId.COMPLETENESS, message=message, items=(item_id,))
