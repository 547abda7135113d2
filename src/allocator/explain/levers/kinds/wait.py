"""What work waits for, or what blocks it, is over a week earlier."""

from __future__ import annotations

from collections.abc import Iterator

from allocator import wording
from allocator.domain.quantities import beginning
from allocator.explain.counterfactuals.dates import (
    earlier_delivery,
    earlier_not_before,
    shorter_block,
)
from allocator.explain.levers.candidate import LeverCandidate
from allocator.explain.levers.ground import FAR, Ground


def candidates(ground: Ground) -> Iterator[LeverCandidate]:
    """Yield deliveries, blocks and earliest starts of what holds it, each a week earlier."""
    scenario, projects = ground.scenario, set()
    for item in scenario.scope.items:
        near = ground.distance(item.id)
        if near >= FAR or item.is_done:
            continue
        for number, awaited in enumerate(item.waits_for):
            if awaited.expected is not None and beginning(awaited.expected) > ground.begins:
                yield LeverCandidate(
                    "wait",
                    f"{wording.shorten(awaited.what)}, which {ground.name(item)} waits for, comes "
                    f"a week earlier than {wording.when(awaited.expected)}",
                    earlier_delivery(scenario, item.id, number),
                    near,
                )
        block = item.blocked
        if block is not None and block.until is not None and beginning(block.until) > ground.begins:
            yield LeverCandidate(
                "wait",
                f"{ground.name(item)} is no longer blocked a week before "
                f"{wording.when(block.until)}",
                shorter_block(scenario, item.id),
                near,
            )
        if item.not_before is not None and beginning(item.not_before) > ground.begins:
            yield LeverCandidate(
                "wait",
                f"{ground.name(item)} may start a week before {wording.when(item.not_before)}",
                earlier_not_before(scenario, "items", item.id),
                near,
            )
        projects |= {item.project} - {None}
    for project in scenario.projects:
        start = project.not_before
        if project.id in projects and start is not None and beginning(start) > ground.begins:
            yield LeverCandidate(
                "wait",
                f"Project {project.name or project.id} may start a week before "
                f"{wording.when(start)}",
                earlier_not_before(scenario, "projects", project.id),
                0,
            )
