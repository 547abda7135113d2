"""Changes of budgets that are limits."""

from __future__ import annotations

from allocator.domain import Project
from allocator.explain.counterfactuals.change import Change, updated


def without_limit(project: Project) -> Change:
    """Let a project cost what it may."""
    return updated("projects", project.id, budget=None)


def raised_limit(project: Project, limit: float) -> Change:
    """Give the budget of a project another limit."""
    return updated("projects", project.id, budget={"limit": limit})
