"""What a solve returns: status, stop reason, plan and solver report are separate things."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from allocator.domain.plan import Plan, SolverReport

LATELY = 2 / 3
"""Share of a search after which an improvement says that it was still improving at its end."""


@dataclass(frozen=True, kw_only=True)
class LateGain:
    """By how much the last third of a search made the plan better.

    Attributes
    ----------
    tier
        The first tier that has another value.
    fraction
        By how much the value fell, as a fraction of what it was before.
    """

    tier: str
    fraction: float


@dataclass(frozen=True, kw_only=True)
class Course:
    """How a search went, until it was ended before everything was proved.

    Attributes
    ----------
    searched_seconds
        Time from the call to the end of the search.
    improved_seconds
        Time from the call to the last better plan; to the first one where none was better.
    late_gain
        None where nothing was gained, or nothing is known to compare with.
    """

    searched_seconds: float
    improved_seconds: float
    late_gain: LateGain | None = None

    @property
    def improving(self) -> bool:
        """Whether the last third of the search still gave a better plan."""
        return self.improved_seconds >= LATELY * self.searched_seconds

    @property
    def suggested_seconds(self) -> int:
        """A time limit, twice as long, that is likely to help a search that was improving."""
        return max(1, round(2 * self.searched_seconds))

    def then(self, after: Course, *, first: float) -> Course:
        """Return the course of this search and of one after it that began with its plan.

        Parameters
        ----------
        after
            The course of the other.
        first
            Seconds after which the other had a plan; only what came later is better.
        """
        better = after.improved_seconds > first
        return Course(
            searched_seconds=self.searched_seconds + after.searched_seconds,
            improved_seconds=self.searched_seconds + after.improved_seconds
            if better
            else self.improved_seconds,
        )


@dataclass(frozen=True, kw_only=True)
class Result:
    """The outcome of a solve that found a plan.

    Attributes
    ----------
    status
        Whether every tier is proved.
    stop_reason
        Why the search ended.
    plan
        The checked plan.
    report
        The solver's report, also part of the plan.
    first_plan_seconds
        Time from the call to the first feasible plan.
    best_plan_seconds
        Time from the call to the last improvement.
    course
        How the search went; None in a reproducible run, in which time says nothing.
    """

    status: Literal["optimal", "feasible"]
    stop_reason: Literal["proved", "time_limit", "interrupted", "work_limit"]
    plan: Plan
    report: SolverReport
    first_plan_seconds: float
    best_plan_seconds: float
    course: Course | None = None
