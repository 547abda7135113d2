"""A deadline that is only a due date, or a week later."""

from __future__ import annotations

from collections.abc import Iterator

from allocator import wording
from allocator.domain.quantities import When
from allocator.explain.counterfactuals.dates import moved_deadline, soft_deadline
from allocator.explain.levers.candidate import LeverCandidate
from allocator.explain.levers.ground import Ground

_WEEK = 7


def candidates(ground: Ground) -> Iterator[LeverCandidate]:
    """Yield the deadlines of items, projects and the calendar, and fixed dates of milestones."""
    scenario = ground.scenario
    for item in scenario.scope.items:
        limit = item.deadline if item.date is None else item.date
        if limit is not None and not item.is_done:
            is_fixed = item.date is not None
            yield from _of(ground, "items", item.id, ground.name(item), limit, is_fixed=is_fixed)
    for project in scenario.projects:
        if project.deadline is not None:
            name = f"project {project.name or project.id}"
            yield from _of(ground, "projects", project.id, name, project.deadline)
    if scenario.calendar.end is not None:
        yield LeverCandidate(
            "deadline",
            f"The plan may go on after {wording.when(scenario.calendar.end)}, its end",
            soft_deadline(scenario, "calendar", ""),
            1,
        )


def _of(
    ground: Ground, section: str, name: str, called: str, limit: When, *, is_fixed: bool = False
) -> Iterator[LeverCandidate]:
    word = "date" if is_fixed else "deadline"
    yield LeverCandidate(
        "deadline",
        f"The {word} {wording.when(limit)} of {called} is only a due date",
        soft_deadline(ground.scenario, section, name),
        1,
        needs_search=True,
    )
    yield LeverCandidate(
        "deadline",
        f"The {word} {wording.when(limit)} of {called} is a week later",
        moved_deadline(ground.scenario, section, name, _WEEK),
        2,
        needs_search=True,
    )
