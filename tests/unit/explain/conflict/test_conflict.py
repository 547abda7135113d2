"""Conflicts: minimal, in the planner's words, with dates that could be kept."""

from __future__ import annotations

from allocator.explain import explain_conflict
from allocator.explain.conflict.constraints import (
    Constraint,
    deadline_constraints,
    item_constraints,
    other_constraints,
    restricted,
)
from allocator.explain.conflict.deletion_filter import shrink
from allocator.explain.conflict.sentences import ConflictMember, sentences
from allocator.planner.clock import Clock
from allocator.planner.feasibility import can_be_met
from support.plans import scenario

OF = scenario(
    people=[
        {"id": "mona", "skills": ["ops"], "time_off": [{"from": "2026-12-03", "to": "2026-12-04"}]},
        {"id": "sam"},
    ],
    items=[
        {"id": "A", "effort": "2d", "needs": "ops"},
        {"id": "A-live", "kind": "milestone", "after": ["A"], "deadline": "2026-12-07"},
        {"id": "B", "effort": "2d", "needs": "ops", "deadline": "2026-12-08"},
        {"id": "C", "effort": "1d", "deadline": "2026-12-31"},
        {"id": "D", "effort": "9d", "assign": ["sam"]},
    ],
)


def test_the_conflict_names_what_is_needed_and_nothing_else() -> None:
    """Two days each for Mona, who is there on the 1st, 2nd, 7th and 8th: one day is missing."""
    of = OF.model_copy(
        update={
            "items": tuple(
                i.model_copy(update={"effort": "3d"}) if i.id == "B" else i for i in OF.items
            )
        }
    )
    conflict = explain_conflict(of, time_limit=30)
    assert conflict.minimal
    found = {(m.kind, m.ids) for m in conflict.members}
    assert ("deadline", ("B",)) in found
    assert ("absence", ("mona",)) in found
    assert not any("C" in ids or "D" in ids for _, ids in found)


def test_every_fact_of_a_conflict_is_needed() -> None:
    """Without any one of them the rest can be met: solved again here, one by one."""
    of = scenario(
        people=[{"id": "ana"}],
        items=[
            {"id": "A", "effort": "2d"},
            {"id": "B", "effort": "2d", "after": ["A"], "deadline": "2026-12-03"},
            {"id": "C", "effort": "1d", "deadline": "2026-12-31"},
        ],
    )
    conflict = explain_conflict(of, time_limit=30)
    everything = [*deadline_constraints(of), *item_constraints(of), *other_constraints(of)]
    constraints = [f for f in everything if any(_same(f, m) for m in conflict.members)]
    assert len(constraints) == len(conflict.members) > 0
    assert can_be_met(restricted(of, constraints), Clock(10, None), cores=1, seed=0) is False
    for constraint in constraints:
        rest = restricted(of, [f for f in constraints if f != constraint])
        assert can_be_met(rest, Clock(10, None), cores=1, seed=0) is True


def _same(constraint: Constraint, member: ConflictMember) -> bool:
    return constraint.kind == member.kind and member.ids == tuple(
        k for k in (constraint.id, constraint.other) if k
    )


def test_a_remedy_is_a_date_that_can_be_kept() -> None:
    of = scenario(
        people=[{"id": "ana"}], items=[{"id": "A", "effort": "3d", "deadline": "2026-12-02"}]
    )
    conflict = explain_conflict(of, time_limit=30)
    (remedy,) = conflict.remedies
    assert (remedy.id, remedy.date, remedy.earliest) == ("A", "2026-12-03", True)
    text = "\n".join(conflict.lines())
    assert "A must be finished by Wed 2 Dec 2026" in text
    assert "A takes 3d by only ana" in text


def test_a_project_and_the_calendar_are_named() -> None:
    of = scenario(
        calendar={"end": "2026-12-02"},
        people=[{"id": "ana"}],
        projects=[{"id": "p", "name": "Prices", "deadline": "2026-12-01"}],
        items=[{"id": "A", "effort": "1d", "project": "p"}, {"id": "B", "effort": "2d"}],
    )
    text = "\n".join(explain_conflict(of, time_limit=30).lines())
    assert "everything (calendar.end) must be finished by Wed 2 Dec 2026" in text


def test_no_time_is_said() -> None:
    conflict = explain_conflict(OF, time_limit=0)
    assert not conflict.members
    assert "allow more time" in conflict.lines()[0]


def test_deletion_finds_a_minimal_part() -> None:
    """The set conflicts when it holds 3 and 7; whatever the order and the chunks."""
    assert shrink(range(10), lambda some: {3, 7} <= set(some)) == [3, 7]
    assert shrink(range(10), lambda _some: False) == list(range(10))


def test_plain_links_are_said_as_chains() -> None:
    links = [("B", "A"), ("C", "B"), ("D", "B")]
    members = [ConflictMember("link", ids, "", plain=True) for ids in links]
    assert sentences(members) == [
        "A -> B -> C, each after the other",
        "B -> D, each after the other",
    ]
