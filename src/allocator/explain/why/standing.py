"""How late a subject is in its plan."""

from __future__ import annotations

from allocator.domain import Plan
from allocator.explain.subjects import Subject


def late_days_of(plan: Plan, subject: Subject) -> float | None:
    """Return the working days that a subject is past its due date; None without one."""
    if subject.kind == "project":
        return next((p.late_days for p in plan.metrics.projects if p.id == subject.id), None)
    if subject.kind == "person":
        return None
    return next((entry.late_days for entry in plan.items if entry.id == subject.id), None)
