"""Who fills which need: the best fit, found even where a first choice has to move."""

from __future__ import annotations

import itertools
import random

from allocator.analysis.roles import match_by_fit
from allocator.checks.checked_plan import CheckedPlan
from support.plans import entry, plan_of, scenario, works


def test_everybody_gets_a_need_that_fits_if_there_is_a_way() -> None:
    """Against trying all ways, on random tables of fits."""
    draw = random.Random(7)
    for _ in range(300):
        people, needs = draw.randint(1, 5), draw.randint(1, 4)
        rooms = [draw.randint(1, 2) for _ in range(needs)]
        fits = [[draw.choice((0, 0, 4)) for _ in range(needs)] for _ in range(people)]
        best = max(
            sum(choice is not None and fits[person][choice] == 0 for person, choice in enumerate(c))
            for c in itertools.product([None, *range(needs)], repeat=people)
            if all(c.count(need) <= rooms[need] for need in range(needs))
        )
        taken = match_by_fit(fits, rooms)
        assert all(taken.count(need) <= rooms[need] for need in range(needs))
        assert sum(n is not None and fits[p][n] == 0 for p, n in enumerate(taken)) == best
        assert len([n for n in taken if n is not None]) == min(people, sum(rooms))


def test_without_skills_in_the_plan_the_finish_tells_the_needs_apart() -> None:
    """Both can do both needs at the same effort; only one way fits both finishes."""
    of = scenario(
        proficiency={1: 0.5, 2: 1.0},
        people=[
            {"id": "ana", "skills": {"sql": 1, "ml": 2}},
            {"id": "bob", "skills": {"sql": 1, "ml": 1}},
        ],
        items=[{"id": "T", "effort": "4h", "needs": ["sql", "ml"]}],
    )
    ana = works("ana", "12-01 09:00", "12-01 13:00", hours=4)
    bob = works("bob", "12-01 09:00", "12-01 17:00", hours=4)
    plan = plan_of(of, [entry("T", "12-01 09:00", "12-01 17:00", bob, ana)])
    checked = CheckedPlan(of, plan)
    found = checked.roles(checked.scheduled["T"])
    needs = {role.assignment.person: role.need for role in found.roles}
    assert needs["ana"] is not None and set(needs["ana"].skills) == {"ml"}
    assert needs["bob"] is not None and set(needs["bob"].skills) == {"sql"}
    assert found.complete
