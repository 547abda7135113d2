"""Says what is in a plan as plain data, short enough to read."""

from __future__ import annotations

from typing import Any, Final

from allocator.domain import Plan, PlanItem
from allocator.domain.quantities import iso
from allocator.wording import shorten

_MAX_ROWS: Final = 200
"""Items that are listed."""


def plan_document(plan: Plan) -> dict[str, Any]:
    """Return dates, people and quality of a plan.

    Parameters
    ----------
    plan
        The plan.
    """
    metrics, solver = plan.metrics, plan.solver
    late = [entry for entry in plan.items if entry.late_days]
    return {
        "name": plan.scenario.name,
        "start": _when(metrics.start),
        "finish": _when(metrics.finish),
        "status": solver.status,
        "stop_reason": solver.stop_reason,
        "objectives": [
            {"name": t.name, "value": t.value, "unit": t.unit, "bound": t.bound, "proved": t.proved}
            for t in solver.tiers
        ],
        "projects": [
            {
                "id": project.id,
                "name": project.name,
                "finish": _when(project.finish),
                "due": _when(project.due),
                "late_days": project.late_days,
            }
            for project in metrics.projects
        ],
        "late": [{"id": e.id, "due": _when(e.due), "late_days": e.late_days} for e in late],
        "people": [
            {"id": one.id, "name": one.name, "planned_hours": one.planned_hours, "load": one.load}
            for one in plan.people
        ],
        "items": [_item(entry) for entry in plan.items[:_MAX_ROWS]],
        "items_not_listed": max(0, len(plan.items) - _MAX_ROWS),
    }


def _item(entry: PlanItem) -> dict[str, Any]:
    return {
        "id": entry.id,
        "title": shorten(entry.title),
        "state": entry.state,
        "start": _when(entry.start),
        "finish": _when(entry.finish),
        "people": [work.person for work in entry.assignments],
    }


def _when(value: Any) -> str | None:
    return None if value is None else iso(value)
