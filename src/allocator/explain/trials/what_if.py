"""What is tried, and how hard."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from allocator.domain import Scenario
from allocator.scenario.changes.changed import changed


@dataclass(frozen=True)
class Effort:
    """How hard a trial searches; the same for a change and for the control.

    Attributes
    ----------
    steps
        Steps of the kernel's search in each objective tier.
    seeds
        Each is a search of its own; what they gain differs by noise alone.
    """

    steps: int
    seeds: tuple[int, ...] = (0,)


@dataclass(frozen=True)
class WhatIf:
    """A scenario to be planned on trial.

    Attributes
    ----------
    key
        Tells trials of one plan apart; a trial with the same key is not run twice.
    change
        As ``--with`` takes it; made in the plan's scenario.
    scenario
        In its place, the whole changed scenario, for what no change can say.
    """

    key: str
    change: Mapping[str, Any] | None = None
    scenario: Scenario | None = None

    def __post_init__(self) -> None:
        if (self.change is None) == (self.scenario is None):
            raise ValueError(f"trial {self.key}: give a change or a scenario")

    def of(self, scenario: Scenario) -> Scenario:
        """Return the changed scenario.

        Raises
        ------
        ScenarioError
            The change cannot be made, or leaves errors.
        """
        if self.scenario is not None:
            return self.scenario
        assert self.change is not None
        return changed(scenario, self.change)
