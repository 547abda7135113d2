"""What the explanation of a conflict says holds when it is tried, on random scenarios."""

from __future__ import annotations

import datetime as dt
import json
import random
from itertools import permutations

import pytest

from allocator.domain import Scenario
from allocator.explain.conflict import explain_conflict
from allocator.explain.conflict.restriction import restricted
from allocator.scenario import loads
from allocator.scenario.changes.changed import changed
from support.conflicts import constraints_of, goes_with, has_plan
from support.fact_reader import read_facts
from support.planted_conflicts import KINDS, Kind, planted, workday


def all_holds(scenario: Scenario) -> None:
    """Explain, and try the facts, each constraint, each repair."""
    conflict = explain_conflict(scenario, time_limit=60)
    lines = [fact.text for fact in conflict.facts]
    read = read_facts(lines)
    assert read is None or has_plan(read) is False, lines
    constraints = constraints_of(scenario, conflict)
    assert has_plan(restricted(scenario, constraints)) is False
    assert conflict.minimal
    for left_out in constraints:
        kept = restricted(scenario, [one for one in constraints if not goes_with(one, left_out)])
        assert not kept.items or has_plan(kept) is True, left_out
    assert conflict.repairs, lines
    for repair in conflict.repairs:
        assert has_plan(changed(scenario, repair.change)) is True, repair


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_a_conflict_of_each_kind(kind: Kind) -> None:
    all_holds(loads(json.dumps(planted(1, 1, [kind]))).scenario)


@pytest.mark.parametrize("seed", [3, 17])
def test_several_conflicts_at_once(seed: int) -> None:
    all_holds(loads(json.dumps(planted(seed, 3))).scenario)


@pytest.mark.parametrize("seed", range(6))
def test_the_least_shift_is_that_of_all_orders(seed: int) -> None:
    """One person does three items one after the other: all six orders are looked at."""
    rng = random.Random(seed)
    efforts = [rng.randint(1, 3) for _ in range(3)]
    deadlines = [rng.randint(effort, sum(efforts) - 1) for effort in efforts]
    scenario = loads(
        json.dumps(
            {
                "name": "orders",
                "calendar": {"start": "2027-01-04"},
                "people": [{"id": "a"}],
                "items": [
                    {"id": name, "effort": f"{effort}d", "deadline": workday(deadline)}
                    for name, effort, deadline in zip("ABC", efforts, deadlines, strict=True)
                ],
            }
        )
    ).scenario
    if has_plan(scenario):
        return
    least = min(_shift(order, efforts, deadlines) for order in permutations(range(3)))
    change = explain_conflict(scenario, time_limit=60).repairs[0].change["update"]
    old = {item.id: item.deadline for item in scenario.items}
    new = {item.id: item.deadline for item in changed(scenario, {"update": change}).items}
    assert sum((new[name] - old[name]).days for name in old) == least  # type: ignore[operator]


def _shift(order: tuple[int, ...], efforts: list[int], deadlines: list[int]) -> int:
    """Return by how many days of the calendar deadlines move, in all."""
    done, shift = 0, 0
    for place in order:
        done += efforts[place]
        if done > deadlines[place]:
            new, old = (dt.date.fromisoformat(workday(k)) for k in (done, deadlines[place]))
            shift += (new - old).days
    return shift
