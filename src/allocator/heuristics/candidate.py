"""A solution with its score."""

from __future__ import annotations

from dataclasses import dataclass

from allocator.problem.evaluate import Evaluation
from allocator.problem.model import Problem, Solution

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


def scored(problem: Problem, solution: Solution) -> Candidate:
    """Evaluate a solution."""
    evaluation = Evaluation(problem, solution)
    return Candidate((evaluation.tier("deadlines"), *evaluation.tiers()), solution)
