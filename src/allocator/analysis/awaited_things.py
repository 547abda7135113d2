"""What planned work waits for from outside: decisions, data, deliveries."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from allocator.analysis.outside import block_by
from allocator.domain import Plan, PlanItem
from allocator.domain.quantities import When


@dataclass(frozen=True, kw_only=True)
class AwaitedThing:
    """Something that work waits for, with everything that does.

    Attributes
    ----------
    what, owner
        In the words of the scenario; the owner may be empty.
    is_decision
        Whether somebody has to decide.
    is_block
        Whether it is what blocks work, and not awaited.
    expected
        When it is expected; None where nobody has given a date.
    needed
        When the first of the items is planned to start; of work under way, now.
    items
        The items that wait for it, in the scenario's order.
    """

    what: str
    owner: str
    is_decision: bool
    is_block: bool
    expected: When | None
    needed: dt.datetime
    items: tuple[PlanItem, ...] = field(repr=False)


def awaited_things(plan: Plan) -> tuple[AwaitedThing, ...]:
    """Return what planned items wait for and what blocks work, what is needed first first."""
    entries = {entry.id: entry for entry in plan.items if entry.start and not entry.is_left_out}
    planned = {name for name, entry in entries.items() if entry.state == "planned"}
    now = plan.scenario.plan_from
    found: dict[tuple[str, str, bool, bool, When | None], list[PlanItem]] = {}
    for item in plan.scenario.items:
        for wait in item.waits_for:
            if item.id in planned:
                key = (wait.what, wait.owner, wait.kind == "decision", False, wait.expected)
                found.setdefault(key, []).append(entries[item.id])
        if item.block is not None and item.id in entries:
            by = f"Blocked: {block_by(item.block)}"
            key = (by, item.block.owner, False, True, item.block.until)
            found.setdefault(key, []).append(entries[item.id])
    things = [
        AwaitedThing(
            what=what,
            owner=owner,
            is_decision=is_decision,
            is_block=is_block,
            expected=expected,
            needed=max(now, min(entry.start for entry in waiting if entry.start is not None)),
            items=tuple(waiting),
        )
        for (what, owner, is_decision, is_block, expected), waiting in found.items()
    ]
    return tuple(sorted(things, key=lambda thing: thing.needed))
