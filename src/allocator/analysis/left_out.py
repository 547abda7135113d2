"""Why items are left out of a plan, in words."""

from __future__ import annotations

from collections.abc import Iterable

from allocator.domain import PlanItem, Scenario
from allocator.wording import joined

MAX_NAMED = 3
"""Items that are named as the reason why one is left out."""


def left_out_text(scenario: Scenario, entry: PlanItem) -> str:
    """Write why a plan has no dates for an item, as it follows its name; empty where it has.

    Examples: ``only if EX-1 fails``, ``given up, as EX-1 failed``, ``optional, dropped``.
    """
    if entry.state == "contingent":
        return _contingent(scenario, entry.id)
    if entry.state != "dropped":
        return ""
    failed = scenario.given_up.get(entry.id)
    return "optional, dropped" if failed is None else f"given up, as {failed} failed"


def _contingent(scenario: Scenario, name: str) -> str:
    """Write for which items that may fail a contingent item is."""
    naming = [item for item in scenario.items if item.if_fails and name in item.if_fails.then]
    ids = [item.id for item in naming if not item.is_done and item.id not in scenario.given_up]
    if ids:
        return f"only if {_named(ids, 'or')} fails"
    done = [item.id for item in naming if item.is_done]
    if done:
        return f"not needed, as {_named(done)} succeeded"
    return f"not needed, as {_named(item.id for item in naming)} was given up"


def _named(ids: Iterable[str], last: str = "and") -> str:
    return joined(ids, last, most=MAX_NAMED)
