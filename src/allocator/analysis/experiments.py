"""Which items of a plan may fail, with which chance, and what is done only then, in words."""

from __future__ import annotations

from collections.abc import Iterator

from allocator.domain import Plan, WorkItem
from allocator.wording import count, joined, label, percent

MAX_NAMED = 4
"""Items that are named as what is done, or given up, if all tries fail."""


def experiment_lines(plan: Plan) -> list[str]:
    """Return a line for each item of the plan that may fail, in the plan's order.

    Example: ``EX-1 Ranking: each try succeeds with 60 %, 3 tries are left; if all fail, EX-9
    is done``.
    """
    known = plan.scenario.item_by_id
    entries = (entry for entry in plan.items if not (entry.is_left_out or entry.is_over))
    items = (known[entry.id] for entry in entries)
    return [_line(item) for item in items if item.may_fail]


def _line(item: WorkItem) -> str:
    consequences = "; ".join(_consequences(item))
    left = item.tries - item.failures
    fails = "all fail" if left > 1 else "it fails"
    ends = f"; if {fails}, {consequences}" if consequences else ""
    return f"{label(item.id, item.title)}: {_chance(item, left)}{ends}"


def _chance(item: WorkItem, left: int) -> str:
    if item.succeeds is None:
        return "may fail" if left <= 1 else f"may fail, {count(left, 'try', 'tries')} are left"
    chance = percent(item.succeeds)
    if left <= 1:
        return f"succeeds with {chance}"
    return f"each try succeeds with {chance}, {count(left, 'try', 'tries')} are left"


def _consequences(item: WorkItem) -> Iterator[str]:
    """Yield what happens if the last try fails."""
    if item.if_fails is None:
        return
    for names, what in ((item.if_fails.then, "done"), (item.if_fails.drop, "given up")):
        if names:
            yield f"{joined(names, most=MAX_NAMED)} {'is' if len(names) == 1 else 'are'} {what}"
    if item.if_fails.stop and item.project is not None:
        yield f"project {item.project} ends there"
