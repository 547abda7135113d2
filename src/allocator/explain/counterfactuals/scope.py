"""Changes of what is done at all."""

from __future__ import annotations

from collections.abc import Iterable

from allocator.domain import Scenario
from allocator.explain.counterfactuals.change import Change, updated


def cut(scenario: Scenario, item_ids: Iterable[str]) -> Change:
    """Remove items, and what is promised of them; what came after them comes after theirs."""
    gone = sorted(set(item_ids))
    remove = {"items": gone}
    promised = sorted({p.milestone for p in scenario.promises if p.milestone in gone} - {None})
    if promised:
        remove["promises"] = [str(name) for name in promised]
    return {"remove": remove, "links": "relink"}


def made_mandatory(item_id: str) -> Change:
    """Forbid that an optional item is left out."""
    return updated("items", item_id, optional=None, value=None)
