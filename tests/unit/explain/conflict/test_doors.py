"""Conflicts from Python, of re-plans, and interrupted."""

from __future__ import annotations

import datetime as dt
import json
import threading
import time
from pathlib import Path

import pytest

import allocator
from allocator.errors import InfeasibleError
from allocator.explain.conflict import explain_conflict
from allocator.scenario import loads
from support.planted_conflicts import planted

TEXT = """
name: x
calendar: {start: 2027-01-04}
people: [{id: ana, skills: [x]}, {id: bo, skills: [y]}]
items:
  - {id: A, needs: x, effort: 5d}
  - {id: B, needs: x, effort: 5d, after: A}
  - {id: M, kind: milestone, after: B, deadline: 2027-01-15}
"""
ILL = "extend: {ana: {time_off: [{from: 2027-01-06, to: 2027-01-07}]}}\n"


def test_a_repair_of_a_replan_is_a_change_file(tmp_path: Path) -> None:
    scenario, ill = tmp_path / "s.yaml", tmp_path / "ill.yaml"
    scenario.write_text(TEXT)
    ill.write_text(ILL)
    plan = allocator.solve(scenario, time_limit=5).plan
    now = dt.date(2027, 1, 5)
    with pytest.raises(InfeasibleError) as error:
        allocator.replan(scenario, plan, now=now, changes=[ill], time_limit=20)
    conflict = error.value.conflict
    assert conflict is not None
    assert {fact["kind"] for fact in conflict["facts"]} >= {"deadline", "item", "absence"}
    for number, repair in enumerate(conflict["repairs"]):
        fix = tmp_path / f"fix-{number}.json"
        fix.write_text(json.dumps(repair["change"]))
        found = allocator.replan(scenario, plan, now=now, changes=[ill, fix], time_limit=1)
        assert found.plan.items


def test_an_interrupted_explanation_ends_at_once() -> None:
    stop = threading.Event()
    stop.set()
    began = time.monotonic()
    conflict = explain_conflict(loads(json.dumps(planted(4, 5))).scenario, time_limit=60, stop=stop)
    assert not conflict.repairs and not conflict.relaxable
    assert time.monotonic() - began < 3


def test_the_time_limit_holds() -> None:
    began = time.monotonic()
    explain_conflict(loads(json.dumps(planted(4, 5))).scenario, time_limit=1)
    assert time.monotonic() - began < 5
