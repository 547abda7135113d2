"""Changes of priorities."""

from __future__ import annotations

from allocator.explain.counterfactuals.change import Change, updated


def with_priority(section: str, name: str, priority: float | None) -> Change:
    """Give an item or a project another priority; None for what it has without its own."""
    return updated(section, name, priority=priority)
