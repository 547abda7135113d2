"""Reasons are tried as long as that is quick; where it is not, it is said."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

import allocator
from allocator.api.tried_reasons import NOT_TRIED
from allocator.explain.replay import replays
from allocator.heuristics.kernel import warmup

SCENARIOS = Path(__file__).parents[2] / "scenarios"


def _replanned(plan: allocator.Plan) -> allocator.ReplanResult:
    return allocator.replan(
        SCENARIOS / "quickstart.yaml",
        plan,
        now=dt.date(2026, 12, 9),
        changes=[SCENARIOS / "changes" / "quickstart-ill.yaml"],
        time_limit=2,
    )


@pytest.fixture(scope="module")
def plan() -> allocator.Plan:
    return allocator.solve(SCENARIOS / "quickstart.yaml", time_limit=20).plan


def test_on_a_fresh_machine_nobody_waits_for_reasons(
    plan: allocator.Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(warmup, "possible", lambda: True)
    monkeypatch.setattr(warmup, "ready", lambda: False)
    monkeypatch.setattr(replays, "use_kernel", lambda *_: True)
    found = _replanned(plan)  # in plain Python, which takes longer than the search
    assert NOT_TRIED in found.notes
    assert found.difference.moved


@pytest.mark.usefixtures("compiled_search")
def test_where_it_is_never_compiled_they_are_tried(
    plan: allocator.Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As long as that takes; here it is quick, for what is in place is compiled."""
    monkeypatch.setattr(warmup, "possible", lambda: False)
    assert NOT_TRIED not in _replanned(plan).notes
