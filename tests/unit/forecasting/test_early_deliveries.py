"""A delivery whose date is a range may come early: the work begins then."""

from __future__ import annotations

from typing import Any

import pytest

from allocator.domain.forecast import PolicyName
from allocator.forecasting.simulation.dispatch import dispatch
from allocator.forecasting.simulation.keep import as_planned, keep
from support.plans import scenario
from support.simulated import prepared

LABELS = {"low": "2026-12-03", "likely": "2026-12-08", "high": "2026-12-17"}
POLICIES: dict[PolicyName, Any] = {"dispatch": dispatch, "keep": keep}


@pytest.mark.parametrize("policy", POLICIES)
def test_work_begins_when_a_delivery_comes(policy: PolicyName) -> None:
    item = {"id": "W", "effort": {"low": "1d", "likely": "1d", "high": "1d"}}
    awaited = {"what": "Labels", "owner": "acme", "expected": LABELS}
    made = prepared(scenario(people=[{"id": "a"}], items=[{**item, "waits_for": [awaited]}]))
    assert made is not None
    model, block = made.simulated.model, made.draws(64)
    timeline, dates = made.simulated.problem.timeline, model.dates
    assert dates is not None and dates.start[0] == dates.release[0] > model.entries.release[0]
    comes = block.releases[block.release_row[0]]
    assert (comes < dates.start[0]).any() and (comes > dates.start[0]).any()
    slots = [k for k in range(timeline.horizon) if timeline.team[k]]
    expected = [next(k for k in slots if k >= each) for each in comes]
    assert POLICIES[policy](model, block).start[:, 0].tolist() == expected
    assert POLICIES[policy](model, as_planned(model)).start[0, 0] == dates.start[0]
