"""What a forecast has a row for: items, milestones, projects and the whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from allocator import domain
from allocator.domain import WorkItem
from allocator.domain.forecast import ForecastInstant
from allocator.domain.quantities import When, end_of
from allocator.domain.scenario import Project
from allocator.forecasting.results.dates import FutureDates
from allocator.forecasting.results.quantiles import Minutes

TargetKind = Literal["item", "milestone", "project", "all"]


@dataclass(frozen=True, eq=False)
class ForecastTarget:
    """Something with a date in each future.

    Attributes
    ----------
    id
        None for the whole.
    planned
        Its finish in the plan; None where it is no part of the plan.
    minutes
        Shape (F,): when it is finished.
    limit
        The instant by which it must be finished to be on time, in minutes; None without due date.
    members
        Ids of its items: itself, or those of the project or the whole.
    """

    kind: TargetKind
    id: str | None
    title: str
    planned: ForecastInstant | None
    due: When | None
    limit: int | None
    minutes: Minutes
    members: tuple[str, ...]

    @property
    def is_big(self) -> bool:
        """Whether it is more than one item: its drivers are told."""
        return self.kind != "item"


def targets_of(plan: domain.Plan, dates: FutureDates) -> tuple[ForecastTarget, ...]:
    """Return the whole, the projects, the milestones, then the items, each in their order.

    What the plan has dropped has no row, and neither have fallbacks that nothing can call for.
    """
    kept = [item for item in plan.scenario.items if dates.knows(item.id)]
    stones = [item for item in kept if item.is_milestone]
    tasks = [item for item in kept if not item.is_milestone]
    return (
        _whole(plan, dates, kept),
        *_projects(plan, dates, kept),
        *(_item(plan, dates, item) for item in (*stones, *tasks)),
    )


def limit_of(
    plan: domain.Plan, dates: FutureDates, owner: WorkItem | Project, when: When | None
) -> int | None:
    """Return the minute by which an item or project must be finished to keep a date of its own."""
    if when is None:
        return None
    return dates.timeline.minutes(end_of(plan.scenario.kept_until(owner, when)))


def _whole(plan: domain.Plan, dates: FutureDates, kept: list[WorkItem]) -> ForecastTarget:
    return ForecastTarget(
        kind="all",
        id=None,
        title=plan.scenario.name,
        planned=plan.metrics.finish,
        due=None,
        limit=None,
        minutes=dates.whole,
        members=tuple(item.id for item in kept),
    )


def _projects(
    plan: domain.Plan, dates: FutureDates, kept: list[WorkItem]
) -> Iterator[ForecastTarget]:
    planned = {project.id: project.finish for project in plan.metrics.projects}
    for project in plan.scenario.projects:
        members = tuple(item.id for item in kept if item.project == project.id)
        if members:
            yield ForecastTarget(
                kind="project",
                id=project.id,
                title=project.name,
                planned=planned.get(project.id),
                due=project.due,
                limit=limit_of(plan, dates, project, project.due),
                minutes=dates.project(project.id),
                members=members,
            )


def _item(plan: domain.Plan, dates: FutureDates, item: WorkItem) -> ForecastTarget:
    entry = next((entry for entry in plan.items if entry.id == item.id), None)
    return ForecastTarget(
        kind="milestone" if item.is_milestone else "item",
        id=item.id,
        title=item.title,
        planned=None if entry is None else entry.finish,
        due=item.due,
        limit=limit_of(plan, dates, item, item.due),
        minutes=dates.item(item.id),
        members=(item.id,),
    )
