"""What to leave out so that a date is kept: the front is that of every set, each point planned."""

from __future__ import annotations

import datetime as dt
import random
from itertools import combinations
from typing import Any

import pytest

from allocator.analysis.scope_text import scope_sentences
from allocator.domain import Plan, Scenario
from allocator.domain.scope_front import ScopeFront
from allocator.errors import InputError
from allocator.explain.scope.candidates import DropChoice, drop_choice
from allocator.explain.scope.options import ScopeOptions
from allocator.explain.scope.params import ScopeParams
from allocator.explain.scope.scope import scope_front
from allocator.explain.scope.sets import all_sets, prefixes, promising_sets, value_front
from allocator.explain.scope.targets import target_of
from allocator.planner import SolveOptions, solve
from allocator.scenario.changes.changed import changed
from support import oracle, plans

BY = dt.date(2026, 12, 3)
QUICK = ScopeParams(trial_steps=200, most_seconds=2.0)
Data = dict[str, Any]


def scenario(items: list[Data], by: dt.date | None = None) -> Scenario:
    """Two people, work of whole days; with a date the milestone M is due then."""
    people = [{"id": "ana", "skills": ["x", "y"]}, {"id": "bo", "skills": ["y"]}]
    due = [{**item, "due": by.isoformat()} if by and item["id"] == "M" else item for item in items]
    calendar = {"start": "2026-12-01", "slot": "1d"}
    more = {"objectives": ["tardiness"]} if by else {}
    return plans.scenario(people=people, items=due, calendar=calendar, **more)


def random_items(seed: int) -> list[Data]:
    """Two items to do and three optional ones with values; M comes after some of them."""
    draw = random.Random(seed)
    items: list[Data] = []
    for name in "ABCDE":
        after = [each["id"] for each in items if draw.random() < 0.35]
        item: Data = {
            "id": name,
            "needs": draw.choice("xy"),
            "effort": f"{draw.randint(1, 2)}d",
            "after": after,
        }
        if name in "BCE":
            item |= {"optional": True, "value": draw.randint(1, 4)}
        items.append(item)
    names = ["A", "D", *(name for name in "BCE" if draw.random() < 0.5)]
    return [*items, {"id": "M", "kind": "milestone", "after": names}]


def without(items: list[Data], gone: frozenset[str]) -> list[Data]:
    """Leave items out by hand: what comes after them comes after what they came after."""
    after = {item["id"]: item.get("after", []) for item in items}

    def beyond(name: str) -> list[str]:
        return [name] if name not in gone else [b for one in after[name] for b in beyond(one)]

    kept = [item for item in items if item["id"] not in gone]
    must = [{k: v for k, v in item.items() if k not in ("optional", "value")} for item in kept]
    return [
        {**item, "after": list(dict.fromkeys(b for one in item["after"] for b in beyond(one)))}
        for item in must
    ]


def best_points(items: list[Data]) -> list[tuple[float, float]]:
    """Return value kept and hours past the date of the best sets, by trying and enumerating all."""
    values = {item["id"]: item["value"] for item in items if item.get("optional")}
    after = {item["id"]: item["after"] for item in items}
    reached: dict[frozenset[str], float] = {}
    for size in range(len(values) + 1):
        for some in combinations(values, size):
            gone = set(some)
            while more := {n for n in values if n not in gone and gone & set(after[n])}:
                gone |= more
            found = oracle.best(scenario(without(items, frozenset(gone)), BY))
            assert found is not None
            reached[frozenset(gone)] = float(found.values["tardiness"])
    kept = {gone: sum(v for n, v in values.items() if n not in gone) for gone in reached}
    front: list[tuple[float, float]] = []
    for gone in sorted(reached, key=lambda one: (-kept[one], reached[one])):
        if not front or reached[gone] < front[-1][1]:
            front.append((kept[gone], reached[gone]))
    return front


def planned(of: Scenario) -> Plan:
    return solve(of, SolveOptions(time_limit=5.0, workers=1, reproducible=True)).plan


def asked(of: Scenario, **options: Any) -> ScopeFront:
    plan = planned(of)
    given = ScopeOptions(params=QUICK, workers=1, time_limit=20.0, **options)
    return scope_front(plan, [target_of(plan, "M", BY)], given)


@pytest.mark.parametrize("seed", [8, 16, 20, 23])
def test_the_front_is_that_of_every_set_by_brute_force(seed: int) -> None:
    items = random_items(seed)
    found = asked(scenario(items))
    expected = best_points(items)
    assert [(point.value_kept, point.hours_past) for point in found.points] == expected
    assert found.complete
    assert found.proved_impossible == (expected[-1][1] > 0)
    assert (found.best is not None) == (expected[-1][1] == 0)


def test_the_change_of_each_point_gives_a_plan_with_its_days() -> None:
    of = scenario(random_items(20))
    for point in asked(of).points:
        new = changed(of, point.change)
        plan = solve(new, SolveOptions(time_limit=5, workers=1)).plan
        entries = {entry.id: entry for entry in plan.items}
        assert entries["M"].finish.date() <= max(point.days[0], BY)
        assert not set(point.dropped) & entries.keys()
        assert not [entry.id for entry in plan.items if entry.state == "dropped"]


def chain() -> list[Data]:
    """A takes a day of ana, then B, C and D, two days each, one after the other; M after D."""
    names = ["A", "B", "C", "D"]
    return [
        {
            "id": name,
            "needs": "x",
            "effort": "1d" if name == "A" else "2d",
            "after": names[:k][-1:],
        }
        for k, name in enumerate(names)
    ] + [{"id": "M", "kind": "milestone", "after": ["D"]}]


def test_of_a_priority_list_only_the_end_is_left_out() -> None:
    """By the 3rd there are three days: A and one of the others; D is the least important."""
    items = [{**item, "after": []} for item in chain()[:-1]]
    items.append({"id": "M", "kind": "milestone", "after": ["A", "B", "C", "D"]})
    only_ana = [{**item, "assign": ["ana"]} if "needs" in item else item for item in items]
    found = asked(scenario(only_ana), ranked=("B", "C", "D"))
    assert [point.dropped for point in found.points] == [(), ("D",), ("C", "D")]
    assert [point.days for point in found.points] == [
        (dt.date(2026, 12, 9),),
        (dt.date(2026, 12, 7),),
        (BY,),
    ]
    assert found.best == 2
    assert [point.value_kept for point in found.points] == [3, 2, 1]


def test_what_comes_after_an_item_goes_with_it_if_it_may_be_left_out_too() -> None:
    plan = planned(scenario(chain()))
    choice = drop_choice(plan, [target_of(plan, "M", BY)], {"B": None, "C": 5.0}, ())
    assert {each.id: (each.value, each.drops) for each in choice.items} == {
        "B": (1.0, ("B", "C")),
        "C": (5.0, ("C",)),
    }
    assert set(all_sets(choice, 10) or []) == {
        frozenset(),
        frozenset({"C"}),
        frozenset({"B", "C"}),
    }


def _choice(values: dict[str, float]) -> DropChoice:
    items = [{"id": name, "needs": "x", "effort": "1d"} for name in values]
    plan = planned(scenario([*items, {"id": "M", "kind": "milestone", "after": list(values)}]))
    return drop_choice(plan, [target_of(plan, "M", BY)], values, ())


def test_the_promising_sets_lead_to_the_date_and_take_back_what_was_left_out_in_vain() -> None:
    """Hours past: 10, less 4 for A, 6 for B, 5 for C; B alone, then C, would lose 8 + 1."""
    choice = _choice({"A": 3.0, "B": 8.0, "C": 1.0})
    gains = {"A": 4.0, "B": 6.0, "C": 5.0}
    known: dict[frozenset[str], float] = {}

    def tried(sets: Any) -> list[float | None]:
        for one in sets:
            known[one] = max(0.0, 9.0 - sum(gains[name] for name in one))
        return [known[one] for one in sets]

    assert list(promising_sets(choice, tried))
    front = value_front(choice, list(known.items()))
    assert front[0] == (frozenset(), 9.0)
    assert front[-1] == (frozenset({"A", "C"}), 0.0)


def test_a_front_has_no_point_that_another_one_beats() -> None:
    choice = _choice({"A": 1.0, "B": 1.0})
    sets = [frozenset(name) for name in ("", "A", "B", "AB")]
    reached = list(zip(sets, (8.0, 8.0, 4.0, 4.0), strict=True))
    assert value_front(choice, reached) == [(sets[0], 8.0), (sets[2], 4.0)]
    assert prefixes(choice) == [sets[0], sets[2], sets[3]]


@pytest.mark.parametrize(
    ("by", "options", "words"),
    [
        ("N", {}, "the plan has no item"),
        ("ana", {}, "is a person"),
        ("M", {}, "nothing may be left out"),
        ("M", {"offered": {"M": None}}, "cannot be left out: its date is to be kept"),
        ("M", {"offered": {"ana": None}}, "only items can be left out"),
        ("M", {"ranked": ("Z",)}, "the plan has no item"),
    ],
)
def test_what_cannot_be_asked_is_an_error_that_says_why(by: str, options: Data, words: str) -> None:
    plan = planned(scenario(chain()))
    with pytest.raises(InputError, match=words):
        scope_front(plan, [target_of(plan, by, BY)], ScopeOptions(**options))


def test_a_date_that_has_passed_is_an_error() -> None:
    plan = planned(scenario(chain()))
    with pytest.raises(InputError, match="has passed"):
        target_of(plan, "M", dt.date(2026, 11, 30))


def test_who_pays_for_the_date_is_named() -> None:
    """Ana does X, the weightier, from the 1st to the 3rd; for M on the 3rd, B of two days is first.

    X then ends on Monday 7th, two working days later.
    """
    x: Data = {"id": "X", "needs": "x", "effort": "3d", "priority": 9, "due": "2026-12-03"}
    b: Data = {"id": "B", "needs": "x", "effort": "2d"}
    o: Data = {"id": "O", "needs": "y", "effort": "1d", "optional": True, "value": 1}
    m: Data = {"id": "M", "kind": "milestone", "after": ["B"]}
    found = asked(scenario([x, b, o, m], by=BY))
    assert found.best is not None
    point = found.points[found.best]
    assert [(one.id, one.days) for one in point.pays] == [("X", 2)]
    assert "Who pays: X ends 2 d later, past the due date." in scope_sentences(found)
