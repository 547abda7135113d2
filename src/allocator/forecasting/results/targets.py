"""What a forecast has a row for: items, milestones, projects and the whole."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from allocator import domain
from allocator.analysis.days import plan_days
from allocator.domain import WorkItem
from allocator.domain.forecast import ForecastInstant
from allocator.domain.projects import Project
from allocator.domain.quantities import When, end_of
from allocator.forecasting.results.dates import FutureDates
from allocator.forecasting.results.quantiles import Minutes

TargetKind = Literal["item", "milestone", "project", "all"]
Openings = Mapping[str, frozenset[dt.datetime]]
"""Midnights that are the day that begins, by milestone."""


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
    openings
        Midnights that are the day that begins.
    """

    kind: TargetKind
    id: str | None
    title: str
    planned: ForecastInstant | None
    due: When | None
    limit: int | None
    minutes: Minutes
    members: tuple[str, ...]
    openings: tuple[ForecastInstant, ...]

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
    opened = openings_of(plan)
    return (
        _whole(plan, dates, kept, opened),
        *_projects(plan, dates, kept, opened),
        *(_item(plan, dates, item, opened) for item in (*stones, *tasks)),
    )


def openings_of(plan: domain.Plan) -> Openings:
    """Return by milestone the midnights at which it is on the day that begins.

    That are the one that dates hold it at, and that of the plan where the plan shows it so
    (semantics, paragraph 16).
    """
    scenario, days = plan.scenario, plan_days(plan)
    found = {name: {at} for name, at in scenario.openings.items()}
    for entry in plan.items:
        if entry.finish is not None and days.ends(entry.id) == entry.finish.date():
            found.setdefault(entry.id, set()).add(entry.finish)
    return {
        name: frozenset(at for at in instants if at.time() == dt.time())
        for name, instants in found.items()
        if scenario.item_by_id[name].is_milestone
    }


def openings_among(opened: Openings, members: Iterable[str]) -> tuple[dt.datetime, ...]:
    """Return the midnights that are the day that begins for one of some items, in order."""
    return tuple(sorted({at for name in members for at in opened.get(name, ())}))


def limit_of(
    plan: domain.Plan, dates: FutureDates, owner: WorkItem | Project, when: When | None
) -> int | None:
    """Return the minute by which an item or project must be finished to keep a date of its own."""
    if when is None:
        return None
    return dates.timeline.minutes(end_of(plan.scenario.kept_until(owner, when)))


def _whole(
    plan: domain.Plan, dates: FutureDates, kept: list[WorkItem], opened: Openings
) -> ForecastTarget:
    return ForecastTarget(
        kind="all",
        id=None,
        title=plan.scenario.name,
        planned=plan.metrics.finish,
        due=None,
        limit=None,
        minutes=dates.whole,
        members=tuple(item.id for item in kept),
        openings=openings_among(opened, (item.id for item in kept)),
    )


def _projects(
    plan: domain.Plan, dates: FutureDates, kept: list[WorkItem], opened: Openings
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
                openings=openings_among(opened, members),
            )


def _item(
    plan: domain.Plan, dates: FutureDates, item: WorkItem, opened: Openings
) -> ForecastTarget:
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
        openings=openings_among(opened, (item.id,)),
    )
