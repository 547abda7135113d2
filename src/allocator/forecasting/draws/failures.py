"""Tries that fail in a future, and what is not needed then."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from allocator.domain import Scenario
from allocator.forecasting.draws.addresses import U64, addresses, drawn_shares
from allocator.forecasting.draws.quantile_tables import F64
from allocator.forecasting.possible_work import PossibleWork
from allocator.forecasting.simulation.arrays import Bools


@dataclass(frozen=True)
class FailureDraws:
    """Which tries fail, and which entries are done at all.

    Attributes
    ----------
    tries
        Entries whose tries may fail.
    own, chances
        Shape (T,): dimension of each try, and the chance that it succeeds.
    only_if
        By entry: the tries of which one has to have failed.
    """

    tries: tuple[str, ...]
    own: U64
    chances: F64
    only_if: Mapping[str, tuple[str, ...]]

    def block(self, first: int, count: int) -> tuple[dict[str, Bools], dict[str, Bools]]:
        """Return by entry, shape (count,): who fails of the tries, and who is not done."""
        would = drawn_shares(first, count, self.own) >= self.chances[:, None]
        course = _SequenceOfTries(dict(zip(self.tries, would, strict=True)), self.only_if, count)
        fails = {name: course.failed(name) for name in self.tries}
        return fails, {name: ~course.done(name) for name in self.only_if}


@dataclass
class _SequenceOfTries:
    """Follows tries to what they call for."""

    would_fail: Mapping[str, Bools]
    only_if: Mapping[str, tuple[str, ...]]
    count: int
    _done: dict[str, Bools] = field(default_factory=dict)

    def done(self, name: str) -> Bools:
        """Return in which futures an entry is done."""
        if name not in self.only_if:
            return np.ones(self.count, dtype=np.bool_)
        if name not in self._done:
            self._done[name] = np.zeros(self.count, dtype=np.bool_)  # what calls for itself is not
            self._done[name] = np.any([self.failed(each) for each in self.only_if[name]], axis=0)
        return self._done[name]

    def failed(self, name: str) -> Bools:
        """Return in which futures a try is done and fails."""
        return self.done(name) & self.would_fail[name]


def failure_draws(possible: PossibleWork, scenario: Scenario, *, seed: int) -> FailureDraws:
    """Return the draws of tries.

    Parameters
    ----------
    possible
        Names the tries.
    scenario
        As it was before it was widened: it has the chances.
    """
    tries: list[str] = []
    chances: list[float] = []
    for name, attempts in possible.attempts.items():
        chance = scenario.item_by_id[name].succeeds
        tries += attempts
        chances += [1.0 if chance is None else chance] * len(attempts)
    return FailureDraws(
        tuple(tries),
        addresses(seed, tries, "try"),
        np.array(chances),
        possible.only_if,
    )
