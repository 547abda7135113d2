"""A date that an item cannot keep by itself is explained by what keeps it, not by a check alone."""

from __future__ import annotations

from allocator import planner
from allocator.explain.why_not import why_not
from support.plans import scenario


def test_the_absence_and_the_earliest_date_are_told() -> None:
    away = {"from": "2026-12-09", "to": "2026-12-18"}
    made = scenario(
        calendar={"start": "2026-12-07"},
        people=[{"id": "ana", "skills": ["ml"], "time_off": [away]}, {"id": "bo"}],
        items=[{"id": "B", "needs": "ml", "effort": "3d"}],
    )
    plan = planner.solve(made, planner.SolveOptions(time_limit=5, workers=1)).plan
    answer = why_not(plan, "B by 2026-12-18", time_limit=20)
    assert answer.possible is False
    assert "absence" in [rule.kind for rule in answer.forbidden_by]
    assert answer.earliest is not None
    assert str(answer.earliest.date) == "2026-12-21"


def test_a_date_before_anybody_works_is_refused_in_words() -> None:
    """It is the day of the plan's start, a holiday before a weekend: there is no working slot."""
    made = scenario(
        calendar={"start": "2026-01-09", "holidays": {"dates": ["2026-01-09"]}},
        people=[{"id": "ana"}],
        items=[{"id": "A", "effort": "1d"}],
    )
    plan = planner.solve(made, planner.SolveOptions(time_limit=5, workers=1)).plan
    answer = why_not(plan, "A by 2026-01-09", time_limit=20)
    assert answer.possible is False
    assert answer.earliest is not None
    assert str(answer.earliest.date) == "2026-01-12"
