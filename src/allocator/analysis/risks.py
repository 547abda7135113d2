"""Which items of a plan may go wrong, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from allocator.analysis.outside import awaited_text, block_text
from allocator.analysis.substitutes import Substitutes
from allocator.calendars import Calendars
from allocator.domain import Plan, PlanItem, Scenario, WorkItem

RiskKind = Literal[
    "late",
    "critical",
    "single_person",
    "no_stand_in",
    "other_team",
    "external",
    "blocked",
    "guessed",
]

RISK_WORDS: dict[RiskKind, str] = {
    "late": "ends after its due date or deadline",
    "critical": "has no slack",
    "single_person": "only one person can do it",
    "no_stand_in": "needs people for whom nobody can stand in",
    "other_team": "waits for another team",
    "external": "waits for what is outside the plan",
    "blocked": "is blocked",
    "guessed": "has a guessed estimate",
}
"""What each kind means, in words that follow the item's name."""


@dataclass(frozen=True)
class RiskReason:
    """Why an item is at risk.

    Attributes
    ----------
    kind
        See :data:`RISK_WORDS`.
    who
        The people, teams or outside things that it is about.
    """

    kind: RiskKind
    who: tuple[str, ...] = ()


@dataclass(frozen=True)
class ItemRisk:
    """An item at risk, with all reasons."""

    id: str
    title: str
    reasons: tuple[RiskReason, ...]


def item_risks(plan: Plan) -> tuple[ItemRisk, ...]:
    """Return the items at risk, those with most reasons first, else in the scenario's order.

    What is over or left out carries no risk.
    """
    entries = {entry.id: entry for entry in plan.items}
    substitutes = Substitutes(plan.scenario, Calendars(plan.scenario))
    found = []
    for entry in plan.items:
        if entry.is_over or entry.is_left_out:
            continue
        item = plan.scenario.item_by_id[entry.id]
        reasons = tuple(_reasons(plan.scenario, substitutes, entries, entry, item))
        if reasons:
            found.append(ItemRisk(entry.id, entry.title, reasons))
    return tuple(sorted(found, key=lambda risk: -len(risk.reasons)))


def _reasons(
    scenario: Scenario,
    substitutes: Substitutes,
    entries: Mapping[str, PlanItem],
    entry: PlanItem,
    item: WorkItem,
) -> Iterator[RiskReason]:
    if entry.overdue_days:
        yield RiskReason("late")
    if entry.critical:
        yield RiskReason("critical")
    indispensable = substitutes.indispensable(entry)
    if indispensable.people:
        names = tuple(scenario.person_by_id[i].name or i for i in indispensable.people)
        yield RiskReason("single_person" if indispensable.alone else "no_stand_in", names)
    if teams := _other_teams(scenario, entries, entry, item):
        yield RiskReason("other_team", teams)
    if item.waits_for and entry.state in ("planned", "in_progress"):
        yield RiskReason("external", tuple(awaited_text(awaited) for awaited in item.waits_for))
    if item.block is not None:
        yield RiskReason("blocked", (block_text(item.block),))
    if item.guessed:
        yield RiskReason("guessed")


def _other_teams(
    scenario: Scenario, entries: Mapping[str, PlanItem], entry: PlanItem, item: WorkItem
) -> tuple[str, ...]:
    """Return the teams whose open work the item waits for and that have no part in it."""
    own = _teams(scenario, entry)
    found: dict[str, None] = {}
    if entry.state != "planned" or not own:
        return ()
    for link in scenario.links_of(item):
        before = entries.get(link.item)
        if before is not None and before.state in ("planned", "in_progress"):
            found |= dict.fromkeys(team for team in _teams(scenario, before) if team not in own)
    return tuple(found)


def _teams(scenario: Scenario, entry: PlanItem) -> dict[str, None]:
    people = (scenario.person_by_id.get(work.person) for work in entry.assignments)
    return dict.fromkeys(person.team for person in people if person is not None and person.team)
