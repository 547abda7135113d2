"""A budget with a higher limit, or without one."""

from __future__ import annotations

import math
from collections.abc import Iterator

from allocator import wording
from allocator.explain.counterfactuals.budgets import raised_limit, without_limit
from allocator.explain.levers.candidate import LeverCandidate
from allocator.explain.levers.ground import FAR, Ground

_MORE = 1.1


def candidates(ground: Ground) -> Iterator[LeverCandidate]:
    """Yield a tenth more for each project with a limit, and what it would be without one."""
    scenario = ground.scenario
    for project in scenario.projects:
        limit = project.budget_amount
        own = [item.id for item in ground.open_items if item.project == project.id]
        near = min(map(ground.distance, own), default=FAR)
        if not project.is_budget_hard or limit is None or near >= FAR:
            continue
        name = f"project {project.name or project.id}"
        more = math.ceil(limit * _MORE)
        was = wording.number(limit)
        lifted = wording.money(limit, scenario.currency, places=2)
        yield LeverCandidate(
            "budget",
            f"{name[0].upper()}{name[1:]} may cost {wording.money(more, scenario.currency)}, "
            f"not only {was}",
            raised_limit(project, more),
            near,
            needs_search=True,
        )
        yield LeverCandidate(
            "budget",
            f"The limit of {lifted} for {name} is lifted",
            without_limit(project),
            near + 1,
            needs_search=True,
        )
