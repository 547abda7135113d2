"""Work, tails and capacity by hand, in slots of one day."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from support.loads import loads
from support.plans import scenario

DAYS: dict[str, Any] = {"calendar": {"start": "2026-01-05", "slot": "1d"}}


def test_volume_is_that_of_the_fastest_and_speeds_are_relative_to_it() -> None:
    """Four days at full speed are eight at half; half a day a day changes nothing in volume."""
    of = scenario(
        **DAYS,
        objectives=["flow"],
        proficiency={1: 0.5, 2: 1.0},
        people=[
            {"id": "ana", "skills": {"sql": 2}},
            {"id": "bob", "skills": {"sql": 2}, "capacity": 0.5},
            {"id": "eve", "skills": {"sql": 1}},
        ],
        items=[{"id": "A", "effort": "4d", "needs": {"sql": 1}}],
    )
    found = loads(of)
    (piece,) = found.work.pieces
    assert (piece.volume, piece.rate, piece.head) == (4.0, 0.25, 0)
    assert found.work.groups[piece.group].speeds == ((0, 1.0), (1, 1.0), (2, 0.5))


def test_a_need_of_several_people_has_the_work_of_all() -> None:
    of = scenario(
        **DAYS,
        objectives=["flow"],
        people=[{"id": "ana"}, {"id": "bob"}],
        items=[{"id": "A", "needs": [{"effort": "3d", "people": 2, "share": 0.5}]}],
    )
    (piece,) = loads(of).work.pieces
    assert piece.volume == 6.0  # each three days of work, at half of their time
    assert piece.rate == pytest.approx(1 / 6)


def test_people_whom_all_groups_see_alike_are_one_class() -> None:
    of = scenario(
        **DAYS,
        objectives=["flow"],
        people=[{"id": "ana", "skills": {"sql": 1}}, {"id": "bob"}, {"id": "eve"}],
        items=[
            {"id": "A", "effort": "1d", "needs": "sql"},
            {"id": "B", "effort": "1d"},
        ],
    )
    work = loads(of).work
    assert sorted(len(one.serves) for one in work.classes) == [1, 2]
    (both,) = (one for one in work.classes if len(one.serves) == 1)
    assert both.ended[5] == 10.0  # two people, five days


def test_groups_taken_together_can_do_each_others_work() -> None:
    of = scenario(
        **DAYS,
        objectives=["flow"],
        people=[{"id": "ana", "skills": ["x"]}, {"id": "bob", "skills": ["y"]}],
        items=[{"id": s, "effort": "2d", "needs": s} for s in "xy"],
    )
    work = loads(of).work
    assert len(work.groups) == 2
    together = work.merged(1)
    assert len(together.groups) == 1
    assert [person for person, _ in together.groups[0].speeds] == [0, 1]
    assert sum(piece.volume for piece in together.pieces) == 4.0


def test_tails_are_longest_chains_to_the_finish() -> None:
    """A of two days, then B of three: five days lie between A's start and the end, three after."""
    of = scenario(
        **DAYS,
        objectives=["makespan"],
        people=[{"id": "ana"}],
        items=[
            {"id": "A", "effort": "2d"},
            {"id": "B", "effort": "3d", "after": ["A"]},
        ],
    )
    found = loads(of)
    (term,) = found.problem.tier("makespan").terms
    assert found.tails.of(term.finish) == {0: (5, 3), 1: (3, 0)}


def test_work_between_its_heads_and_tails_bounds_a_finish() -> None:
    """Four days each for ana, a day before and a day after each: 1 + 8 + 1."""
    of = scenario(
        **DAYS,
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
    found = loads(of)
    (term,) = found.problem.tier("makespan").terms
    pieces, tail = found.finishes.before(term.finish, found.tails.of(term.finish))
    assert found.finishes.boundary(pieces, tail, rounds=0) == 10


@pytest.mark.parametrize(("of_go", "violated"), [(1.8, True), (1.4, False)])
def test_overload_of_some_groups_is_found(of_go: float, violated: bool) -> None:
    """SQL is ana's, Go hers and bob's: together they ask for two people's time or more, while
    each alone, and all work of all people, has enough."""
    of = scenario(
        **DAYS,
        objectives=["flow"],
        people=[
            {"id": "ana", "skills": ["sql", "go"]},
            {"id": "bob", "skills": ["go"]},
            {"id": "eve"},
        ],
        items=[
            {"id": "A", "effort": "1d", "needs": "sql"},
            {"id": "B", "effort": "1d", "needs": "go"},
            {"id": "C", "effort": "1d"},
        ],
    )
    found = loads(of)
    volume = np.array([0.5, of_go, 0.0])
    capacity = np.ones(len(found.work.classes))
    inequality = found.inequalities.overload(volume, capacity)
    assert (inequality is not None) == violated
    if inequality is not None:
        assert inequality.groups[:2].tolist() == [1.0, 1.0]
        assert inequality.groups @ volume > inequality.classes @ capacity
        assert found.inequalities.pool[-1] is inequality
        assert found.inequalities.overload(volume, capacity) is None  # it is known
