"""Prepare a re-plan: today's scenario with assumed progress and a partly frozen baseline."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from allocator.calendars import TeamCalendar
from allocator.domain import Plan, PlanItem, Scenario
from allocator.domain.quantities import beginning, iso
from allocator.errors import InputError
from allocator.replanning.assumed_progress import AssumedProgress, Mode, assume_progress
from allocator.replanning.baseline_dates import (
    baseline_entries,
    end_of_running_slot,
    entries_at_baseline,
)
from allocator.replanning.calendar_pair import calendar_pair
from allocator.replanning.crew import with_crews
from allocator.replanning.failed_tries import FailedTry, after_failures
from allocator.replanning.freeze import ForcedMove, freeze, items_in_window
from allocator.replanning.stability_tier import tiers_without_stability
from allocator.replanning.unchanged import unchanged


@dataclass(frozen=True, kw_only=True)
class PreparedReplan:
    """A scenario ready for the planner, and how it was prepared.

    Attributes
    ----------
    scenario
        As of now, with progress, baseline and what of it is frozen.
    assumed
        Items with unreported progress, and the state they are assumed to be in.
    forced
        Items in the frozen window that have to move.
    failed
        Tries that have failed since the baseline was made.
    notes
        What else is worth knowing, in words.
    as_before
        The baseline's entries, where nothing has changed; else None.
    """

    scenario: Scenario
    assumed: tuple[AssumedProgress, ...]
    forced: tuple[ForcedMove, ...]
    failed: tuple[FailedTry, ...]
    notes: tuple[str, ...]
    as_before: tuple[PlanItem, ...] | None


def prepare(
    scenario: Scenario,
    baseline: Plan,
    *,
    reported: Collection[str] = (),
    mode: Mode = "on-plan",
    window: dt.timedelta | None = None,
) -> PreparedReplan:
    """Return today's scenario with progress, baseline and frozen items.

    Parameters
    ----------
    scenario
        As of now, with changes and what has happened.
    baseline
        The plan that people go by.
    reported
        Items whose progress is reported.
    mode
        What is assumed of the others that the baseline had begun; see :func:`assume_progress`.
    window
        The frozen window; see :func:`items_in_window`.

    Raises
    ------
    InputError
        The baseline is of another project, or of later than now.
    """
    _fits(scenario, baseline)
    after = after_failures(scenario, baseline, reported)
    scenario, reported = after.scenario, after.reported
    times = calendar_pair(scenario, baseline)
    today, notes = _from_slot(scenario, times.now.team)
    today, assumed = assume_progress(today, baseline, reported, mode, times)
    today, gone = with_crews(today, times.now, baseline)
    tried_again = {each.item for each in after.failed}
    baseline_items = tuple(
        each
        for each in baseline_entries(today, times.now, baseline)
        if each.item not in tried_again
    )
    bare = today.model_copy(
        update={
            "baseline": baseline_items,
            "goals": {},
            "objectives": tiers_without_stability(today),
        }
    )
    entries = entries_at_baseline(
        bare, times.now, {each.item: each for each in baseline_items}, baseline
    )
    before = unchanged(bare, times.now, baseline, entries, scenario)
    frozen_names = items_in_window(bare, baseline_items, window)
    kept, forced = freeze(bare, times.now, baseline, baseline_items, frozen_names)
    frozen = tuple(s.model_copy(update={"frozen": s.item in kept}) for s in baseline_items)
    return PreparedReplan(
        scenario=bare.model_copy(update={"baseline": frozen}),
        assumed=assumed,
        forced=tuple(forced),
        failed=tuple(_with_given_up(each, bare) for each in after.failed),
        notes=(*notes, *gone, *_other_start(scenario, baseline.scenario)),
        as_before=before,
    )


def _with_given_up(failed: FailedTry, today: Scenario) -> FailedTry:
    """Return a failed try with what is given up: nothing that has begun, or is assumed to."""
    names = (name for name, by in today.given_up.items() if by == failed.item)
    return failed.model_copy(update={"given_up": tuple(names)})


def _fits(scenario: Scenario, baseline: Plan) -> None:
    if not {entry.id for entry in baseline.items} & scenario.item_by_id.keys():
        raise InputError(
            f'the baseline is a plan of "{baseline.scenario.name}" and has no work item of '
            f'"{scenario.name}"; give the plan of this scenario'
        )
    start = beginning(baseline.scenario.calendar.start)
    if scenario.present < start:
        raise InputError(
            f"now, {iso(scenario.present)}, lies before the baseline's start, {iso(start)}; "
            "before that there is nothing to re-plan, use allocator plan"
        )
    if scenario.present < baseline.scenario.present:
        raise InputError(
            f"the baseline was made as of {iso(baseline.scenario.present)}, which lies after now, "
            f"{iso(scenario.present)}; give a later --now, or an earlier plan"
        )


def _other_start(scenario: Scenario, before: Scenario) -> tuple[str, ...]:
    """Note that objectives count from another day than the baseline's, with the remedy."""
    counted = [tier for tier in scenario.tiers if tier in ("flow", "makespan")]
    old, new = before.calendar.start, scenario.calendar.start
    if beginning(old) == beginning(new) or not counted:
        return ()
    return (
        f"{' and '.join(counted)} count from calendar.start, {iso(new)} here and {iso(old)} in the "
        f"baseline, and cannot be compared; set calendar.start: {iso(old)}, and now for the rest",
    )


def _from_slot(scenario: Scenario, team: TeamCalendar) -> tuple[Scenario, tuple[str, ...]]:
    """Return the scenario with now moved to the end of the running slot."""
    now = scenario.present
    after = end_of_running_slot(team, now)
    if after == now:
        return scenario, ()
    note = f"now is taken to be {iso(after)}, when the slot that runs at {iso(now)} ends"
    return scenario.model_copy(update={"now": after}), (note,)
