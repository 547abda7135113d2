"""Bounds by hand: what people can carry alone, between heads and tails, and over periods."""

from __future__ import annotations

import time
from typing import Any

import pytest

from allocator.bounds.tier_bounds import tier_bounds
from allocator.domain import Scenario
from allocator.problem.compile import compile_problem
from allocator.problem.evaluation import Evaluator
from allocator.problem.time_windows import time_windows
from support.plans import scenario

ANA: dict[str, Any] = {"id": "ana"}


def last_bound(of: Scenario, *, days: int = 90) -> float:
    """Return the best bound on the first tier, in its unit."""
    tier = of.tiers[0]
    problem = compile_problem(of, axis_days=days)
    windows = time_windows(problem)
    bounds = list(tier_bounds(Evaluator(problem), windows, tier, seconds=20, stop=lambda: False))
    return float(bounds[-1][0] * problem.tier(tier).unit)


def projects(count: int, effort: str, **more: Any) -> dict[str, Any]:
    """Return projects of one item each."""
    return {
        "projects": [{"id": f"P{k}", **more} for k in range(count)],
        "items": [{"id": f"I{k}", "project": f"P{k}", "effort": effort} for k in range(count)],
    }


def test_two_projects_of_one_person_follow_each_other() -> None:
    """Two weeks each: one ends after 80 hours, the other after 160, whichever is first."""
    of = scenario(objectives=["flow"], people=[ANA], **projects(2, "10d"))
    assert 235 <= last_bound(of) <= 240


def test_overloaded_people_are_late() -> None:
    """Four weeks of work due after two, for one: two projects are late, by one and two weeks."""
    of = scenario(
        calendar={"start": "2026-01-05"},
        objectives=["tardiness"],
        people=[ANA],
        **projects(4, "5d", due="2026-01-16"),
    )
    assert 110 <= last_bound(of) <= 120


def test_those_who_alone_can_do_it_are_late_though_others_are_free() -> None:
    of = scenario(
        calendar={"start": "2026-01-05"},
        objectives=["tardiness"],
        people=[{"id": "ana", "skills": {"sql": 1}}, {"id": "bob"}, {"id": "eve"}],
        projects=[{"id": f"P{k}", "due": "2026-01-09"} for k in range(3)],
        items=[
            {"id": f"I{k}", "project": f"P{k}", "effort": "5d", "needs": "sql"} for k in range(3)
        ],
    )
    assert 110 <= last_bound(of) <= 120


def test_work_between_heads_and_tails_bounds_the_makespan() -> None:
    """Two items of four days for one person, a day of others' work before and after each."""
    of = scenario(
        objectives=["makespan"],
        people=[{"id": "ana", "skills": {"sql": 1}}, *({"id": f"p{k}"} for k in range(4))],
        items=[
            item
            for k in range(2)
            for item in (
                {"id": f"A{k}", "effort": "1d", "avoid": ["ana"]},
                {"id": f"B{k}", "effort": "4d", "needs": "sql", "after": [f"A{k}"]},
                {"id": f"C{k}", "effort": "1d", "avoid": ["ana"], "after": [f"B{k}"]},
            )
        ],
    )
    assert last_bound(of) == 80


def test_sets_of_people_overlap() -> None:
    """Three skills of two people each among three people: no pair is too few, all three are."""
    people = [("ana", ["x", "y"]), ("bob", ["y", "z"]), ("eve", ["x", "z"])]
    of = scenario(
        objectives=["makespan"],
        people=[{"id": name, "skills": skills} for name, skills in people],
        items=[{"id": f"{s}{k}", "effort": "3d", "needs": s} for s in "xyz" for k in range(2)],
    )
    assert last_bound(of) == 48


def test_part_time_and_speed_count() -> None:
    """20 days of effort at 0.5 capacity and 0.8 speed take 50 days."""
    of = scenario(
        objectives=["makespan"],
        proficiency={1: 0.8},
        people=[{"id": "ana", "capacity": 0.5, "skills": {"sql": 1}}],
        items=[{"id": f"I{k}", "effort": "10d", "needs": {"sql": 1}} for k in range(2)],
    )
    assert last_bound(of) == 400


def test_resources_are_shared_over_periods() -> None:
    """Two projects of ten days on the one GPU, around the clock."""
    of = scenario(
        calendar={"continuous": True, "slot": "1h"},
        objectives=["flow"],
        resources=[{"id": "gpu", "capacity": 1}],
        projects=[{"id": "P0"}, {"id": "P1"}],
        items=[
            {"id": f"I{k}", "project": f"P{k}", "elapsed": "10d", "resources": {"gpu": 1}}
            for k in range(2)
        ],
    )
    assert 710 <= last_bound(of) <= 720


def test_optional_items_ask_for_nothing() -> None:
    of = scenario(
        objectives=["flow"],
        people=[ANA],
        items=[{"id": "A", "effort": "10d", "optional": True}, {"id": "B", "effort": "1d"}],
    )
    assert last_bound(of) == 8


def test_the_cheapest_cannot_fill_two_needs_of_one_item() -> None:
    """Ten hours each: the cheapest for both needs is one person; the next costs 30 an hour."""
    of = scenario(
        objectives=["cost"],
        people=[{"id": "ana", "rate": 10}, {"id": "bob", "rate": 30}, {"id": "eve", "rate": 50}],
        items=[{"id": "A", "needs": [{"effort": "10h"}, {"effort": "10h"}]}],
    )
    assert last_bound(of) == 400


@pytest.mark.parametrize("already", [True, False])
def test_it_ends_when_told_to(already: bool) -> None:
    """The first bound comes even if it is to stop at once; then nothing more is begun."""
    of = scenario(
        calendar={"start": "2026-01-05"},
        objectives=["tardiness"],
        people=[{"id": f"p{k}"} for k in range(3)],
        **projects(30, "5d", due="2026-01-16"),
    )
    problem = compile_problem(of, axis_days=200)
    began, seconds = time.monotonic(), 0.0 if already else 0.5
    bounds = list(
        tier_bounds(
            Evaluator(problem),
            time_windows(problem),
            "tardiness",
            seconds=120,
            stop=lambda: time.monotonic() - began >= seconds,
        )
    )
    assert bounds
    assert time.monotonic() - began < 60  # far less than it was given


def test_what_was_over_before_now_is_as_late_as_it_was() -> None:
    """A day late on the 2nd; that nothing else can end before the 8th adds nothing to that."""
    done = {"state": "done", "started": "2026-12-01", "finished": "2026-12-02"}
    of = scenario(
        now="2026-12-08",
        objectives=["tardiness"],
        people=[ANA],
        items=[
            {"id": "D", "effort": "1d", "due": "2026-12-01", **done},
            {"id": "A", "effort": "1d", "due": "2026-12-07"},
            {"id": "B", "effort": "1d", "due": "2026-12-07"},
        ],
    )
    assert last_bound(of) == 8 + 8 + 16
