"""The numbers of the search for what to leave out."""

from __future__ import annotations

from dataclasses import dataclass

from allocator.domain.params import Fraction, Params, Positive, Seconds


@dataclass(frozen=True, kw_only=True)
class ScopeParams(Params):
    """How sets of items are compared and planned.

    Attributes
    ----------
    trial_steps
        Steps of the kernel's search in each objective tier, for each set of items, at most.
    steps_per_item
        The same for each item of the plan: small plans need fewer, and their kernel is not
        compiled.
    most_sets
        Sets up to which all are tried; of more, one item after another is left out.
    most_points
        Points of the front that are planned; of more, the nearest to the wanted dates.
    trial_fraction
        Fraction of the time after which no further sets are tried.
    least_seconds
        Seconds of work for the planner's search for each point, at least.
    most_seconds
        The same at most.
    """

    trial_steps: Positive = 2000
    steps_per_item: Positive = 50
    most_sets: Positive = 128
    most_points: Positive = 8
    trial_fraction: Fraction = 0.5
    least_seconds: Seconds = 1.0
    most_seconds: Seconds = 5.0

    def steps(self, items: int) -> int:
        """Return the steps for a plan of so many items."""
        return min(self.trial_steps, self.steps_per_item * items)


DEFAULT_SCOPE_PARAMS = ScopeParams()
