"""A solution with its score."""

from __future__ import annotations

from dataclasses import dataclass

from allocator.problem.evaluation import Evaluator
from allocator.problem.model import Solution

Score = tuple[int, ...]
"""Deadline excess, then the tiers in their order; less is better."""


@dataclass(frozen=True)
class Candidate:
    """A solution with its score."""

    score: Score
    solution: Solution

    @property
    def feasible(self) -> bool:
        """Whether all deadlines are met."""
        return self.score[0] == 0


def scored(evaluator: Evaluator, solution: Solution) -> Candidate:
    """Evaluate a solution."""
    evaluation = evaluator.evaluate(solution)
    return Candidate((evaluation.tier("deadlines"), *evaluation.tiers()), solution)
