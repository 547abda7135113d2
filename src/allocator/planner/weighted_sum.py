"""A tier and stability as one objective: the weighted sum that a search near a baseline minimises.

A search that minimises the tier alone changes much for little. One that minimises the sum finds
plans that are nearly as good with a fraction of the changes, and the tier alone is lower soon from
there.
"""

from __future__ import annotations

import dataclasses

from allocator.heuristics.candidate import Candidate
from allocator.planner.clock import Clock
from allocator.planner.incumbent import Gain, Incumbent
from allocator.planner.progress import Throttle
from allocator.problem.baseline import Baseline
from allocator.problem.evaluation import Evaluator
from allocator.problem.model import Problem, Solution
from allocator.problem.objective import Term, Tier, TierKind

WEIGHT_UNITS = 1000
"""Units of weight that stand for a weight of 1, since weights in a problem are integers."""


def can_weigh(problem: Problem, tier: str) -> bool:
    """Return whether a tier can be added to stability, which must come after it."""
    names = problem.tier_names
    if "stability" not in names or tier not in names[: names.index("stability")]:
        return False
    return problem.tier(tier).kind is TierKind.FINISHES


def weighted_sum(problem: Problem, tier: str, change_weight: float) -> Problem:
    """Return the problem whose last tier, called stability, is a tier plus the weighted changes.

    Parameters
    ----------
    problem, tier
        See ``can_weigh``. The tiers before this one stay before it, those after it are left out.
    change_weight
        Hours of the tier that an hour of change weighs.
    """
    summed, stability = problem.tier(tier), problem.tier("stability")
    factor = max(1, round(WEIGHT_UNITS * change_weight * float(stability.unit / summed.unit)))
    both = Tier(
        name="stability",
        kind=TierKind.STABILITY,
        unit=summed.unit / WEIGHT_UNITS,
        unit_name=summed.unit_name,
        terms=(*_times(WEIGHT_UNITS, summed.terms), *_times(factor, stability.terms)),
    )
    baseline = problem.baseline
    return dataclasses.replace(
        problem,
        tiers=(*problem.tiers[: problem.tier_names.index(tier)], both),
        baseline=Baseline(
            baseline.starts,
            baseline.people,
            {key: factor * weight for key, weight in baseline.changes.items()},
            {node: factor * weight for node, weight in baseline.drops.items()},
        ),
    )


def up_to(problem: Problem, tier: str) -> Problem:
    """Return a problem without the tiers that come after one of them."""
    last = problem.tier_names.index(tier) + 1
    return dataclasses.replace(problem, tiers=problem.tiers[:last])


def _times(factor: int, terms: tuple[Term, ...]) -> list[Term]:
    return [dataclasses.replace(term, weight=factor * term.weight) for term in terms]


class ForwardingIncumbent(Incumbent):
    """The best plan by other tiers; what it is offered goes on to the incumbent proper."""

    def __init__(
        self, evaluator: Evaluator, candidate: Candidate, clock: Clock, proper: Incumbent
    ) -> None:
        super().__init__(evaluator, candidate, clock, Throttle(None))
        self._proper = proper

    def offer(self, solution: Solution, engine: str = "CP-SAT") -> Gain | None:
        """Take a solution if it is better by these tiers; offer it to the proper incumbent."""
        gain = super().offer(solution, engine)
        self._proper.offer(solution, engine)
        return gain
