"""Changes that are made one after the other, on the way to a repair."""

from __future__ import annotations

from collections.abc import Iterable
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
    covers: frozenset[tuple[object, ...]] = frozenset()
    """What those give, as of ``Loosening``."""

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
        steps.covers | loosening.covers,
    )


def goes_further(covers: frozenset[tuple[object, ...]], told: Iterable[RepairSteps]) -> bool:
    """Return whether a change gives all that one does which is enough by itself.

    Parameters
    ----------
    covers
        What the change gives.
    told
        Steps with which there is a plan.
    """
    return any(one.covers and one.covers <= covers and len(one.texts) == 1 for one in told)


def changed_or_none(scenario: Scenario, change: Change) -> Scenario | None:
    """Return a changed scenario; None where it would be wrong."""
    try:
        return changed(scenario, change)
    except ScenarioError:
        return None
