"""Changes that are made one after the other, on the way to a repair."""

from __future__ import annotations

from dataclasses import dataclass

from allocator.domain import Scenario
from allocator.errors import ScenarioError
from allocator.explain.conflict.repairs.loosening import Loosening
from allocator.explain.conflict.repairs.repair import Change, Repair, merged
from allocator.scenario.changes.changed import changed


@dataclass(frozen=True)
class RepairSteps:
    """Changes that are made one after the other, on the way to a repair."""

    scenario: Scenario
    change: Change
    texts: tuple[str, ...] = ()
    made: tuple[tuple[int, Loosening], ...] = ()
    """Those that loosen something, each with the place of its text."""

    def repair(self) -> Repair:
        """Return them as a repair."""
        return Repair("; and ".join(self.texts), self.change)


def with_loosening(steps: RepairSteps, loosening: Loosening) -> RepairSteps | None:
    """Return steps with one more; None where its scenario would be wrong."""
    after = changed_or_none(steps.scenario, loosening.change)
    if after is None:
        return None
    return RepairSteps(
        after,
        merged(steps.change, loosening.change),
        (*steps.texts, loosening.text),
        (*steps.made, (len(steps.texts), loosening)),
    )


def changed_or_none(scenario: Scenario, change: Change) -> Scenario | None:
    """Return a changed scenario; None where it would be wrong."""
    try:
        return changed(scenario, change)
    except ScenarioError:
        return None
