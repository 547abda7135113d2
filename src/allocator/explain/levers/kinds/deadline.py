"""A deadline that is only a due date, or a week later; a fixed start that is moved, or open."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from allocator import wording
from allocator.domain import WorkItem
from allocator.domain.quantities import When, beginning
from allocator.explain.counterfactuals.change import updated
from allocator.explain.counterfactuals.dates import moved_deadline, moved_start, soft_deadline
from allocator.explain.levers.candidate import LeverCandidate
from allocator.explain.levers.ground import Ground

_WEEK = 7


def candidates(ground: Ground) -> Iterator[LeverCandidate]:
    """Yield the deadlines of items, projects and the calendar, and fixed dates."""
    scenario = ground.scenario
    for item in scenario.scope.items:
        limit = item.deadline if item.date is None else item.date
        if item.fixed is not None and not item.is_started:
            yield from _fixed_start(ground, item, item.fixed)
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


def _fixed_start(ground: Ground, item: WorkItem, start: When) -> Iterator[LeverCandidate]:
    """Yield the fixed start of an item left open, a week earlier and a week later."""
    name, when = ground.name(item), wording.when(start)
    moves = [("later", _WEEK)]
    if beginning(start) - dt.timedelta(days=_WEEK) >= ground.begins:
        moves.append(("earlier", -_WEEK))
    yield LeverCandidate(
        "deadline",
        f"The fixed start {when} of {name} is left open",
        updated("items", item.id, fixed=None),
        1,
        needs_search=True,
    )
    for word, days in moves:
        yield LeverCandidate(
            "deadline",
            f"The fixed start {when} of {name} is a week {word}",
            moved_start(ground.scenario, item.id, days),
            2,
            needs_search=True,
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
