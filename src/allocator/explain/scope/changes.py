"""The changes that leave items out and ask for dates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence

from allocator.domain import Scenario
from allocator.domain.quantities import When, end_of, iso
from allocator.explain.counterfactuals.change import Change, merged, updated
from allocator.explain.counterfactuals.scope import cut, made_mandatory
from allocator.explain.scope.candidates import DropChoice
from allocator.explain.scope.targets import DateTarget

PRIORITY_FACTOR = 1000.0
"""How many times as urgent as anything else a wanted date is while sets of items are compared."""

AIM = "aim of scope"
"""Ids of the milestones that stand for wanted dates then begin so."""


def left_out(scenario: Scenario, choice: DropChoice, dropped: Collection[str]) -> Change:
    """Leave out exactly these items: other optional ones are as they are in the plan."""
    gone = [*choice.fixed, *(item.id for item in scenario.items if item.id in dropped)]
    kept = [made_mandatory(name) for name in choice.kept if name not in dropped]
    return merged(*([cut(scenario, gone)] if gone else []), *kept)


def with_deadlines(
    scenario: Scenario, targets: Sequence[DateTarget], dates: Sequence[When]
) -> Change:
    """Make dates deadlines, but where an earlier one stands already."""
    found = []
    for target, date in zip(targets, dates, strict=True):
        name = target.subject.id
        if target.subject.kind == "project":
            own, section = scenario.project_by_id[name].deadline, "projects"
        else:
            own, section = scenario.item_by_id[name].deadline, "items"
            if scenario.item_by_id[name].date is not None:
                continue
        if own is None or end_of(date) < end_of(own):
            found.append(updated(section, name, deadline=iso(date)))
    return merged(*found)


def with_aims(
    scenario: Scenario, targets: Sequence[DateTarget], aims: Sequence[When], gone: Collection[str]
) -> Change:
    """Make the wanted dates more urgent than all else, by milestones that are due then."""
    given = [item.priority for item in scenario.items if item.priority is not None]
    urgent = PRIORITY_FACTOR * max([1.0, *given, *(each.priority for each in scenario.projects)])
    milestones = [
        {
            "id": f"{AIM} {number}",
            "kind": "milestone",
            "after": [name for name in target.subject.items if name not in gone],
            "due": iso(aim),
            "priority": urgent,
        }
        for number, (target, aim) in enumerate(zip(targets, aims, strict=True), 1)
    ]
    others = [tier for tier in scenario.tiers if tier != "tardiness"]
    return {"add": {"items": milestones}, "update": {"objectives": ["tardiness", *others]}}


def earliest_aim(scenario: Scenario) -> dt.date:
    """Return the date that asks for everything as early as possible."""
    return scenario.plan_from.date()
