"""Finished tasks of plans: what an item was estimated at first, and what it has taken."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from allocator import domain
from allocator.domain import Scenario, WorkItem
from allocator.domain.history import PastTask
from allocator.domain.needs import ThreePoint
from allocator.domain.quantities import beginning
from allocator.domain.template_estimates import TemplateEstimate


def tasks_of_plans(
    plans: Sequence[domain.Plan],
) -> tuple[list[PastTask], dict[str, list[str]]]:
    """Return the finished items of plans of the same work, the oldest plan first.

    The estimate is that of the first plan that has the item unfinished, or else of the plan that
    has it done. The actual is the time ``spent`` of the last plan that has it done; nothing stands
    in for it where it is not given.

    Returns
    -------
    tuple
        The tasks, and the ids of finished items left out, by reason.
    """
    first: dict[str, tuple[Scenario, WorkItem]] = {}
    done: dict[str, tuple[domain.Plan, WorkItem]] = {}
    for plan in plans:
        for item in plan.scenario.items:
            if not item.is_milestone:
                first.setdefault(item.id, (plan.scenario, item))
            if item.state == "done" and not item.is_milestone:
                done[item.id] = (plan, item)
    tasks: list[PastTask] = []
    left_out: dict[str, list[str]] = {}
    for key, (plan, item) in done.items():
        hours = _estimates(*first[key])
        if item.spent is None:
            left_out.setdefault("done, but no time spent is given", []).append(key)
        elif hours is None:
            left_out.setdefault("done, but without an estimate of effort", []).append(key)
        else:
            labels = first[key][1].labels
            tasks.append(_task(plan, item, hours, TemplateEstimate.of(labels)))
    return tasks, left_out


def _task(
    plan: domain.Plan,
    item: WorkItem,
    hours: tuple[float, float, float],
    origin: TemplateEstimate | None,
) -> PastTask:
    low, likely, high = hours
    is_range = low < high
    return PastTask(
        item=item.id,
        estimate=likely,
        actual=_hours(plan.scenario, item.spent),
        person=item.people[0] if len(item.people) == 1 else "",
        project=item.project or "",
        kind=item.type,
        finished=_finished(plan, item),
        low=low if is_range else None,
        high=high if is_range else None,
        origin=origin,
    )


def _finished(plan: domain.Plan, item: WorkItem) -> dt.date | None:
    if item.finished is not None:
        return beginning(item.finished).date()
    planned = next((one.finish for one in plan.items if one.id == item.id), None)
    return None if planned is None else planned.date()


def _estimates(scenario: Scenario, item: WorkItem) -> tuple[float, float, float] | None:
    """Return low, likely and high hours of all people together; None without any effort."""
    efforts = item.estimates
    if any(effort is None for _, effort in efforts) or item.guessed:
        return None
    ends = [
        sum(people * _hours(scenario, _end(effort, name)) for people, effort in efforts)
        for name in ("low", "likely", "high")
    ]
    return (ends[0], ends[1], ends[2]) if ends[0] > 0 else None


def _end(effort: str | ThreePoint | None, name: str) -> str | None:
    return getattr(effort, name) if isinstance(effort, ThreePoint) else effort


def _hours(scenario: Scenario, span: str | None) -> float:
    return 0.0 if span is None else float(scenario.calendar.working_minutes(span)) / 60
