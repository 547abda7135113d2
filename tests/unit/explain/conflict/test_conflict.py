"""Conflicts: minimal, in the planner's words, with changes that give a plan."""

from __future__ import annotations

import pytest

from allocator.domain import Scenario
from allocator.explain.conflict import Conflict, explain_conflict
from allocator.explain.conflict.chains import chains
from allocator.explain.conflict.constraint import Constraint
from allocator.explain.conflict.deletion_filter import shrink
from allocator.explain.conflict.listing import all_constraints
from allocator.explain.conflict.restriction import restricted
from allocator.planner.clock import Clock
from allocator.planner.feasibility import can_be_met
from allocator.scenario.changes.changed import changed
from support.conflicts import constraints_of, has_plan
from support.plans import scenario

OF = scenario(
    people=[
        {"id": "mona", "skills": ["ops"], "time_off": [{"from": "2026-12-03", "to": "2026-12-04"}]},
        {"id": "sam"},
    ],
    items=[
        {"id": "A", "effort": "2d", "needs": "ops"},
        {"id": "A-live", "kind": "milestone", "after": ["A"], "deadline": "2026-12-07"},
        {"id": "B", "effort": "3d", "needs": "ops", "deadline": "2026-12-08"},
        {"id": "C", "effort": "1d", "deadline": "2026-12-31"},
        {"id": "D", "effort": "9d", "assign": ["sam"]},
    ],
)


def explained(of: Scenario, time_limit: float = 30) -> tuple[Conflict, str]:
    conflict = explain_conflict(of, time_limit=time_limit)
    return conflict, "\n".join(conflict.lines())


def test_the_conflict_names_what_is_needed_and_nothing_else() -> None:
    """Two and three days for Mona, who is there on the 1st, 2nd, 7th and 8th: one is missing."""
    conflict, text = explained(OF)
    assert conflict.minimal
    found = {(m.kind, m.ids) for m in conflict.members}
    assert ("deadline", ("B",)) in found
    assert ("absence", ("mona",)) in found
    assert ("start", ()) in found
    assert not any("C" in ids or "D" in ids for _, ids in found)
    assert "B takes 3d by only mona (with ops)" in text
    assert "mona is away Thu 3 Dec 2026 to Fri 4 Dec 2026" in text


def test_every_constraint_of_a_conflict_is_needed() -> None:
    """Without any one of them the rest can be met: solved again here, one by one."""
    conflict, _ = explained(OF)
    constraints = constraints_of(OF, conflict)
    assert has_plan(restricted(OF, constraints)) is False
    for constraint in constraints:
        rest = [one for one in constraints if one != constraint]
        kept = restricted(OF, rest)
        assert not kept.items or has_plan(kept) is True, constraint


def test_a_repair_is_a_date_that_can_be_kept() -> None:
    of = scenario(
        people=[{"id": "ana"}],
        items=[
            {"id": "A", "effort": "3d"},
            {"id": "B", "kind": "milestone", "after": "A", "deadline": "2026-12-02"},
        ],
    )
    conflict, text = explained(of)
    first = conflict.repairs[0]
    assert first.change == {"update": {"B": {"deadline": "2026-12-03"}}}
    assert first.text == (
        "move the deadline of B from Wed 2 Dec 2026 to Thu 3 Dec 2026, "
        "the earliest with which there is a plan"
    )
    assert "B must be finished by Wed 2 Dec 2026" in text
    assert "A takes 3d by one person" in text
    assert "nothing can be planned before Tue 1 Dec 2026" in text
    for repair in conflict.repairs:
        assert has_plan(changed(of, repair.change)), repair.text


def test_a_project_and_the_calendar_are_named() -> None:
    of = scenario(
        calendar={"end": "2026-12-02"},
        people=[{"id": "ana"}],
        projects=[{"id": "p", "name": "Prices", "deadline": "2026-12-01"}],
        items=[{"id": "A", "effort": "1d", "project": "p"}, {"id": "B", "effort": "2d"}],
    )
    assert "the whole plan must end by Wed 2 Dec 2026 (calendar.end)" in explained(of)[1]


def test_no_time_is_said() -> None:
    conflict, text = explained(OF, time_limit=0)
    assert not conflict.facts
    assert "allow more time" in text


def test_deletion_finds_a_minimal_part() -> None:
    """The set conflicts when it holds 3 and 7; whatever the order and the chunks."""
    assert shrink(range(10), lambda some: {3, 7} <= set(some)) == [3, 7]
    assert shrink(range(10), lambda _some: False) == list(range(10))


def test_plain_links_are_said_as_chains() -> None:
    assert chains([("B", "A"), ("C", "B"), ("D", "B")]) == [["A", "B", "C"], ["B", "D"]]


def test_with_all_constraints_a_scenario_has_a_plan_exactly_if_it_had_one() -> None:
    assert has_plan(restricted(OF, all_constraints(OF))) is False
    without = [one for one in all_constraints(OF) if one != Constraint("deadline", "item", "B")]
    assert has_plan(restricted(OF, without)) is True


@pytest.mark.parametrize("speed", [0.5, 2.0])
def test_loosened_skills_never_make_it_harder(speed: float) -> None:
    """Somebody who is faster than full speed stays so where anybody may do it."""
    of = scenario(
        proficiency={1: 1.0, 3: speed},
        people=[{"id": "ana", "skills": {"ops": 3}}, {"id": "bo"}],
        items=[{"id": "A", "effort": "4d", "needs": "ops", "deadline": "2026-12-10"}],
    )
    all_of_them = all_constraints(of)
    kept = [one for one in all_of_them if one.kind not in ("skills", "speed")]
    for some in (all_of_them, kept):
        assert can_be_met(restricted(of, some), Clock(10, None), cores=1, seed=0) is True


def test_whole_steps_are_told_where_they_make_it_impossible() -> None:
    """5 h and 3 h are a day, but in steps of 4 hours a day and a half."""
    of = scenario(
        calendar={"slot": "4h"},
        people=[{"id": "ana"}],
        items=[
            {"id": "A", "effort": "5h"},
            {"id": "B", "effort": "3h", "after": "A"},
            {"id": "M", "kind": "milestone", "after": "B", "deadline": "2026-12-01"},
        ],
    )
    conflict, text = explained(of)
    assert conflict.facts[-1].kind == "slot"
    assert "work is planned in steps of 4 hours, and takes whole ones" in text
    assert "A takes 5h (0.625 days of 8 hours) by one person" in text


def test_that_work_is_not_interrupted_is_told_where_it_can_matter() -> None:
    """B has to begin on its second day, in the middle of A; in all there is time enough."""
    of = scenario(
        people=[{"id": "ana"}],
        items=[
            {"id": "A", "effort": "4d", "deadline": "2026-12-07"},
            {"id": "B", "effort": "1d", "not_before": "2026-12-02", "deadline": "2026-12-02"},
        ],
    )
    _, text = explained(of)
    assert "Whoever begins an item goes on with it, without a break, until it is done." in text
