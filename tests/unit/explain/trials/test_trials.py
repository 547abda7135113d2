"""Trials: what a change brings, against the control, and as the planner itself has it."""

from __future__ import annotations

import json
import threading

import pytest

from allocator import planner
from allocator.domain import Plan
from allocator.errors import InputError
from allocator.explain.gains import gain_of, noise_of
from allocator.explain.subjects import late_subjects, subject_of
from allocator.explain.trials import CONTROL, Effort, Trials, WhatIf
from allocator.scenario import load
from support.plans import scenario

EFFORT = Effort(200, (0, 1))


def two_on_one_person() -> Plan:
    """Two items of two days for Ana alone, then a milestone; a Friday and a weekend behind it."""
    made = scenario(
        people=[{"id": "ana", "name": "Ana", "skills": ["ml"]}],
        items=[
            {"id": "A", "needs": "ml", "effort": "2d"},
            {"id": "B", "needs": "ml", "effort": "2d", "due": "2026-12-03"},
            {"id": "M", "kind": "milestone", "after": ["A", "B"], "due": "2026-12-02"},
        ],
    )
    return planner.solve(made, planner.SolveOptions(time_limit=5, workers=1)).plan


def test_a_second_person_gains_two_days() -> None:
    plan = two_on_one_person()
    more = {"add": {"people": [{"id": "bo", "skills": ["ml"]}]}}
    with Trials(plan) as trials:
        control = trials.control(EFFORT)
        found = trials.run([WhatIf("bo", change=more)], EFFORT)[0]
        team = trials.calendars.team
    milestone = subject_of(plan, "M")
    gain = gain_of(milestone, control, found, team)
    assert gain.by_seed == (2.0, 2.0)
    assert gain.weighted_hours == 16.0
    assert noise_of(milestone, control, team) == 0.0
    assert found[0] is not None
    assert {found[0].people("A"), found[0].people("B")} == {("ana",), ("bo",)}


def test_an_added_item_and_a_removed_person_start_from_the_plan() -> None:
    plan = two_on_one_person()
    with Trials(plan) as trials:
        longer = {"add": {"items": [{"id": "C", "needs": "ml", "effort": "1d"}]}}
        without = {
            "remove": ["ana"],
            "links": "relink",
            "add": {"people": [{"id": "bo", "skills": ["ml"]}]},
        }
        added, swapped = trials.run(
            [WhatIf("C", change=longer), WhatIf("bo", change=without)], EFFORT
        )
    assert added[0] is not None and added[0].finish("C") is not None
    assert swapped[0] is not None and swapped[0].people("A") == ("bo",)


def test_a_change_that_cannot_be_made_has_no_outcome() -> None:
    with Trials(two_on_one_person()) as trials:
        assert trials.run([WhatIf("nobody", change={"remove": ["ana"]})], EFFORT) == [(None, None)]


def test_what_is_planned_is_what_plan_with_start_and_steps_reaches(tmp_path) -> None:  # type: ignore[no-untyped-def]
    import allocator

    plan = two_on_one_person()
    change = {"update": {"A": {"effort": "1d"}}}
    with Trials(plan) as trials:
        ((_, (verified,)),) = trials.planned([WhatIf("A", change=change)], Effort(200))
    (tmp_path / "change.json").write_text(json.dumps(change))
    (tmp_path / "scenario.json").write_text(plan.scenario.model_dump_json(by_alias=True))
    changed = load(tmp_path / "scenario.json", changes=[tmp_path / "change.json"])
    alone = allocator.solve(changed, steps=200, workers=1, start=plan)
    assert verified is not None
    assert verified.items == alone.plan.items


def test_a_plan_of_fixed_milestones_alone_has_a_control() -> None:
    milestone = {"id": "M", "kind": "milestone", "date": "2026-12-11"}
    made = scenario(people=[{"id": "ana"}], items=[milestone])
    plan = planner.solve(made, planner.SolveOptions(time_limit=5, workers=1)).plan
    with Trials(plan) as trials:
        control = trials.control(EFFORT)
    assert [one is not None and one.finish("M") for one in control] == [plan.items[0].finish] * 2


def test_subjects_are_found_by_id_and_by_name() -> None:
    plan = two_on_one_person()
    assert subject_of(plan, "ana") == subject_of(plan, "ANA ")
    assert subject_of(plan, "M").kind == "milestone"
    assert [each.id for each in late_subjects(plan)] == ["M"]
    with pytest.raises(InputError, match='did you mean "ana"'):
        subject_of(plan, "anna")


def test_what_is_planned_by_steps_is_what_plan_with_start_and_steps_reaches() -> None:
    import allocator

    plan = two_on_one_person()
    change = {"update": {"A": {"effort": "1d"}}}
    with Trials(plan) as trials:
        found = {
            trial.key: plans
            for trial, plans in trials.planned([WhatIf("A", change=change), CONTROL], EFFORT)
        }
    changed = WhatIf("A", change=change).of(plan.scenario)
    alone = allocator.solve(changed, steps=EFFORT.steps, seed=1, start=plan).plan
    assert found["A"][1] is not None and found["A"][1].items == alone.items
    assert found["control"][0] is not None and found["control"][0].items == plan.items


def test_trials_that_are_stopped_plan_nothing_more() -> None:
    with Trials(two_on_one_person()) as trials:
        trials.stop.set()
        assert list(trials.planned([CONTROL], EFFORT)) == []


def test_only_what_begins_in_time_is_tried_and_that_as_fully_as_ever() -> None:
    plan = two_on_one_person()
    tried = [
        WhatIf(name, change={"update": {"ana": {"name": name}}}) for name in ("Ada", "Eva", "Ina")
    ]
    left = iter([True, True])
    with Trials(plan, workers=1) as trials:
        found = trials.run_while(tried, EFFORT, lambda: next(left, False))
        whole = trials.run(tried, EFFORT)
    assert list(found) == ["Ada", "Eva"]
    assert [found["Ada"], found["Eva"]] == whole[:2] and None not in whole[2]


def test_what_is_cut_short_is_no_trial_where_it_does_not_go_on() -> None:
    plan = two_on_one_person()
    stop = threading.Event()

    def goes_on() -> bool:
        begins = not stop.is_set()
        stop.set()
        return begins

    with Trials(plan, workers=1, stop=stop) as trials:
        assert trials.run_while([CONTROL], EFFORT, goes_on) == {}


def test_unchecked_trials_find_the_same_and_no_plan_of_what_cannot_be() -> None:
    plan = two_on_one_person()
    more = WhatIf("bo", change={"add": {"people": [{"id": "bo", "skills": ["ml"]}]}})
    lost = WhatIf("C", change={"add": {"items": [{"id": "C", "needs": "art", "effort": "1d"}]}})
    with Trials(plan) as trials:
        quick, none = trials.run([more, lost], EFFORT, is_checked=False)
        full, refused = trials.run([more, lost], EFFORT)
    assert [one.items for one in quick if one] == [one.items for one in full if one] != []
    assert none == refused == (None, None)
