"""Another priority: of what is asked about, or of what takes precedence."""

from __future__ import annotations

from collections.abc import Iterator

from allocator import wording
from allocator.explain.counterfactuals.priorities import with_priority
from allocator.explain.levers.candidate import LeverCandidate
from allocator.explain.levers.ground import Ground

FACTOR = 3.0
"""Factor by which a priority is raised, or lowered."""


def candidates(ground: Ground) -> Iterator[LeverCandidate]:
    """Yield higher priorities of it and its project, and lower ones of everything else's."""
    scenario, subject = ground.scenario, ground.subject
    own = {i.project for i in scenario.items if i.id in subject.items and i.project is not None}
    for project in scenario.projects:
        mine = project.id in own and subject.kind != "person"
        if project.priority <= 0:
            continue
        new = project.priority * FACTOR if mine else project.priority / FACTOR
        name = f"project {project.name or project.id}"
        yield _changed(ground, "projects", project.id, name, project.priority, new, 1)
    for item in scenario.scope.items:
        mine = subject.kind in ("item", "milestone") and item.id in subject.items
        old = scenario.priority_of(item)
        counts = item.due is not None and not item.is_done and old > 0
        if mine and not item.is_done:
            yield _changed(
                ground, "items", item.id, ground.name(item), old, max(old, 1.0) * FACTOR, 0
            )
        elif counts and item.id not in subject.items and item.priority is not None:
            yield _changed(ground, "items", item.id, ground.name(item), old, old / FACTOR, 2)


def _changed(
    ground: Ground, section: str, name: str, called: str, old: float, new: float, distance: int
) -> LeverCandidate:
    return LeverCandidate(
        "priority",
        f"{called} has priority {wording.number(new)}, not {wording.number(old)}",
        with_priority(section, name, round(new, 3)),
        distance,
        needs_search=True,
    )
