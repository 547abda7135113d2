"""What a re-planning was asked, so that it can be asked again without a difference."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from typing import Any

from allocator.calendars import Calendars
from allocator.domain import Plan, Scenario, WorkItem
from allocator.errors import AllocatorError
from allocator.explain.replay.atoms import PROGRESS_FIELDS
from allocator.explain.replay.differences import Difference, differences
from allocator.explain.replay.stalled import stalled_items
from allocator.replanning.assumed_progress import Mode, unreported_items
from allocator.replanning.baseline_dates import end_of_running_slot
from allocator.replanning.prepare import PreparedReplan, prepare
from allocator.replanning.stability_tier import Keep


@dataclass(frozen=True, kw_only=True)
class ReplanQuestion:
    """What a re-planning was asked.

    Attributes
    ----------
    scenario
        As of now, with changes and what has happened, before anything is assumed.
    baseline
        The plan that people went by.
    reported, keep, window, assume
        As of ``replan``.
    """

    scenario: Scenario
    baseline: Plan
    reported: Collection[str] = ()
    keep: Keep = "medium"
    window: dt.timedelta | None = None
    assume: Mode = "on-plan"

    def differences(self) -> list[Difference]:
        """Return what differs from the baseline's scenario, except that time has gone on."""
        old, as_planned = self.baseline.scenario, self._as_planned()
        if as_planned is None:
            return differences(old, self.scenario, frozenset())
        stalled = stalled_items(self._today, self.baseline, self._said, as_planned)
        return differences(old, self.scenario, as_planned, tuple(stalled))

    def without(self, undone: Sequence[Difference]) -> PreparedReplan | None:
        """Return the scenario without some differences, prepared as for the re-planning.

        None where without them it cannot be planned anew.
        """
        scenario = reduce(lambda found, one: one.undone(found), undone, self.scenario)
        silent = frozenset[str]().union(*(one.unreported for one in undone))
        return self._prepared(scenario, self._said - silent)

    @cached_property
    def _today(self) -> Scenario:
        """The scenario as of the end of the slot that runs now."""
        team = Calendars(self.scenario).team
        now = end_of_running_slot(team, self.scenario.present)
        return self.scenario.model_copy(update={"now": now})

    @cached_property
    def _said(self) -> frozenset[str]:
        """Items whose progress is said; with ``not-started`` that of all others is."""
        if self.assume == "on-plan":
            return frozenset(self.reported)
        others = unreported_items(self._today, self.baseline, self.reported)
        return frozenset((*self.reported, *others))

    def _prepared(self, scenario: Scenario, reported: Collection[str]) -> PreparedReplan | None:
        try:
            return prepare(scenario, self.baseline, reported=reported, window=self.window)
        except AllocatorError:
            return None

    def _as_planned(self) -> frozenset[str] | None:
        """Return the items whose progress is what would be assumed; None where that is unknown."""
        before = self.baseline.scenario.item_by_id
        both = [item.id for item in self.scenario.items if item.id in before]
        silent = tuple(
            item.model_copy(update=progress_of(before[item.id])) if item.id in before else item
            for item in self.scenario.items
        )
        assumed = self._prepared(self.scenario.model_copy(update={"items": silent}), ())
        told = self._prepared(self.scenario, self._said)
        if assumed is None or told is None:
            return None
        one, other = assumed.scenario.item_by_id, told.scenario.item_by_id
        return frozenset(
            name
            for name in both
            if name in one and name in other and progress_of(one[name]) == progress_of(other[name])
        )


def progress_of(item: WorkItem) -> dict[str, Any]:
    """Return the fields of an item that hold its progress."""
    return {name: getattr(item, name) for name in PROGRESS_FIELDS}
