"""Changes of absences: taken away, or moved."""

from __future__ import annotations

import datetime as dt

from allocator.domain import Scenario
from allocator.domain.calendar import TimeOff
from allocator.explain.counterfactuals.change import Change, as_data, updated


def without_time_off(scenario: Scenario, person_id: str, absence: TimeOff) -> Change:
    """Take an absence of a person away."""
    kept = [one for one in scenario.person_by_id[person_id].time_off if one != absence]
    return updated("people", person_id, time_off=as_data(kept))


def moved_time_off(scenario: Scenario, person_id: str, absence: TimeOff, days: int) -> Change:
    """Move an absence of a person by calendar days; below 0 it comes earlier."""
    by = dt.timedelta(days=days)
    moved = absence.model_copy(update={"start": absence.start + by, "end": absence.end + by})
    old = scenario.person_by_id[person_id].time_off
    return updated(
        "people", person_id, time_off=as_data([moved if one == absence else one for one in old])
    )


def without_availability(scenario: Scenario, person_id: str, window: TimeOff) -> Change:
    """Give a person their usual capacity in a time in which they have another one."""
    kept = [one for one in scenario.person_by_id[person_id].availability if one != window]
    return updated("people", person_id, availability=as_data(kept))
