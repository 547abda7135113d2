"""Plans the points of the front with the planner itself, as ``allocator plan --with`` would."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace

from allocator.domain import Plan, PlanItem, Scenario
from allocator.errors import AllocatorError, InfeasibleError
from allocator.explain.counterfactuals.change import Change
from allocator.planner.options import SolveOptions
from allocator.scenario.changes.changed import changed


@dataclass(frozen=True)
class PlannedChange:
    """What the planner finds for a change.

    Attributes
    ----------
    plan
        None where it found none.
    is_impossible
        Whether it has proved that there is none.
    """

    plan: Plan | None
    is_impossible: bool = False


def planned_changes(
    scenario: Scenario,
    changes: Sequence[Change],
    starts: Sequence[Sequence[PlanItem]],
    options: SolveOptions,
    workers: Executor,
) -> list[PlannedChange]:
    """Plan changed scenarios beside each other, each on one core.

    Parameters
    ----------
    scenario
        What is changed.
    changes, starts
        As many; each search begins with a plan's items.
    options
        Limits of each search.
    workers
        Runs the searches.
    """
    calls = [
        workers.submit(_planned, scenario, change, replace(options, start=tuple(start)))
        for change, start in zip(changes, starts, strict=True)
    ]
    return [call.result() for call in calls]


def _planned(scenario: Scenario, change: Change, options: SolveOptions) -> PlannedChange:
    from allocator.planner import solve

    try:
        return PlannedChange(solve(changed(scenario, change), options).plan)
    except InfeasibleError:
        return PlannedChange(None, is_impossible=True)
    except AllocatorError:
        return PlannedChange(None)
