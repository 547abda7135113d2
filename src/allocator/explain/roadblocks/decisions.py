"""Decisions that stand in the plan as work or as milestones."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from allocator import wording
from allocator.analysis.days import plan_days
from allocator.analysis.decision_items import is_decision
from allocator.calendars import Calendars
from allocator.domain import Plan, PlanItem, Scenario, WorkItem
from allocator.domain.quantities import iso
from allocator.explain.counterfactuals.change import Change, updated
from allocator.explain.roadblocks.source import DelaySource, begins, open_entries


def decision_sources(plan: Plan, calendars: Calendars) -> Iterator[DelaySource]:
    """Yield the open items that are decisions by their type or a label."""
    there, days = open_entries(plan), plan_days(plan, calendars)
    for name, entry in there.items():
        item = plan.scenario.item_by_id[name]
        if is_decision(item):
            waiting = [each for each in there.values() if _comes_after(plan.scenario, each, name)]
            yield _source(plan.scenario, item, entry, waiting, days.ends(name))


def _comes_after(scenario: Scenario, entry: PlanItem, name: str) -> bool:
    return any(link.item == name for link in scenario.item_by_id[entry.id].after)


def _source(
    scenario: Scenario,
    item: WorkItem,
    entry: PlanItem,
    waiting: Sequence[PlanItem],
    day: dt.date | None,
) -> DelaySource:
    there = begins(entry)

    def delayed(days: int) -> Change:
        at = there + dt.timedelta(days=days)
        if item.date is not None:
            return updated("items", item.id, date=iso(item.date + dt.timedelta(days=days)))
        if item.is_started:
            return updated("items", item.id, blocked={"by": "put off", "until": iso(at)})
        return updated("items", item.id, not_before=iso(at))

    people = dict.fromkeys(work.person for work in entry.assignments if work.share > 0)
    return DelaySource(
        key=f"decision {item.id}",
        kind="decision",
        text=wording.label(item.id, item.title, most=120),
        owner=wording.joined(wording.person_name(scenario, one) for one in people),
        expected=day,
        entries=tuple(waiting) or (entry,),
        there=there,
        delayed=delayed,
        nested=item.date is None,
    )
