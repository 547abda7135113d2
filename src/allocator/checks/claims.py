"""What the plan says about itself is what its dates and people come to."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator

from allocator.analysis.annotate import dated
from allocator.analysis.roles import effort_minutes, says_effort
from allocator.analysis.scheduled import ScheduledItem
from allocator.checks import claimed_relaxations, claimed_totals, completeness
from allocator.checks.checked_plan import CheckedPlan
from allocator.checks.claimed_values import agree, claim, stated
from allocator.domain import Plan, PlanItem, Scenario, Violation, WorkItem
from allocator.wording import amount, skills


def check(checked: CheckedPlan) -> list[Violation]:
    """Return everything that the plan says about itself and that is not so.

    Sums over the plan (tier values, metrics, people's totals) are looked at only where the plan
    is complete: they cannot be right before.
    """
    found = [*_fingerprints(checked.scenario, checked.plan), *_entries(checked)]
    for planned in checked.scheduled.values():
        found += _roles(checked, planned)
    found += claimed_relaxations.check(checked)
    if not completeness.check(checked):
        found += claimed_totals.check(checked)
    return found


def fingerprint(scenario: Scenario) -> str:
    """Return the SHA-256 of the scenario as canonical JSON, hexadecimal."""
    data = scenario.model_dump(mode="json", exclude_defaults=True)
    text = json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _fingerprints(scenario: Scenario, plan: Plan) -> Iterator[Violation]:
    embedded = fingerprint(plan.scenario)
    if plan.scenario_sha256 != embedded:
        yield claim(
            f"the plan was made for a scenario with the fingerprint {plan.scenario_sha256[:12]}; "
            f"the one in it has {embedded[:12]}"
        )
    if plan.scenario is not scenario and fingerprint(scenario) != embedded:
        yield claim("the plan holds another scenario than the one it is checked against")


def _entries(checked: CheckedPlan) -> Iterator[Violation]:
    """Compare what is copied from the item, and its lateness."""
    scenario, team = checked.scenario, checked.calendars.team
    for item_id, entry in checked.entries.items():
        item = scenario.item_by_id[item_id]
        if item_id in checked.scheduled or entry.is_left_out:
            yield from _entry(item, entry, dated(scenario, team, entry))


def _entry(item: WorkItem, entry: PlanItem, real: PlanItem) -> Iterator[Violation]:
    pairs = (
        ("project", entry.project, real.project),
        ("due date", entry.due, real.due),
        ("deadline", entry.deadline, real.deadline),
        ("days late", entry.late_days, real.late_days),
        ("days past the deadline", entry.past_deadline_days, real.past_deadline_days),
    )
    for what, claimed, actual in pairs:
        if not agree(claimed, actual):
            yield claim(
                f"{item.name} has {what} {stated(claimed)} by plan; it is {stated(actual)}",
                items=(item.id,),
            )


def _roles(checked: CheckedPlan, planned: ScheduledItem) -> Iterator[Violation]:
    """Compare effort and skills of everybody on an item who is able to do it."""
    scenario, item = checked.scenario, planned.item
    if item.is_done:
        return
    for role in checked.roles(planned).roles:
        given, need = role.assignment, role.need
        if role.person is None or need is None or not role.able:
            continue
        whose = {"items": (item.id,), "people": (given.person,)}
        if not says_effort(scenario, given, need):
            hours = amount(effort_minutes(scenario, need) / 60)
            yield claim(
                f"{given.person} has {amount(given.effort_hours)}h of effort on {item.name} by "
                f"plan; the need is for {hours}h",
                **whose,
            )
        if given.skills and set(given.skills) != set(need.skills):
            yield claim(
                f"{given.person} is on {item.name} for {', '.join(given.skills)} by plan; "
                f"the need is for {skills(need)}",
                **whose,
            )
