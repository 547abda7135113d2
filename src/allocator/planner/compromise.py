"""A tier and the upheaval as one: what search near the baseline minimises.

Who lowers a tier alone goes far for little; who weighs both against each other finds plans that
are nearly as good with a fraction of the changes, and from these the tier alone is lower soon.
"""

from __future__ import annotations

import dataclasses

from allocator.heuristics.construct import Candidate
from allocator.planner.clock import Clock
from allocator.planner.incumbent import Incumbent
from allocator.planner.progress import Throttle
from allocator.problem.model import Problem, Solution
from allocator.problem.objective import Term, Tier, TierKind
from allocator.problem.standing import Baseline

SCALE = 1000
"""Weights are multiples of one in so many."""


def can_weigh(problem: Problem, tier: str) -> bool:
    """Return whether a tier can be weighed against the upheaval, which comes after it."""
    names = problem.tier_names
    if "stability" not in names or tier not in names[: names.index("stability")]:
        return False
    return problem.tier(tier).kind is TierKind.FINISHES


def weighed(problem: Problem, tier: str, rate: float) -> Problem:
    """Return the problem with a tier and the upheaval as one, called stability.

    Parameters
    ----------
    problem, tier
        See ``can_weigh``; the tiers before this one stay before it, those after it are left out.
    rate
        What an hour of upheaval weighs, in hours of the tier.
    """
    led, stability = problem.tier(tier), problem.tier("stability")
    much, little = SCALE, max(1, round(SCALE * rate * float(stability.unit / led.unit)))
    both = Tier(
        name="stability",
        kind=TierKind.STABILITY,
        unit=led.unit / much,
        unit_name=led.unit_name,
        terms=(*_times(much, led.terms), *_times(little, stability.terms)),
    )
    baseline = problem.baseline
    return dataclasses.replace(
        problem,
        tiers=(*problem.tiers[: problem.tier_names.index(tier)], both),
        baseline=Baseline(
            baseline.starts,
            baseline.people,
            {key: little * weight for key, weight in baseline.changes.items()},
            {node: little * weight for node, weight in baseline.drops.items()},
        ),
    )


def _times(factor: int, terms: tuple[Term, ...]) -> list[Term]:
    return [dataclasses.replace(term, weight=factor * term.weight) for term in terms]


class Shadow(Incumbent):
    """The best of a problem that is weighed; what gets better there is offered to the other too."""

    def __init__(
        self, problem: Problem, candidate: Candidate, clock: Clock, other: Incumbent
    ) -> None:
        super().__init__(problem, candidate, clock, Throttle(None))
        self._other = other

    def offer(self, solution: Solution, engine: str = "CP-SAT") -> None:
        """Take a solution if it is better than the best; offer it on."""
        super().offer(solution, engine)
        self._other.offer(solution, engine)
