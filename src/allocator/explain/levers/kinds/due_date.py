"""A due date of something else that is two weeks later."""

from __future__ import annotations

from collections.abc import Iterator

from allocator import wording
from allocator.domain.quantities import When
from allocator.explain.counterfactuals.dates import moved_due
from allocator.explain.levers.candidate import LeverCandidate
from allocator.explain.levers.ground import Ground

MORE_DAYS = 14
"""Calendar days by which the due date of something else is later."""


def candidates(ground: Ground) -> Iterator[LeverCandidate]:
    """Yield the due dates of what is not asked about and may be done before it."""
    scenario, subject = ground.scenario, ground.subject
    for item in scenario.scope.items:
        if item.due is not None and not item.is_done and item.id not in subject.items:
            yield _later(ground, "items", item.id, ground.name(item), item.due)
    for project in scenario.projects:
        mine = subject.kind == "project" and project.id == subject.id
        if project.due is not None and not mine:
            name = f"project {project.name or project.id}"
            yield _later(ground, "projects", project.id, name, project.due)


def _later(ground: Ground, section: str, name: str, called: str, due: When) -> LeverCandidate:
    return LeverCandidate(
        "due",
        f"{called} is due two weeks later than {wording.when(due)}",
        moved_due(ground.scenario, section, name, MORE_DAYS),
        2,
        needs_search=True,
    )
